from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_sessions import notebooks

from data_platform.interview.answer_file import read_answers
from data_platform.interview.meaning import meaning
from data_platform.interview.merge import Merged, Voice, merge
from data_platform.interview.notebook import Entry, Notebook
from data_platform.interview.session_document import tidy


def voices(*texts: str) -> list[Voice]:
    names = ("Ana", "Ben", "Cleo")
    return [Voice(who, read_answers(text)) for who, text in zip(names, texts, strict=False)]


def conflicting(merged: Merged) -> dict[str, list[tuple[str, str]]]:
    return {c.key: [(said.who, said.shown) for said in c.said] for c in merged.conflicts}


def settled(merged: Merged) -> dict[str, tuple[str, str, str]]:
    return {s.key: (s.taken.who, s.others[0].who, s.why) for s in merged.settled}


def test_what_agrees_or_only_one_said_is_taken() -> None:
    merged = merge(
        voices("growth: 60%\ncloud: aws", "growth: 60 %\nbudget: $900\ncompliance: [gdpr, pci]",
               "compliance: [pci, gdpr]\nbudget: 900 USD")
    )  # fmt: skip
    assert (merged.conflicts, merged.settled) == ([], [])
    assert merged.entries == {
        "growth": Entry("60%"),
        "cloud": Entry("aws"),
        "budget": Entry("$900"),
        "compliance": Entry(["gdpr", "pci"]),
    }


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        ("60 %", "{estimate: 70 %}", "known over an estimate"),
        ("60 %", "{estimate: 60 %}", "known over an estimate"),
        ("60 %", "unknown", "known over not known"),
        ("{estimate: 60 %}", "{assumed: 70 %}", "an estimate over assumed"),
        ("{assumed: 60 %}", "unknown", "assumed over not known"),
        ("{assumed: 60 %}", "{draft: sixty}", "assumed over a draft that is wrong"),
        ("{draft: sixty}", "unknown", "a draft that is wrong over not known"),
    ],
)
def test_who_is_surer_wins_and_it_is_told(better: str, worse: str, why: str) -> None:
    one, other = voices(f"growth: {worse}", f"growth: {better}")
    merged = merge([one, other])
    assert merged.entries == other.notebook.entries
    assert merged.conflicts == []
    assert settled(merged) == {"growth": ("Ben", "Ana", why)}
    assert merged.settled[0].label == "Growth"
    assert merge([other, one]).entries == merged.entries


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("growth: 60 %", "growth: 70 %", ["60 %", "70 %"]),
        ("growth: {estimate: 60 %}", "growth: {estimate: 70 %}", ["60 %", "70 %"]),
        ("growth: {draft: sixty}", "growth: {draft: lots}", ["sixty", "lots"]),
        ("growth: {draft: sixty}", "growth: {estimate: {draft: lots}}", ["sixty", "lots"]),
        ("compliance: [gdpr]", "compliance: [gdpr, pci]", ["GDPR", "GDPR, PCI DSS"]),
        ("cost_owner: Ana", "cost_owner: ana", ["Ana", "ana"]),
    ],
)
def test_two_values_of_the_same_certainty_conflict(one: str, other: str, shown: list[str]) -> None:
    merged = merge(voices(one, other))
    [conflict] = merged.conflicts
    assert [said.shown for said in conflict.said] == shown
    assert merged.entries[conflict.key] == conflict.said[0].entry
    assert merged.settled == []


def test_the_preferred_one_settles_conflicts_where_it_said_something() -> None:
    three = voices(
        "growth: 60 %\nrpo: 1 day", "growth: 70 %\nrpo: 2 days", "growth: {estimate: 65 %}"
    )
    merged = merge(three)
    assert conflicting(merged) == {
        "growth": [("Ana", "60 %"), ("Ben", "70 %"), ("Cleo", "65 %")],
        "rpo": [("Ana", "1 day"), ("Ben", "2 days")],
    }
    merged = merge(three, prefer="cleo")
    assert merged.entries["growth"] == Entry("65 %", "estimate")
    assert settled(merged) == {"growth": ("Cleo", "Ana", "Cleo is preferred")}
    assert list(conflicting(merged)) == ["rpo"]
    assert merge(three, prefer="Bem").entries["rpo"] == Entry("2 days")
    with pytest.raises(ValueError, match="nobody is called “Dora”; there are: Ana, Ben, Cleo"):
        merge(three, prefer="Dora")


