"""Answering by keyboard: every kind of field, certainty, wrong drafts, going back."""

import pytest
from open_questions import essentials_left

from data_platform.interview.questions import all_questions, question_of
from data_platform.tui.choices import ChoiceField
from data_platform.tui.fields import FieldInput

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_first_run_answers_the_first_question_at_once(start, size):
    async with start(*size) as d:
        assert d.current.prompt.key == "platform_name"
        assert "Type your answer and press Enter" in d.shown()
        await d.type("acme")
        assert d.notebook.text("platform_name") == "acme"
        assert "Name: acme" in [line.text for line in d.screen.preview.view.lines]
        assert d.stored()["platform_name"].value == "acme"


async def test_typed_text_is_stored_by_itself(start, store):
    async with start() as d:
        await d.type("acme")
        session = d.screen.info.id
        await d.until(lambda: store.entries(session)["platform_name"].value == "acme")


async def test_enter_goes_on_through_questions_and_sections(start):
    async with start() as d:
        await d.press("enter")
        assert d.current.prompt.key == "sources"
        await d.press("enter")
        await d.until(lambda: d.section == "Identify use cases")


async def test_a_choice_is_picked_by_space_number_letter_and_enter(start):
    async with start(120, 40) as d:
        await d.go("cloud")
        assert isinstance(d.current.widget, ChoiceField)
        await d.press("down", "down", "space")
        assert d.notebook.text("cloud") == "azure"
        await d.press("3")
        assert d.notebook.text("cloud") == "gcp"
        await d.press("a")
        await d.press("w")
        await d.press("enter")
        assert d.notebook.text("cloud") == "aws"
        assert d.current.prompt.key == "region"
        await d.press("up", "backspace")
        assert d.notebook.get("cloud") is None


async def test_several_are_switched_and_none_stands_alone(start):
    async with start(120, 40) as d:
        await d.go("compliance")
        await d.press("2", "4")
        assert d.notebook.text("compliance") == ["gdpr", "hipaa"]
        await d.press("2")
        assert d.notebook.text("compliance") == ["hipaa"]
        await d.press("1")
        assert d.notebook.text("compliance") == ["none"]
        await d.press("down", "space")
        assert d.notebook.text("compliance") == ["gdpr"]


async def test_yes_and_no_stand_on_one_line_and_take_letters(start):
    async with start() as d:
        await d.go("deletion_requests")
        assert d.current.widget.size.height == 1
        await d.press("y")
        assert d.notebook.value("deletion_requests") is True
        await d.press("right", "space")
        assert d.notebook.value("deletion_requests") is False


async def test_dont_know_is_one_key_and_keeps_what_was_typed(start):
    async with start() as d:
        await d.go("raw_retention")
        await d.type("90 days")
        await d.press("f5")
        entry = d.notebook.get("raw_retention")
        assert (entry.value, entry.certainty) == ("90 days", "unknown")
        assert d.notebook.value("raw_retention") is None
        assert "unknown" in d.shown()
        await d.press("f5")
        assert d.notebook.get("raw_retention").certainty == "known"


async def test_an_estimate_stays_one_while_it_is_edited(start):
    async with start() as d:
        await d.go("raw_retention")
        await d.type("90 days")
        await d.press("f6", "backspace")
        entry = d.notebook.get("raw_retention")
        assert (entry.value, entry.certainty) == ("90 day", "estimate")
        assert "estimate" in d.shown()


@pytest.mark.parametrize("question", ["raw_retention", "cloud"])
@pytest.mark.parametrize("unknown", [False, True])
async def test_what_is_only_assumed_becomes_an_estimate_in_one_step(start, question, unknown):
    async with start() as d:
        await d.go(question)
        if unknown:
            await d.press("f5")
        before = d.notebook.get(question)
        await d.press("f6")
        entry = d.notebook.get(question)
        value = {"raw_retention": "13 months", "cloud": "aws"}[question]
        assert (entry.value, entry.certainty) == (value, "estimate")
        assert "estimate" in d.shown()
        await d.press("f8")
        assert d.notebook.get(question) == before
        await d.go("growth")
        await d.press("f6")
        await d.until(lambda: "Answer first, then F6" in d.shown())
        assert d.notebook.get("growth") is None


