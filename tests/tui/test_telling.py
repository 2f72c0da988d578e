"""Messages: one at a time, and gone when they are no longer true."""

from textual.widgets._toast import Toast

from data_platform.tui.telling import tell


def told(d):
    return [one.message for one in d.app._notifications]


async def source(d, name):
    rid = d.screen.live.add("sources")
    d.screen.live.say(f"sources/{rid}/name", name)


async def test_the_newest_message_takes_the_place_of_the_one_before(start):
    async with start() as d:
        for number in range(4):
            tell(d.screen, f"message {number}")
        await d.pilot.pause()
        assert told(d) == ["message 3"]
        assert len(d.app.screen.query(Toast)) == 1


async def test_what_is_offered_goes_with_the_undo_and_with_the_next_answer(start):
    async with start() as d:
        await source(d, "shop")
        await source(d, "crm")
        await d.go("sources.name")
        await d.press("d")
        assert told(d) == ["Copied shop. u or F8 takes the copy away."]
        await d.press("u")
        assert told(d) == []
        await d.press("x")
        assert told(d) == ["Removed crm. u or F8 brings it back."]
        await d.press("up")
        await d.type("a")
        assert told(d) == []


async def test_a_dialog_is_not_covered(start):
    async with start() as d:
        await source(d, "shop")
        await d.go("sources.name")
        await d.press("x")
        assert told(d)
        await d.press("f2")
        assert told(d) == []


async def test_what_went_wrong_stays(start):
    async with start() as d:
        tell(d.screen, "disk full", trouble=True)
        await d.type("a")
        assert told(d) == ["disk full"]


async def test_ctrl_c_says_once_how_one_leaves(start):
    async with start() as d:
        await d.go("cloud")
        await d.press("ctrl+c", "ctrl+c")
        assert told(d) == ["Press F10 to quit."]
        assert d.app.is_running