def test_preferred_does_not_beat_who_is_surer() -> None:
    two = voices("growth: 60 %", "growth: {estimate: 70 %}")
    assert merge(two, prefer="Ben").entries["growth"] == Entry("60 %")


def test_records_meet_by_name_and_all_are_kept() -> None:
    merged = merge(
        voices(
            "sources: [{name: Shop_DB, volume: 5 GB}, {name: crm}]",
            "sources: [{name: crm, pii: 'yes'}, {name: hr}, {name: shop_db, volume: 6 GB}]",
        )
    )
    book = Notebook(merged.entries)
    assert [s.name for s in book.answers().sources] == ["Shop_DB", "crm", "hr"]
    assert book.answers().sources[1].pii is True
    [conflict] = merged.conflicts
    assert conflict.label == "Shop_DB › Volume"
    assert book.text(conflict.key) == "5 GB"


def test_records_without_a_name_meet_by_position() -> None:
    merged = merge(
        voices("sources: [{name: a}, {volume: 5 GB}]", "sources: [{pii: 'no'}, {pii: 'yes'}]")
    )
    sources = Notebook(merged.entries).answers().sources
    assert [(s.name, s.volume, s.pii) for s in sources] == [
        (None, None, False),
        ("a", None, None),
        (None, 5 * 10**9, True),
    ]


def test_records_are_known_better_than_a_list_that_is_unknown() -> None:
    merged = merge(voices("sources: unknown", "sources: [{name: a}]"))
    assert Notebook(merged.entries).answers().sources[0].name == "a"
    assert settled(merged) == {"sources": ("Ben", "Ana", "known over not known")}
    both = merge(voices("sources: unknown", "sources: unknown"))
    assert both.entries == {"sources": Entry("", "unknown")}


@given(notebooks())
def test_one_voice_alone_is_the_identity(book: Notebook) -> None:
    merged = merge([Voice("Ana", book)])
    assert merged.entries == tidy_but_raw(book)
    assert (merged.settled, merged.conflicts) == ([], [])


@given(notebooks())
def test_a_thing_and_itself_have_no_conflict(book: Notebook) -> None:
    merged = merge([Voice("Ana", book), Voice("Ben", book)])
    assert merged.entries == tidy_but_raw(book)
    assert (merged.settled, merged.conflicts) == ([], [])


def tidy_but_raw(book: Notebook) -> dict[str, Entry]:
    """What is there, as it was typed."""
    there = tidy({key: Entry("x") if "/" in key else entry for key, entry in book.entries.items()})
    return {key: book.entries[key] for key in book.entries if key in there or "/" not in key}


@given(st.lists(notebooks(most=10), min_size=2, max_size=3))
def test_the_order_of_voices_changes_neither_what_agrees_nor_what_conflicts(
    books: list[Notebook],
) -> None:
    said = [Voice(str(number), book) for number, book in enumerate(books)]
    first = outcome(merge(said))
    for order in permutations(said):
        assert outcome(merge(order)) == first


def outcome(merged: Merged) -> Any:
    """What does not depend on who speaks first."""
    conflicts = {c.key: {(said.who, said.shown) for said in c.said} for c in merged.conflicts}
    taken = {
        key: (entry.certainty, meaning(key, entry))
        for key, entry in merged.entries.items()
        if key not in conflicts and not key.endswith(("/name", "/need"))
    }
    for key, entry in merged.entries.items():
        if isinstance(entry.value, list) and "/" not in key and "order" in str(meaning(key, entry)):
            taken[key] = (entry.certainty, frozenset(entry.value))
    others = {s.key: (s.why, {said.who for said in s.others}) for s in merged.settled}
    return conflicts, taken, set(others)
