"""The field of long text: its own undo, and where its cursor stands."""

from textual import events

from data_platform.tui.fields import LongField


async def test_undoing_a_paste_at_the_end_of_a_scrolled_text(start):
    async with start() as d:
        await d.go("current_pain")
        field = d.app.focused
        assert isinstance(field, LongField)
        await d.press(*"one", "enter", *"two")
        field.post_message(events.Paste("\na\nb\nc\nd\ne\nf\ng\nh\ni"))
        await d.until(lambda: field.text.endswith("i"))
        await d.press("ctrl+z")
        await d.until(lambda: field.text == "one\ntwo")
        assert field.cursor_location == (1, 3)


async def test_nothing_to_undo_leaves_the_cursor_where_it_is(start):
    async with start() as d:
        d.screen.live.say("current_pain", "one\ntwo")
        await d.go("current_pain")
        field = d.app.focused
        assert field.cursor_location == (1, 3)
        await d.press("ctrl+z")
        assert field.cursor_location == (1, 3)
