"""History, undo and redo, answers and versions of a session by commands."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from data_platform.interview.notebook import Entry
from data_platform.sessions import versions
from data_platform.sessions.store import Store, open_notebook
from data_platform.sessions.sync import Rival

Run = Callable[..., Result]

ANSWERS = """\
platform_name: harbor
growth: 60 %
sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB}
"""


@pytest.fixture
def acme(run: Run, path: Path) -> Callable[[], dict[str, Entry]]:
    """A session acme; its stored answers when called."""
    run("new", "acme", "--answers", "-", stdin=ANSWERS)

    def entries() -> dict[str, Entry]:
        store = Store.open(path)
        return store.entries(store.find("acme").id)

    return entries


Entries = Callable[[], dict[str, Entry]]


# -- answer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key", "entry"),
    [
        ("growth=70 %", "growth", Entry("70 %")),
        ("growth = 70 %", "growth", Entry("70 %")),
        ("growth=estimate:70 %", "growth", Entry("70 %", "estimate")),
        ("growth=unknown", "growth", Entry("", "unknown")),
        ("growth=estimate:unknown", "growth", Entry("", "unknown")),
        ("growth=", "growth", None),
        ("budget=5000", "budget", Entry("5000")),
        ("platform_name=text:unknown", "platform_name", Entry("unknown")),
        ("platform_name=a=b", "platform_name", Entry("a=b")),
        ("cloud=AWS", "cloud", Entry("aws")),
        ("sources.shop_db.volume=2 TB", "sources/r1/volume", Entry("2 TB")),
        ("sources.SHOP_DB.volume=2 TB", "sources/r1/volume", Entry("2 TB")),
        ("sources[1].volume=2 TB", "sources/r1/volume", Entry("2 TB")),
        ("sources[1].defects=missing, duplicates", None, Entry(["duplicates", "missing"])),
    ],
)
def test_an_answer_is_stored(
    run: Run, acme: Entries, written: str, key: str | None, entry: Entry | None
) -> None:
    before = acme()
    result = run("answer", "acme", written)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    key = key or "sources/r1/defects"
    assert acme().get(key) == entry
    assert {k: e for k, e in acme().items() if k != key} == {
        k: e for k, e in before.items() if k != key
    }
    assert result.stderr.strip()


def test_records_come_and_go_by_name(run: Run, acme: Entries) -> None:
    run("answer", "acme", "sources+=crm.old", "sources.crm.old.volume=2 TB")
    first, second = acme()["sources"].value
    assert first == "r1"
    assert acme()[f"sources/{second}/name"] == Entry("crm.old")
    assert acme()[f"sources/{second}/volume"] == Entry("2 TB")
    result = run("answer", "acme", "sources-=shop_db")
    assert "shop_db removed" in result.stderr
    assert acme()["sources"] == Entry([second])
    assert not [key for key in acme() if key.startswith("sources/r1/")]
    run("answer", "acme", "sources=")
    assert not [key for key in acme() if key.startswith("sources")]
    run("answer", "acme", "sources=unknown")
    assert acme()["sources"] == Entry("", "unknown")
    run("answer", "acme", "sources+=crm")
    assert len(acme()["sources"].value) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("grwth=3", "grwth: unknown key; did you mean growth?"),
        ("growth=sixty", "growth: no number in “sixty”; write it like 60 %"),
        ("sources.shop_bd.volume=3 GB", "sources has no “shop_bd”; did you mean shop_db?"),
        ("sources.shop_db.volum=3 GB", "unknown key; did you mean volume?"),
        ("sources.shop_db=3 GB", "say which field"),
        ("sources[1]=3 GB", "say which field; like sources.shop_db."),
        ("sources.=3 GB", "say which field"),
        ("GROWHT=3", "did you mean growth?"),
        ("sources[2].volume=3 GB", "sources has 1 record"),
        ("sources[1].kind=postgre", "did you mean postgresql?"),
        ("sources=crm", "a list of records; sources+=NAME adds one"),
        ("sources=unknown", "it has 1 record"),
        ("sources+=Shop_DB", "there is “Shop_DB” already"),
        ("sources+=", "say what it is called"),
        ("sources-=crm", "sources has no “crm”"),
        ("growth+=3", "+= is for lists"),
        ("growth.x=3", "growth is one answer"),
        ("growth", "is no KEY=VALUE"),
        ("=3", "is no KEY=VALUE"),
    ],
)
def test_nothing_is_stored_unless_all_is_right(
    run: Run, acme: Entries, path: Path, written: str, said: str
) -> None:
    before, steps = acme(), len(Store.open(path).history(1))
    result = run("answer", "acme", "budget=5000", written)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert "nothing was stored, there is 1 mistake" in result.stderr
    assert acme() == before
    assert len(Store.open(path).history(1)) == steps


def test_every_mistake_is_named(run: Run, acme: Entries) -> None:
    result = run("answer", "acme", "grwth=3", "growth=sixty")
    assert "2 mistakes" in result.stderr
    assert "grwth" in result.stderr
    assert "sixty" in result.stderr


def test_two_records_of_a_name_go_by_their_place(run: Run, path: Path) -> None:
    run("new", "twins", "--answers", "-", stdin="sources: [{name: a}, {name: a}]")
    result = run("answer", "twins", "sources.a.volume=3 GB")
    assert "write sources[1] or sources[2]" in result.stderr
    assert run("answer", "twins", "sources[2].volume=3 GB").exit_code == 0


def test_answers_given_together_are_one_step(run: Run, acme: Entries) -> None:
    before = acme()
    run("answer", "acme", "growth=70 %", "sources+=crm", "sources.crm.volume=2 TB", "budget=9000")
    after = acme()
    undone = run("undo", "acme")
    assert "Took back: Growth: 60 % -> 70 %\n" in undone.stderr
    assert "Took back: Sources: crm added (Volume: 2 TB)\n" in undone.stderr
    assert acme() == before
    assert run("redo", "acme").stderr == undone.stderr.replace("Took back", "Did again")
    assert acme() == after


def test_what_is_so_already_is_no_step(run: Run, acme: Entries, path: Path) -> None:
    assert "says so already" in run("answer", "acme", "growth=60 %").stderr
    assert len(Store.open(path).history(1)) == 1


# -- undo and redo ------------------------------------------------------------------


def test_several_steps_are_undone_and_redone(run: Run, acme: Entries) -> None:
    for value in ("70 %", "80 %", "90 %"):
        run("answer", "acme", f"growth={value}")
    assert run("undo", "--steps", "2").stderr.splitlines() == [
        "Took back: Growth: 80 % -> 90 %",
        "Took back: Growth: 70 % -> 80 %",
    ]
    assert acme()["growth"] == Entry("70 %")
    more = run("redo", "acme", "--steps", "5")
    assert acme()["growth"] == Entry("90 %")
    assert (more.exit_code, "nothing more to do again" in more.stderr) == (1, True)


def test_what_a_session_began_with_is_not_undone(run: Run, acme: Entries) -> None:
    before = acme()
    result = run("undo")
    assert (result.exit_code, "nothing to take back in acme" in result.stderr) == (1, True)
    assert run("redo").exit_code == 1
    assert acme() == before


@pytest.mark.parametrize("args", [["undo"], ["redo"], ["history"], ["versions"]])
def test_without_a_session_it_is_said_how_to_begin(run: Run, path: Path, args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, "data-platform new" in result.stderr) == (1, True)
    assert not path.exists()


# -- history ------------------------------------------------------------------------


@pytest.fixture
def in_tokyo() -> Iterator[None]:
    known = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if known is not None:
        os.environ["TZ"] = known
    time.tzset()


@pytest.mark.usefixtures("in_tokyo")
def test_history_is_told_by_day_in_local_time(run: Run, path: Path) -> None:
    at = datetime(2025, 3, 9, 14, 2, tzinfo=UTC)
    store = Store.open(path, now=lambda: at)
    book = open_notebook(store, store.create("acme", {"growth": Entry("60 %")}).id)
    at += timedelta(minutes=5)
    book.set("raw_retention", "90 days", typing=False)
    at += timedelta(hours=1)
    book.set("raw_retention", "13 months", typing=False)
    book.undo()
    book.set("budget", "5000", typing=False)
    assert run("history", "acme").stdout.splitlines() == [
        "Sunday, 9 March 2025",
        "  23:02  Began with 1 answer",
        "  23:07  Raw retention: 90 days",
        "",
        "Monday, 10 March 2025",
        "  00:07  Raw retention: 90 days -> 13 months (undone)",
        "  00:07  Took back: Raw retention: 90 days -> 13 months",
        "  00:07  Budget: $5,000",
    ]
    assert len(run("history", "--last", "1").stdout.splitlines()) == 2
    rows = json.loads(run("history", "--json").stdout)
    assert [row["kind"] for row in rows] == ["begin", "do", "do", "undo", "do"]
    assert [row["undone"] for row in rows] == [False, False, True, False, False]
    assert [row["of"] for row in rows] == [None, None, None, 3, None]
    assert rows[0]["changes"] == ["Growth: 60 %"]
    assert rows[0]["at"] == "2025-03-09T14:02:00+00:00"


def test_the_order_of_a_list_is_no_answer_to_begin_with(run: Run, acme: Entries) -> None:
    assert "Began with 5 answers" in run("history").stdout


def test_what_was_redone_is_not_marked(run: Run, acme: Entries) -> None:
    run("answer", "acme", "growth=70 %")
    run("undo")
    assert "(undone)" in run("history").stdout
    run("redo")
    assert "(undone)" not in run("history").stdout
    assert "Did again: Growth: 60 % -> 70 %" in run("history").stdout


def test_history_of_nothing(run: Run) -> None:
    run("new", "empty")
    result = run("history", "empty")
    assert (result.stdout, "Nothing was said" in result.stderr) == ("", True)
    assert json.loads(run("history", "empty", "--json").stdout) == []


# -- versions -----------------------------------------------------------------------


def test_versions_are_kept_listed_gone_back_to_and_dropped(
    run: Run, acme: Entries, path: Path
) -> None:
    assert "no version yet" in run("versions").stderr
    then = acme()
    assert "acme@v1" in run("versions", "acme", "--keep", "v1").stderr
    run("answer", "acme", "growth=70 %", "sources-=shop_db")
    now = acme()
    back = run("versions", "acme", "--back", "V1")
    assert "Growth: 70 % -> 60 %" in back.stderr
    assert acme() == then
    assert "already" in run("versions", "acme", "--back", "v1").stderr
    run("undo")
    assert acme() == now
    [row] = json.loads(run("versions", "--json").stdout)
    assert (row["name"], row["answers"], row["step"]) == ("v1", 5, 1)
    assert run("versions").stdout.splitlines()[1].split()[0] == "v1"
    assert run("versions", "--drop", "v1").exit_code == 0
    assert versions.versions(Store.open(path), 1) == []
    assert acme() == now


def test_versions_that_cannot_be(run: Run, acme: Entries) -> None:
    run("versions", "--keep", "draft")
    assert "already" in run("versions", "--keep", "DRAFT").stderr
    near = run("versions", "--back", "drft")
    assert (near.exit_code, "did you mean draft" in near.stderr) == (1, True)
    assert run("versions", "--keep", "a@b").exit_code == 1
    assert run("versions", "--keep", "x", "--drop", "draft").exit_code == 2
    assert run("versions", "--json", "--drop", "draft").exit_code == 2
    assert len(json.loads(run("versions", "--json").stdout)) == 1


def test_an_answer_settles_a_question_with_two(run: Run, path: Path) -> None:
    store = Store.open(path)
    entries = {"growth": Entry("60 %"), "budget": Entry("$900")}
    rivals = [Rival("growth", "finance", Entry("40 %")), Rival("budget", "dba", Entry("$1"))]
    session = store.create("acme", entries, rivals=rivals).id
    result = run("answer", "acme", "growth=40 %")
    assert "Settled: growth" in result.stderr
    assert list(store.open_rivals(session)) == ["budget"]
    run("answer", "acme", "budget=$900")  # what stands already
    assert store.open_rivals(session) == {}
