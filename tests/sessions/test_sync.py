"""Two programs on one session: neither loses an answer silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry, Notebook
from data_platform.sessions import answer_store, history, versions
from data_platform.sessions.saver import Saver
from data_platform.sessions.store import Store, open_notebook
from data_platform.sessions.sync import Rival, open_rivals, three_way


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Store, Store, int]]:
    """Two programs with the same file open, and a session in it."""
    with (
        closing(Store.open(tmp_path / "s.db")) as one,
        closing(Store.open(tmp_path / "s.db")) as other,
    ):
        yield one, other, one.create("acme").id


def saver_of(notebook: Notebook) -> Saver:
    assert isinstance(notebook.listener, Saver)
    return notebook.listener


def test_each_keeps_what_the_other_said(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    mine.set("growth", "60 %")
    theirs.set("budget", "$900")
    mine.set("cloud", "aws")
    expected = {"growth": Entry("60 %"), "budget": Entry("$900"), "cloud": Entry("aws")}
    assert one.entries(session) == mine.entries == expected
    assert other.rivals(session) == []
    assert not saver_of(mine).look()
    assert saver_of(theirs).look()
    assert theirs.entries == expected


def test_what_the_other_did_is_told_once(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    told: list[tuple[list[str], list[str]]] = []
    saver_of(theirs).on_news = lambda keys, conflicts: told.append((keys, conflicts))
    assert not other.changed_outside()  # since it opened the session
    mine.set("growth", "60 %")
    assert other.changed_outside()
    assert not other.changed_outside()
    assert saver_of(theirs).look()
    assert told == [(["growth"], [])]
    theirs.set("growth", "70 %")  # knowing the other's answer: no conflict
    assert other.rivals(session) == []


def test_the_same_answer_with_two_values_is_kept_with_both(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    told: list[list[str]] = []
    saver_of(theirs).on_news = lambda keys, conflicts: told.append(conflicts)
    mine.set("growth", "60 %")
    theirs.set("growth", "70 %")
    assert told == [["growth"]]
    assert other.entries(session) == {"growth": Entry("70 %")}
    [rival] = one.rivals(session)
    assert (rival.key, rival.entry) == ("growth", Entry("60 %"))
    assert rival.who
    assert saver_of(mine).look()
    assert mine.entries == theirs.entries
    other.settle(session, "growth", Entry("70 %"), other.rivals(session))
    assert one.open_rivals(session) == {}
    assert one.rivals(session)  # what was said is kept


def test_two_who_say_the_same_are_no_conflict(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    mine.set("growth", "60 %")
    theirs.set("growth", "60 %")
    assert one.rivals(session) == []
    assert one.entries(session) == {"growth": Entry("60 %")}


def test_undo_takes_back_the_last_of_both(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    mine.set("growth", "60 %")
    theirs.set("cloud", "aws")
    saver_of(mine).look()
    mine.undo()
    assert mine.entries == {"growth": Entry("60 %")}
    mine.undo()
    assert mine.entries == {}
    assert mine.undo() == []
    mine.redo()
    mine.redo()
    assert one.entries(session) == {"growth": Entry("60 %"), "cloud": Entry("aws")}
    assert replayed(one.history(session)) == one.entries(session)


def test_records_of_both_are_kept(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    first = mine.add("sources", values={"name": "shop"})
    saver_of(theirs).look()
    second = mine.add("sources", values={"name": "crm"})
    third = theirs.add("sources", after=first, values={"name": "web"})
    saver_of(mine).look()
    assert set(mine.records("sources")) == {first, second, third}
    assert mine.entries == theirs.entries == one.entries(session)


def test_who_edits_a_record_wins_over_who_removes_it(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    rid = mine.add("sources", values={"name": "shop", "volume": "1 TB"})
    saver_of(theirs).look()
    mine.remove("sources", rid)
    theirs.set(f"sources/{rid}/volume", "2 TB")
    saver_of(mine).look()
    assert mine.records("sources") == [rid]
    assert mine.text(f"sources/{rid}/name") == "shop"
    assert mine.text(f"sources/{rid}/volume") == "2 TB"


def test_an_answer_that_is_being_typed_is_not_replaced(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    theirs.set("growth", "6")
    saver_of(mine).look()
    saver_of(theirs).held = lambda: "growth"
    mine.pause()
    mine.set("growth", "70 %")
    saver_of(theirs).look()
    theirs.set("growth", "60 %")
    assert theirs.text("growth") == "60 %"
    assert [rival.entry for rival in one.rivals(session)] == [Entry("70 %")]


def test_a_change_that_waits_meets_what_was_stored_meanwhile(
    two: tuple[Store, Store, int],
) -> None:
    one, other, session = two
    problems: list[Any] = []
    mine = open_notebook(one, session, problems.append)
    theirs = open_notebook(other, session)
    saver = saver_of(mine)
    with closing(Store.open(one.path)) as third:
        one._conn.execute("PRAGMA busy_timeout = 1")
        third._conn.execute("BEGIN IMMEDIATE")
        mine.set("growth", "60 %")
        assert problems
        third._conn.execute("ROLLBACK")
    theirs.set("budget", "$900")
    assert saver.flush()
    assert one.entries(session) == {"budget": Entry("$900"), "growth": Entry("60 %")}


def test_one_who_says_something_else_again_has_one_voice(
    two: tuple[Store, Store, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two type into one field at once, and each part is stored."""
    one, other, session = two

    def at(name: str) -> None:
        for module in (answer_store, history):
            monkeypatch.setattr(module, "who", lambda: name)

    mine, theirs = open_notebook(one, session), open_notebook(other, session)
    for letters in ("6", "60", "60 %"):
        at("ana")
        mine.set("growth", letters)
        at("ben")
        theirs.set("growth", letters.replace("6", "7"))
    assert one.entries(session) == {"growth": Entry("70 %")}
    assert [(r.who, r.entry) for r in one.rivals(session)] == [("ana", Entry("60 %"))]


