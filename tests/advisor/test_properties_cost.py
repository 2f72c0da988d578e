"""What load, requirements, gaps and order may do to the choices and to the cost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data_platform.advisor.cost import cost, total
from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import Design, decide
from data_platform.advisor.words import listed, lowered
from data_platform.blueprint.model import Cost
from data_platform.catalog import load_catalogue
from data_platform.interview.answers import Answers
from data_platform.interview.durations import DAY

CATALOGUE = load_catalogue()
QUICK = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
#: What amounts may differ by where each line is rounded to the cent.
ROUNDING = Decimal("0.50")
#: Savings that are worth a note; smaller ones go unsaid.
TOLD = Decimal(str(CATALOGUE.constant("cheaper_least")))
#: The bill from which whole other designs are tried; below, none is worth its work.
WORTH_TRYING = Decimal(str(CATALOGUE.constant("otherwise_bill_least")))
#: How a note says what would be saved.
SAVED = re.compile(r"\$([\d,.]+) less a month")
KINDS = ("postgresql", "mysql", "saas_api", "app_events", "files", "event_stream")
SIZES = st.integers(0, 28).map(lambda power: 10**8 * 2**power)


@st.composite
def platforms(draw: st.DrawFn) -> dict[str, Any]:
    """Answers with every number of the load stated."""
    sources = [
        {
            "name": f"s{number}",
            "kind": draw(st.sampled_from(KINDS)),
            "volume": (volume := draw(SIZES)),
            "daily_volume": max(10**4, volume // draw(st.sampled_from([50, 400, 3000]))),
            "change_column": "at",
            "freshness": draw(st.sampled_from([300, 3600, DAY])),
            "pii": False,
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    uses = [
        {
            "name": f"u{number}",
            "workload": draw(st.sampled_from(["bi", "adhoc_sql", "ml", "rag", "operational_api"])),
            "freshness": draw(st.sampled_from([900, 3600, DAY])),
            "users": draw(st.integers(1, 200)),
        }
        for number in range(draw(st.integers(1, 2)))
    ]
    return {
        "platform_name": "it",
        "cloud": draw(st.sampled_from(["aws", "azure", "gcp", "vm", "on_prem"])),
        "region": draw(st.sampled_from(["us", "eu", "several"])),
        "compliance": ["none"],
        "sources": sources,
        "use_cases": uses,
        "growth": 30.0,
        "step_change": 0.0,
        "peak_factor": 1,
        "peak_events": float(draw(st.sampled_from([10, 200, 3000]))),
        "history_needed": 365 * DAY,
        "raw_retention": 395 * DAY,
        "curated_retention": 730 * DAY,
        "concurrent_users": draw(st.integers(1, 40)),
        "busy_hours": 8,
        "documents": 10_000,
        "api_rate": 5.0,
        "team_size": 4,
        "upkeep_hours": 500.0,
        "managed": "balanced",
        "environments": "two",
        "raw_format": "columnar",
        "heavy_queries": "some",
    }


def designed(answers: Mapping[str, Any]) -> Design:
    """What is decided for answers, without regard to a budget."""
    return decide(resolve(Answers.model_validate(dict(answers)), CATALOGUE), CATALOGUE)


def estimated(answers: Mapping[str, Any]) -> Cost:
    """What it costs."""
    return cost(designed(answers))


def more_load(answers: dict[str, Any], times: int, what: str) -> dict[str, Any]:
    """The same with one part of the load multiplied."""
    if what == "data":
        sources = [
            s | {"volume": s["volume"] * times, "daily_volume": s["daily_volume"] * times}
            for s in answers["sources"]
        ]
        return answers | {"sources": sources}
    if what == "users":
        uses = [use | {"users": use["users"] * times} for use in answers["use_cases"]]
        people = answers["concurrent_users"] * times
        return answers | {"use_cases": uses, "concurrent_users": people}
    return answers | {what: answers[what] * times}


def rung_of(design: Design, need: str) -> int:
    """How high on its ladder what serves a need stands."""
    choice = design.choices[need]
    return [rung.id for rung in choice.ladder.rungs].index(choice.rung.id)


def dearer_without_a_word(here: Design, there: Design) -> bool:
    """Whether a design costs more than another that is made for more, and does not say why.

    Its notes name each choice, way of reading a source or pattern in which the two differ and
    that would cost less, and what this saves in all. Where only some of the sources that
    a note is about are read otherwise, it need not come to the same.
    """
    drop = total(here) - total(there)
    if drop <= TOLD or total(here) < WORTH_TRYING:
        return False
    if not all(choice.technology.priced for choice in there.choices.values()):
        return False  # its notes say that its amounts are not all
    titles = {
        lowered(choice.ladder.title)
        for need, choice in here.choices.items()
        if need not in there.choices or there.choices[need].technology is not choice.technology
    }
    moved = [n for n, method in here.methods.items() if method.name != there.methods[n].name]
    opened = here.pattern.ids != there.pattern.ids
    said = Decimal(0)
    for note in cost(here).notes:
        about_sources = "instead of read in batches" in note and any(n in note for n in moved)
        if about_sources and not note.startswith(f"{listed(moved)} "):
            return False
        about_tool = any(f" as {title} would cost " in note for title in titles)
        about_tables = opened and note.startswith("open tables")
        if (about_sources or about_tool or about_tables) and (found := SAVED.search(note)):
            said += Decimal(found[1].replace(",", ""))
    return drop > said + TOLD


LOADS = st.sampled_from(["data", "users", "peak_events", "documents"])


@settings(QUICK, max_examples=60)
@given(platforms(), st.sampled_from([2, 10, 100]), LOADS)
def test_more_load_never_yields_a_smaller_rung(
    answers: dict[str, Any], times: int, what: str
) -> None:
    less, more = designed(answers), designed(more_load(answers, times, what))
    # Events that have become too many for files go through a log: batches then carry less.
    streamed = any(
        method.name == "batch" and more.methods[name].name != "batch"
        for name, method in less.methods.items()
    )
    for need in set(less.choices) & set(more.choices):
        if rung_of(more, need) < rung_of(less, need):
            if need == "batch_ingestion" and streamed:
                continue
            assert lower_with_a_reason(less, more, need), need


def lower_with_a_reason(less: Design, more: Design, need: str) -> bool:
    """Whether it is said why a need is served from a lower rung where more is asked.

    What has climbed for another need may serve this one as well, or what stands beside it; and
    where the lower rung was too dear for what it did, it may be worth its price with more.
    """
    choice = more.choices[need]
    others = [one for other, one in more.choices.items() if other != need]
    for one in others:
        title = lowered(one.ladder.title)
        if one.technology is choice.technology and title in choice.why:
            return True
        beside = f"works beside {one.technology.name}"
        if one.technology.id in choice.technology.beside and beside in choice.why:
            return True
    dear = "; ".join((*less.choices[need].dear, less.pattern.why))
    return f"{choice.technology.name} would cost" in dear


@settings(QUICK, max_examples=60)
@given(platforms(), st.sampled_from([2, 10, 100]), LOADS)
def test_where_more_load_costs_less_the_smaller_design_says_so(
    answers: dict[str, Any], times: int, what: str
) -> None:
    assert not dearer_without_a_word(designed(answers), designed(more_load(answers, times, what)))


LOOSER: dict[str, tuple[Any, Any]] = {
    "environments": ("three", "one"),
    "private_network": (True, False),
    "raw_retention": (790 * DAY, 395 * DAY),
    "curated_retention": (1460 * DAY, 730 * DAY),
    "rpo": (3600.0, 7.0 * DAY),
    "rto": (3600.0, 7.0 * DAY),
    "history_needed": (395 * DAY, 90 * DAY),
    "api_latency": (0.05, 2.0),
    "dashboard_latency": (1.0, 10.0),
    "replay_window": (14.0 * DAY, 1.0 * DAY),
    "region": ("several", "us"),
}


@settings(QUICK, max_examples=80)
@given(platforms(), st.sampled_from(sorted(LOOSER)))
def test_a_looser_requirement_never_costs_more(answers: dict[str, Any], name: str) -> None:
    strict, loose = LOOSER[name]
    asked, cheap = designed(answers | {name: strict}), designed(answers | {name: loose})
    assert not dearer_without_a_word(cheap, asked), name


@settings(QUICK, max_examples=60)
@given(platforms(), st.sampled_from([4, 24]))
def test_staler_data_never_costs_more(answers: dict[str, Any], times: int) -> None:
    loose = answers | {
        table: [one | {"freshness": one["freshness"] * times} for one in answers[table]]
        for table in ("sources", "use_cases")
    }
    assert not dearer_without_a_word(designed(loose), designed(answers))


#: Answers that are left out, each with what is then assumed.
GAPS = (
    "growth", "history_needed", "raw_retention", "curated_retention", "concurrent_users",
    "busy_hours", "documents", "api_rate", "peak_factor",
)  # fmt: skip


@settings(QUICK, max_examples=60)
@given(platforms(), st.lists(st.sampled_from(GAPS), min_size=1, unique=True), st.booleans())
def test_unknown_widens_and_never_narrows(
    answers: dict[str, Any], gaps: list[str], sized: bool
) -> None:
    if not sized:
        asked = ("volume", "daily_volume")
        bare = [{k: v for k, v in one.items() if k not in asked} for one in answers["sources"]]
        answers = answers | {"sources": bare}
    name = gaps[0]
    open_answers = {key: value for key, value in answers.items() if key not in gaps}
    needs = resolve(Answers.model_validate(open_answers), CATALOGUE)
    field = {"history_needed": "history"}.get(name, name)
    assumed = getattr(needs, field)
    known = resolve(Answers.model_validate(open_answers | {name: assumed}), CATALOGUE)
    assume(getattr(known, field) == assumed)
    wide, narrow = cost(decide(needs, CATALOGUE)), cost(decide(known, CATALOGUE))
    assert wide.low <= narrow.low + ROUNDING
    assert wide.high >= narrow.high - ROUNDING


@settings(QUICK, max_examples=40)
@given(platforms())
def test_unknown_volumes_widen(answers: dict[str, Any]) -> None:
    sure = estimated(answers)
    unsure = {"volume": "estimate", "daily_volume": "estimate"}
    guessed = [one | {"unsure": unsure} for one in answers["sources"]]
    wide = estimated(answers | {"sources": guessed})
    assert wide.total == sure.total
    assert wide.low <= sure.low + ROUNDING
    assert wide.high >= sure.high - ROUNDING


@settings(QUICK, max_examples=40)
@given(platforms(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(answers: dict[str, Any], random: Any) -> None:
    mixed = dict(answers)
    for table in ("sources", "use_cases"):
        records = list(answers[table])
        random.shuffle(records)
        mixed[table] = records
    one, other = designed(answers), designed(mixed)
    assert {n: c.technology.id for n, c in one.choices.items()} == {
        n: c.technology.id for n, c in other.choices.items()
    }
    first, second = cost(one), cost(other)
    assert (first.low, first.total, first.high) == (second.low, second.total, second.high)
    assert sorted(u.amount for u in first.use_cases) == sorted(u.amount for u in second.use_cases)


@settings(QUICK, max_examples=40)
@given(platforms())
def test_use_cases_share_the_whole_total(answers: dict[str, Any]) -> None:
    found = estimated(answers)
    assert sum((use.amount for use in found.use_cases), Decimal(0)) == found.total
    assert all(use.own <= use.amount for use in found.use_cases)


PROGRAM = """
from data_platform.advisor import design
from data_platform.blueprint.render import render
from data_platform.catalog import load_catalogue
from data_platform.interview.answers import Answers
answers = Answers.model_validate({answers!r})
print(render(design(answers, load_catalogue()), form="json"))
"""


def test_the_same_answers_give_the_same_bytes_in_a_fresh_process() -> None:
    answers = {
        "platform_name": "it",
        "sources": [
            {"name": f"s{n}", "kind": KINDS[n % len(KINDS)], "volume": 10**9 * (n + 1)}
            for n in range(9)
        ],
        "use_cases": [{"name": "a", "workload": "bi"}, {"name": "b", "workload": "rag"}],
    }
    program = PROGRAM.format(answers=answers)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000
