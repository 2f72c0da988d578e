"""What other answers would change, and how they are written."""

from __future__ import annotations

import json

import pytest

from data_platform.advisor import design
from data_platform.inquiry.relative import key_of, path_of, split, taken
from data_platform.inquiry.what_if import what_if
from data_platform.inquiry.what_if_text import what_if_json, what_if_text
from data_platform.interview.answer_file import BadAnswers
from data_platform.interview.notebook import Notebook


def values(notebook, written, catalogue):
    entries, meant = taken(notebook, written, catalogue)
    return Notebook(entries), meant


def test_growth_in_times_is_times_in_a_year(notebook, catalogue):
    then, meant = values(notebook, ["growth=5x"], catalogue)
    assert then.value("growth") == 400.0
    assert meant == ["5 times as much in a year is a growth of 400 %"]
    assert values(notebook, ["growth=1x"], catalogue)[0].value("growth") == 0.0


def test_a_number_in_times_of_what_is_said_or_assumed(notebook, catalogue):
    then, _ = values(
        notebook, ["budget=2x", "sources.shop_db.volume=3x", "team_size=x3"], catalogue
    )
    assert then.value("budget") == 4000
    assert then.value("sources/r1/volume") == 360 * 10**9
    assert then.get("sources/r1/volume").certainty == "known"
    assert then.get("team_size").certainty == "estimate"  # it was not known
    assert then.value("team_size") % 3 == 0
    assert notebook.value("budget") == 2000


def test_a_peak_factor_is_a_number_of_times_itself(notebook, catalogue):
    assert values(notebook, ["peak_factor=3x"], catalogue)[0].value("peak_factor") == 3


def test_words_for_several_answers(notebook, catalogue):
    then, meant = values(notebook, ["volume=10x"], catalogue)
    assert then.value("sources/r1/volume") == 1200 * 10**9
    assert then.value("sources/r1/daily_volume") == 10**10
    assert then.value("sources/r2/daily_volume") == then.value("sources/r3/daily_volume") > 0
    assert "every source" in meant[0]
    events, _ = values(notebook, ["events=10x"], catalogue)
    assert events.value("sources/r1/volume") == 120 * 10**9  # it does not stream
    assert events.value("sources/r2/volume") == then.value("sources/r2/volume")
    users, _ = values(notebook, ["users=3x"], catalogue)
    assert users.value("use_cases/r1/users") % 3 == 0
    whole, _ = values(notebook, ["load=10x"], catalogue)
    assert whole.value("concurrent_users") > 0
    assert whole.value("sources/r1/volume") == then.value("sources/r1/volume")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("bugdet=2x", "bugdet: unknown key; did you mean budget?"),
        ("volumes=2x", "did you mean volume?"),
        ("clod=gcp", "did you mean cloud?"),
        ("cloud=2x", "is no number"),
        ("volume=12", "this is said in times, like volume=10x"),
        ("requests=2x", "this platform has none of these so far"),
        ("sources.nope.volume=2x", "sources has no “nope”"),
        ("sources.shop_db.volum=2x", "did you mean volume?"),
        ("growth=0.5x", "1x is no growth"),
        ("budget=0x", "more than 0 times"),
        ("budget=1.2.3x", "how many times as a number"),
        ("deadline=2x", "nothing is said or assumed of it"),
        ("cloud=mars", "none of"),
    ],
)
def test_what_is_wrong_says_what_would_be_right(notebook, catalogue, written, said):
    with pytest.raises(BadAnswers) as wrong:
        taken(notebook, [written], catalogue)
    assert said in str(wrong.value.problems)


def test_all_mistakes_at_once(notebook, catalogue):
    with pytest.raises(BadAnswers) as wrong:
        taken(notebook, ["bugdet=2x", "growth=5x", "clod=gcp"], catalogue)
    assert len(wrong.value.problems) == 2


def test_a_line_is_split_before_each_key():
    assert split("growth=60 % cloud=gcp") == ["growth=60 %", "cloud=gcp"]
    assert split("growth=60 %, cloud=gcp; sources+=crm,") == [
        "growth=60 %",
        "cloud=gcp",
        "sources+=crm",
    ]
    assert split("sources.crm.volume=2 TB  compliance=gdpr, pci") == [
        "sources.crm.volume=2 TB",
        "compliance=gdpr, pci",
    ]
    assert split("  ") == []


def test_keys_and_paths_of_records(notebook):
    assert path_of("sources/r2/volume", notebook) == "sources.1.volume"
    assert key_of("sources.1.volume", notebook) == "sources/r2/volume"
    assert key_of("growth", notebook) == path_of("growth", notebook) == "growth"


def test_what_changes_is_what_two_blueprints_say(notebook, catalogue):
    found = what_if(notebook, ["cloud=gcp", "growth=5x"], catalogue)
    old = design(notebook.answers(), catalogue)
    new = design(Notebook(found.entries).answers(), catalogue)
    assert found.cost.total.old == old.cost.total
    assert found.cost.total.new == new.cost.total
    assert {one.old for one in found.components} <= {*(d.choice for d in old.decisions), ""}
    assert [one.label for one in found.answers] == ["Cloud", "Growth"]
    assert not found.same
    assert notebook.value("cloud") == "aws"
    again = what_if(notebook, ["cloud=gcp", "growth=5x"], catalogue, before=old)
    assert again == found


def test_pattern_methods_upkeep_and_questions(notebook, catalogue):
    found = what_if(
        notebook, ["use_cases[1].workload=realtime_dashboard", "events=1000x"], catalogue
    )
    text = "\n".join(what_if_text(found, ["events=1000x"]))
    assert found.pattern is None or f"Pattern: {found.pattern.old} -> " in text
    for one in found.methods:
        assert f"{one.what} is read by {one.old} -> {one.new}" in text.replace("\n  ", " ")
    known = what_if(notebook, ["growth=50 %"], catalogue)
    assert any("Growth" in one for one in known.settled)
    assert not any("Growth" in one for one in known.asked)


def test_what_changes_nothing_says_so(notebook, catalogue):
    found = what_if(notebook, ["cloud=aws"], catalogue)
    assert found.same
    text = "\n".join(what_if_text(found, ["cloud=aws"]))
    assert "It is answered so already." in text
    assert "Design and cost stay as they are." in text


def test_how_it_is_told(notebook, catalogue):
    found = what_if(notebook, ["cloud=gcp"], catalogue)
    text = "\n".join(what_if_text(found, ["cloud=gcp"]))
    assert text.startswith("WHAT IF: cloud=gcp\n")
    assert "- Cloud: AWS -> Google Cloud" in text
    assert "| TOTAL " in text
    narrow = what_if_text(found, ["cloud=gcp"], width=40, ascii_only=True)
    assert max(map(len, narrow)) <= 40
    assert "\n".join(narrow).isascii()
    value = json.loads(what_if_json(found))
    assert value["saved"] is False
    assert value["components"]
    assert value["cost"]["total"]["new"] == f"{found.cost.total.new}"


def test_hostile_text_is_text(notebook, catalogue):
    found = what_if(notebook, ["platform_name={{ 7*7 }}[red]\x1b[31m"], catalogue)
    text = "\n".join(what_if_text(found, ["platform_name={{ 7*7 }}[red]\x1b[31m"]))
    assert "{{ 7*7 }}[red]" in text
    assert "\x1b" not in text