def test_how_sure_a_list_is_outlives_a_meeting(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    mine = open_notebook(one, session)
    mine.add("sources", values={"name": "shop"})
    mine.mark("sources", "unknown")
    theirs = open_notebook(other, session)
    mine.set("growth", "60 %")
    theirs.set("budget", "$900")
    assert theirs.entries["sources"].certainty == "unknown"
    assert one.entries(session) == theirs.entries


# -- picking one ---------------------------------------------------------------------


def test_a_pick_that_is_undone_opens_the_question_anew() -> None:
    rival = Rival("growth", "ana", Entry("40 %"), settled=(Entry("60 %"), Entry("40 %")))
    other = Rival("growth", "bob", Entry("50 %"), settled=(Entry("60 %"), Entry("40 %")))
    assert open_rivals([rival, other], {"growth": Entry("40 %")}) == {}
    assert open_rivals([rival, other], {"growth": Entry("60 %")}) == {"growth": [rival, other]}
    assert open_rivals([rival, other], {"growth": Entry("80 %")}) == {}  # said later


def test_what_was_kept_as_it_stood_stays_settled() -> None:
    rival = Rival("growth", "ana", Entry("40 %"), settled=(Entry("60 %"), Entry("60 %")))
    for stands in ("60 %", "80 %"):
        assert open_rivals([rival], {"growth": Entry(stands)}) == {}


def test_a_rival_of_a_record_that_is_gone_is_not_asked_about() -> None:
    rival = Rival("sources/r1/name", "ana", Entry("x"))
    assert open_rivals([rival], {}) == {}
    assert open_rivals([rival], {"sources": Entry(["r1"])}) == {"sources/r1/name": [rival]}


def test_who_picks_settles_only_what_was_seen(two: tuple[Store, Store, int]) -> None:
    one, other, session = two
    one.save(session, [], rivals=[Rival("growth", "ana", Entry("20 %"))])
    seen = one.rivals(session)
    other.save(session, [], rivals=[Rival("growth", "ana", Entry("77 %"))])
    one.settle(session, "growth", Entry("20 %"), seen)
    assert [rival.entry for rival in one.open_rivals(session)["growth"]] == [Entry("77 %")]


def test_typing_on_after_a_version_is_a_step_of_its_own(two: tuple[Store, Store, int]) -> None:
    one, _, session = two
    book = open_notebook(one, session)
    book.set("platform_name", "A")
    version = versions.keep(one, session, "v1")
    book.set("platform_name", "Acme two")
    assert replayed(one.history(session), version.step) == version.entries
    assert replayed(one.history(session)) == one.entries(session)


# -- the rule itself -----------------------------------------------------------------

_KEYS = ("growth", "budget", "cloud")
_PLAIN = st.dictionaries(
    st.sampled_from(_KEYS), st.sampled_from([Entry("1"), Entry("2"), Entry("3")])
)


@st.composite
def _sides(draw: st.DrawFn) -> dict[str, Entry]:
    entries = draw(_PLAIN)
    rids = draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True))
    if rids:
        entries["sources"] = Entry(rids, draw(st.sampled_from(["known", "unknown"])))
    for rid in rids:
        if draw(st.booleans()):
            entries[f"sources/{rid}/name"] = Entry(draw(st.sampled_from(["x", "y"])))
    return entries


@given(_sides(), _sides(), _sides())
def test_no_answer_goes_without_a_trace(
    base: dict[str, Entry], theirs: dict[str, Entry], mine: dict[str, Entry]
) -> None:
    met = three_way(base, theirs, mine)
    for key, entry in mine.items():
        if "/" not in key and key != "sources" and base.get(key) != entry:
            assert met.entries[key] == entry  # what was said here stands
    for key, entry in theirs.items():
        if "/" not in key and key != "sources" and base.get(key) != entry:
            assert met.entries[key] == entry or key in met.conflicts
    # Every record that is listed has its fields, and no field is without its record.
    listed = met.entries["sources"].value if "sources" in met.entries else []
    assert len(set(listed)) == len(listed)
    for key in met.entries:
        if "/" in key:
            assert key.split("/")[1] in listed
    was = base.get("sources", Entry([])).value
    for side in (mine, theirs):
        for rid in side.get("sources", Entry([])).value:
            assert rid in was or rid in listed  # what was added is there


@given(_sides(), _sides())
def test_one_side_alone_is_taken_as_it_is(base: dict[str, Entry], other: dict[str, Entry]) -> None:
    assert three_way(base, other, base).entries == other
    assert three_way(base, base, other).entries == other
    assert three_way(base, other, other).entries == other
