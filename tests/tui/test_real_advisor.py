"""The app with the real advisor: what is assumed of each record is shown and taken there."""

import pytest

from data_platform.interview.notebook import kind_for
from data_platform.interview.questions import all_questions
from data_platform.tui.blocks import field_prompt, prompt_of
from data_platform.tui.fields import assumption, take_assumption
from data_platform.tui.records import RecordList

pytestmark = pytest.mark.usefixtures("real_tools")
KINDS = {"shop": "postgresql", "clicks": "event_stream", "crm": "saas_api"}


async def add(d, name, kind):
    await d.press("n")
    await d.until(lambda: d.current.prompt.path == "sources.name")
    await d.type(name)
    key = d.current.prompt.key.replace("/name", "/kind")
    d.screen.live.say(key, kind)
    await d.press("escape")
    await d.until(lambda: isinstance(d.current.widget, RecordList))


async def open_volume(d, down):
    await d.press("home", *["down"] * down, "enter")
    await d.until(lambda: d.current.prompt.path == "sources.name")
    await d.press("down", "tab")
    await d.until(lambda: d.current.prompt.path == "sources.volume")


def assumed_volumes(d):
    return {
        one.records[0]: one.value
        for one in d.screen.live.blueprint.assumptions
        if one.key == "sources.volume"
    }


async def test_each_record_shows_and_takes_its_own_assumption(start):
    async with start(120, 40) as d:
        await d.go("sources.name")
        for name, kind in KINDS.items():
            await add(d, name, kind)
        wanted = assumed_volumes(d)
        assert len(set(wanted.values())) == len(KINDS)
        rids = d.notebook.records("sources")
        for at, key in ((1, "right"), (0, "alt+right")):
            await open_volume(d, at)
            assert d.current.prompt.key == f"sources/{rids[at]}/volume"
            assert f"assumed: {wanted[at]}" in d.shown()
            await d.press(key)
            assert d.current.widget.value == wanted[at]
            assert d.stored()[f"sources/{rids[at]}/volume"].value == wanted[at]
            await d.press("escape")
            await d.until(lambda: isinstance(d.current.widget, RecordList))
        assert assumed_volumes(d) == {2: wanted[2]}
        # The others' records are counted by their places: one that goes moves them.
        d.screen.live.remove("sources", rids[0])
        assert d.screen.live.assumed[f"sources/{rids[2]}/volume"] == wanted[2]


async def test_a_choice_of_a_record_takes_its_own_assumption(start):
    async with start(120, 40) as d:
        live = d.screen.live
        rids = {name: live.add("sources") for name in KINDS}
        for name, kind in KINDS.items():
            live.say(f"sources/{rids[name]}/name", name)
            live.say(f"sources/{rids[name]}/kind", kind)
        await d.go("sources.update_pattern")
        for name, wanted in (("clicks", "append"), ("shop", "mutable")):
            await d.press("home", *["down"] * list(KINDS).index(name), "enter")
            await d.until(lambda name=name: name in d.shown().splitlines()[3])
            await d.press("alt+right")
            assert d.notebook.text(f"sources/{rids[name]}/update_pattern") == wanted
            await d.press("escape")
            await d.until(lambda: isinstance(d.current.widget, RecordList))


async def test_with_no_record_nothing_of_a_record_is_assumed(start):
    async with start() as d:
        assert [key for key in d.screen.live.assumed if "/" in key or "." in key] == []


async def test_what_is_assumed_reads_as_an_answer_or_leaves_nothing(start):
    async with start() as d:
        live = d.screen.live
        rids = {name: live.add(name) for name in ("sources", "use_cases")}
        prompts = [prompt_of(question) for question in all_questions() if question.kind]
        prompts += [
            field_prompt(question, field, rids[question.fills])
            for question in all_questions()
            if question.fills in rids
            for field in question.fields
        ]
        taken = 0
        for prompt in prompts:
            shown = assumption(live, prompt)
            if take_assumption(live, prompt):
                kind = kind_for(prompt.key)
                assert kind.show(d.notebook.value(prompt.key)) == shown
                taken += 1
        assert d.notebook.problems() == {}
        assert taken > 50
