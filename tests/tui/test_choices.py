"""Picking from options: what a key picks, what it only goes to, and what Enter leaves open."""

from types import SimpleNamespace

import pytest

from data_platform.tui import choices
from data_platform.tui.records import RecordList


def line_of(d, text):
    return next(line for line in d.shown().splitlines() if text in line)


async def assume(d, **labels):
    """Let the blueprint assume something; __ stands for the dot of a path."""
    tools = d.screen.live.tools
    design = tools.design

    def with_more(answers, catalogue):
        blueprint = design(answers, catalogue)
        for path, label in labels.items():
            said = SimpleNamespace(key=path.replace("__", "."), value=label, records=[0])
            blueprint.assumptions.append(said)
        return blueprint

    tools.design = with_more
    d.screen.live.redesign()
    await d.pilot.pause()


@pytest.fixture
def clock(monkeypatch):
    """The time as the lists of options see it, to be moved by hand."""
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(choices, "monotonic", lambda: now.seconds)
    return now


@pytest.mark.parametrize("pause", [0.0, 2.0])
async def test_a_digit_picks_the_option_that_it_stands_beside(start, clock, pause):
    async with start(120, 40) as d:
        await d.go("compliance")
        assert "2 □ GDPR" in d.shown()
        await d.type("so")
        clock.seconds += pause
        await d.press("2")
        assert d.notebook.text("compliance") == ["gdpr"]


async def test_letters_after_a_pause_begin_another_word(start, clock):
    async with start(120, 40) as d:
        await d.go("heavy_queries")
        await d.type("so")
        assert d.current.widget.cursor == 1
        clock.seconds += 2
        await d.type("m")
        assert d.current.widget.cursor == 2


async def test_all_options_that_have_a_digit_stay_in_view(start):
    async with start() as d:
        await d.go("compliance")
        await d.press("end")
        assert "1 □ None" in d.shown()
        await d.press("9")
        assert d.notebook.text("compliance") == ["bcbs239"]


async def test_in_a_tiny_terminal_the_cursor_is_in_view(start):
    async with start(40, 10) as d:
        await d.go("compliance")
        assert "Which rules apply?" in d.shown()
        await d.press("end")
        assert "Banking or insurance" in d.shown()
        await d.press("home")
        assert "None" in d.shown()


async def open_kind(d):
    await d.go("sources.name")
    await d.press("n")
    await d.until(lambda: d.current.prompt.path == "sources.name")
    await d.press("enter")
    assert d.current.prompt.path == "sources.kind"
    await d.pilot.pause()
    return d.current.prompt.key


async def test_a_long_list_opens_at_its_top_with_digits_for_what_is_in_view(start):
    async with start() as d:
        await assume(d, sources__kind="Something else")
        key = await open_kind(d)
        assert "1 ○ PostgreSQL" in d.shown()
        assert "assumed: Something else; → takes it" in d.shown()
        await d.press("end")
        last = line_of(d, "○ Something else")
        assert "9 ○" in last
        assert "assumed" in last
        await d.press("9")
        assert d.notebook.text(key) == "other"


async def test_enter_leaves_a_list_open_that_one_only_came_by(start):
    async with start() as d:
        await assume(d, sources__kind="Something else")
        key = await open_kind(d)
        await d.press("enter")
        assert d.current.prompt.path == "sources.volume"
        assert d.notebook.get(key) is None
        assert "assumed: Something else" in d.shown()
        await d.press("up", "right")
        assert d.notebook.text(key) == "other"


async def test_enter_picks_the_option_that_one_went_to(start):
    async with start() as d:
        key = await open_kind(d)
        await d.press("down", "down", "enter")
        assert d.notebook.text(key) == "mysql"
        assert d.current.prompt.path == "sources.volume"


async def test_y_and_n_answer_at_once_and_are_stored(start):
    async with start() as d:
        await d.go("deletion_requests")
        await d.press("y")
        assert d.stored()["deletion_requests"].value == "yes"
        assert "● yes" in d.shown()
        assert "○ no" in d.shown()
        await d.press("n")
        assert d.stored()["deletion_requests"].value == "no"
        line = line_of(d, "● no")
        assert "○ yes" in line
        assert line.rstrip().endswith("known")


async def test_what_one_only_looks_at_does_not_look_answered(start):
    async with start() as d:
        await d.go("deletion_requests")
        assert "›" not in line_of(d, "○ yes")
        await d.press("right", "right")
        line = line_of(d, "○ yes")
        assert "›○ no" in line
        assert "●" not in line
        assert "known" not in line
        assert d.notebook.get("deletion_requests") is None
        await d.press("space")
        assert d.notebook.value("deletion_requests") is False


async def test_up_and_down_pass_options_that_stand_on_one_line(start):
    async with start() as d:
        await d.go("sandbox")
        await d.press("down")
        assert d.current.prompt.key == "tenants"
        await d.press("up")
        assert d.current.prompt.key == "sandbox"
        assert d.notebook.get("sandbox") is None


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_what_is_assumed_is_never_cut(start, width):
    async with start(width, 40) as d:
        assumed = {
            "cost_priority": "Balanced",
            "on_bad_batch": "Set bad rows aside, go on",
            "environments": "Development and production",
        }
        await assume(d, **assumed)
        for key, label in assumed.items():
            await d.go(key)
            await d.press("down", "down", "down", "down", "down")
            block = next(b for b in d.screen.form.blocks if b.prompt.key == key)
            width = block.widget.content_size.width
            rows = [block.widget.render_line(y).text for y in range(block.widget.size.height)]
            said = " ".join(" ".join(rows).split())
            assert label in said
            assert "assumed" in said
            assert "…" not in said
            assert max(len(row.rstrip()) for row in rows) <= width


async def test_a_record_that_is_open_at_its_list_is_not_touched_by_other_letters(start):
    async with start() as d:
        await d.go("sources.name")
        await d.type("qwertzo")
        assert isinstance(d.current.widget, RecordList)
        assert d.notebook.get("sources") is None


async def test_how_sure_a_pick_is_stands_beside_the_open_list_too(start):
    async with start(120, 30) as d:
        await d.go("cloud")
        await d.press("2")
        assert any(line.rstrip().endswith("known") for line in form_lines(d))
        await d.press("f6")
        assert "estimate" in "".join(form_lines(d))
        assert all(o.label in "".join(form_lines(d)) for o in d.current.widget.options)
        await d.press("f5")
        assert "unknown" in "".join(form_lines(d))


def form_lines(d):
    region = d.current.widget.region
    lines = d.shown().splitlines()[region.y : region.bottom]
    return [line[region.x : region.right] for line in lines]


async def test_how_sure_an_answer_is_stands_beside_what_is_picked(start):
    async with start() as d:
        await d.go("region")
        await d.press("3", "f6")
        line = next(line for line in d.shown().splitlines() if "United Kingdom" in line)
        assert "●" in line
        assert "estimate" in line
