"""The header: what it says of progress, cost and name, and that it fits."""

from decimal import Decimal

import pytest

from data_platform.tui.header import Header, State, standing
from data_platform.tui.interview_screen import ALL_ESSENTIAL
from data_platform.tui.keymap import DEFAULT


def header(d):
    return d.shown().splitlines()[0]


def text(name, states, width):
    made = Header()
    made.name_shown, made.states = name, tuple(states)
    return "".join(part for part, _ in made.rows(width)[0])


async def test_the_cost_explains_itself(start):
    async with start(120, 40) as d:
        await d.until(lambda: "$200 a month (100-300)" in header(d))
        cost = d.screen.live.blueprint.cost
        cost.low = cost.high = cost.total = Decimal(1948)
        assert d.screen.live.cost == "$1,948 a month"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_over_the_budget_is_said_in_words(start, size):
    async with start(*size) as d:
        d.screen.live.say("budget", "$250")
        await d.until(lambda: "a month" in header(d))
        assert "over budget" not in header(d)
        d.screen.live.say("budget", "$150")
        await d.until(lambda: "over budget" in header(d))


async def test_the_essential_questions_are_counted_first_also_while_something_is_wrong(start):
    async with start(80, 24) as d:
        await d.until(lambda: "essential 0 of 13" in header(d))
        await d.type("acme")
        d.screen.live.say("budget", "much")
        await d.until(lambda: "1 to fix" in header(d))
        assert "essential 1 of 13" in header(d)


async def test_that_all_essential_ones_are_answered_is_said_once(start):
    async with start() as d:
        for question in ("platform_name", "sources", "use_cases", "cloud", "compliance"):
            d.screen.live.mark(question, "unknown")
        for question in ("peak_events", "team_size", "skills", "budget", "raw_retention"):
            d.screen.live.mark(question, "unknown")
        for question in ("growth", "concurrent_users"):
            d.screen.live.mark(question, "unknown")
        await d.until(lambda: "essential 12 of 13" in header(d))
        told = []
        d.app.notify = lambda message, **more: told.append(message)
        d.screen.live.mark("upkeep_hours", "unknown")
        await d.until(lambda: told == [DEFAULT.say(ALL_ESSENTIAL)])
        d.screen.live.forget("upkeep_hours")
        await d.until(lambda: "essential 12 of 13" in header(d))
        d.screen.live.mark("upkeep_hours", "unknown")
        await d.until(lambda: "essential" not in header(d))
        assert told == [DEFAULT.say(ALL_ESSENTIAL)]


async def test_a_record_without_a_name_takes_nothing_from_the_count(start):
    async with start() as d:
        live = d.screen.live
        rid = live.add("sources")
        live.say(f"sources/{rid}/name", "shop")
        for field in ("owner", "location"):
            live.mark(f"sources/{rid}/{field}", "unknown")
        await d.until(lambda: "essential 1 of 13" in header(d))
        from data_platform.interview.progress import of_all

        before = of_all(d.notebook).answered
        live.add("sources")
        assert of_all(d.notebook).answered == before


@pytest.mark.parametrize("name", ["acme", "a" * 40, "数据平台" * 8])
@pytest.mark.parametrize("width", [58, 78, 118])
def test_two_blanks_stand_between_the_name_and_the_rest(name, width):
    from rich.cells import cell_len

    states = [State(("saved",)), State(("17 of 89 answered", "17 of 89"), 2)]
    states.append(State(("$1,948 a month (936-2,280), over budget", "$1,948 a month"), 2))
    line = text(name, [*states, State(("2 to fix",), 4)], width)
    assert cell_len(line) == width
    assert "2 to fix" in line
    end = line.index("saved") if "saved" in line else line.index("17 of 89")
    assert line[:end].endswith("  ")


async def test_standing_without_a_blueprint_says_the_stored_cost(start, store):
    async with start() as d:
        from data_platform.interview.progress import Progress

        d.screen.live.blueprint = None
        states = standing(d.screen.live, Progress(1, 2, 0), Progress(1, 1, 0))
        assert [state.texts[0] for state in states] == ["1 of 2 answered"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "harbor",
            "harbor  essential 12 of 13 · $948 a month (936-2,280) · 2 to settle · archived",
        ),
        (
            "harbor-two",
            "harbor-two  saved · essential 12 of 13 · $948 a month · 2 to settle · archived",
        ),
        (
            "harbor-data-platform",
            "harbor-data-platf…  essential 12 of 13 · $948 a month · 2 to settle · archived",
        ),
    ],
)
def test_what_gave_way_comes_back_where_the_whole_name_leaves_room(name, line):
    states = [
        State(("saved",)),
        State(("essential 12 of 13",), 3),
        State(("40 of 89 answered", "40 of 89"), 1),
        State(("$948 a month (936-2,280)", "$948 a month"), 2),
        State(("2 to settle",), 4),
        State(("archived",), 4),
    ]
    assert text(name, states, 78) == line


def test_a_session_that_is_put_away_is_called_so(store):
    from data_platform.interview.progress import Progress
    from data_platform.tui.live import Live

    done = Progress(1, 1, 0)
    for put_away, said in ((store.archive, "archived"), (store.delete, "deleted")):
        info = store.create(said)
        live = Live.open(store, info, lambda error: None)
        assert said not in [state.texts[0] for state in standing(live, done, done)]
        put_away(info.id)
        live.info = store.get(info.id)
        assert said in [state.texts[0] for state in standing(live, done, done)]