@pytest.mark.parametrize("size", SIZES)
async def test_a_wrong_draft_is_kept_flagged_and_never_blocks(start, size):
    async with start(*size) as d:
        await d.go("raw_retention")
        await d.type("soon")
        shown = d.shown()
        assert "! " in shown
        assert "to fix" in shown
        await d.press("down", "up", "pageup")
        await d.until(lambda: d.section == "Partitioning strategy")
        await d.press("pagedown")
        await d.until(lambda: d.section == "Retention policies")
        assert d.current.widget.value == "soon"
        assert d.stored()["raw_retention"].value == "soon"
        await d.until(lambda: "1 to fix" in d.shown())


async def test_a_schedule_is_spoken_back(start):
    async with start() as d:
        await d.go("batch_start")
        await d.type("0 2 * * *")
        assert "= every day at 02:00" in d.shown()


async def test_what_is_assumed_is_shown_and_one_key_accepts_it(start):
    async with start() as d:
        await d.go("raw_retention")
        assert "assumed: 13 months" in d.shown()
        await d.press("right")
        assert d.notebook.text("raw_retention") == "13 months"
        assert d.current.widget.value == "13 months"
        await d.go("cloud")
        assert "assumed" in d.shown()
        await d.press("alt+right")
        assert d.notebook.text("cloud") == "aws"


async def test_long_text_keeps_lines_and_its_undo(start):
    async with start() as d:
        await d.go("current_pain")
        await d.type("late")
        await d.press("enter")
        await d.type("wrong")
        assert d.notebook.text("current_pain") == "late\nwrong"
        assert d.stored()["current_pain"].value == "late\nwrong"


async def test_typing_never_lays_the_screen_out_anew(start):
    async with start(120, 40) as d:
        await d.go("raw_retention")
        await d.type("1")
        before = [block.region for block in d.screen.form.blocks]
        await d.type("3 months or whatever this is that goes on and on and on")
        assert [block.region for block in d.screen.form.blocks] == before


async def test_undo_and_redo_show_where_it_was(start):
    async with start() as d:
        await d.type("acme")
        await d.go("raw_retention")
        await d.type("90 days")
        await d.press("f8")
        assert d.current.widget.value == ""
        await d.press("f8")
        await d.until(lambda: d.current.prompt.key == "platform_name")
        assert d.notebook.get("platform_name") is None
        assert isinstance(d.current.widget, FieldInput)
        assert d.current.widget.value == ""
        await d.press("shift+f8")
        await d.until(lambda: d.current.widget.value == "acme")


async def test_next_open_question_that_matters(start):
    async with start() as d:
        await d.type("acme")
        await d.press("f7")
        assert d.current.prompt.key == "sources"
        await d.press("f7")
        await d.until(lambda: d.current.prompt.key == "use_cases")


async def test_the_next_open_question_comes_round_and_the_last_one_is_not_passed(start):
    async with start(120, 40) as d:
        left = [question.id for question in essentials_left(d.notebook)]
        seen = []
        for _ in left:
            seen.append(d.current.prompt.place)
            await d.press("f7")
            await d.until(lambda: d.current.prompt.place != seen[-1])
        assert seen == left
        assert d.current.prompt.place == left[0]
        for question in all_questions():
            if question.essential and question.id != left[0]:
                d.screen.live.mark(question.fills, "unknown")
        await d.press("f7")
        assert d.current.prompt.place == left[0]
        await d.until(lambda: "the only essential question" in d.shown())
        await d.type("acme")
        await d.press("f7")
        await d.until(lambda: d.current.prompt.place != left[0])
        assert not question_of(d.current.prompt.place).essential


async def test_a_question_appears_with_its_condition_and_keeps_its_answer(start):
    async with start() as d:
        await d.go("use_cases.name")
        keys = [block.prompt.key for block in d.screen.form.shown()]
        assert "documents" not in keys
        rid = d.screen.live.add("use_cases")
        d.screen.live.say(f"use_cases/{rid}/workload", "rag")
        await d.pilot.pause()
        assert "documents" in [block.prompt.key for block in d.screen.form.shown()]


async def test_a_figure_is_typed_anew_and_a_name_is_gone_on_with(start):
    async with start() as d:
        d.screen.live.say("platform_name", "acme")
        d.screen.live.say("growth", "20 %")
        await d.go("growth")
        await d.type("35 %")
        assert d.notebook.text("growth") == "35 %"
        await d.go("platform_name")
        await d.type("2")
        assert d.notebook.text("platform_name") == "acme2"
