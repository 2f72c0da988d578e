"""The answers of several people brought together by a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from data_platform.interview.notebook import Entry
from data_platform.sessions.store import Store
from data_platform.sessions.sync import Rival

Run = Callable[..., Result]


@pytest.fixture
def team(path: Path) -> None:
    Path("finance.yaml").write_text(
        "author: finance\nbudget: $900\ngrowth: {estimate: 40 %}\n", "utf-8"
    )
    Path("dba.yaml").write_text(
        "budget: $1,200\ngrowth: 60 %\nsources: [{name: shop_db, volume: 2 TB}]\n", "utf-8"
    )


def test_a_merge_says_what_was_settled_and_what_contradicts(
    run: Run, path: Path, team: None
) -> None:
    result = run("merge", "finance.yaml", "dba.yaml", "--name", "acme")
    assert "- Growth: 60 % (dba; known over an estimate); finance: 40 %" in result.stdout
    assert "- Budget\n  finance: $900\n  dba: $1,200\n" in result.stdout
    store = Store.open(path)
    session = store.find("acme").id
    assert store.entries(session)["budget"] == Entry("$900")
    assert {(one.key, one.who) for one in store.rivals(session)} == {
        ("budget", "finance"),
        ("budget", "dba"),
    }


def test_prefer_settles_it(run: Run, path: Path, team: None) -> None:
    result = run("merge", "finance.yaml", "dba.yaml", "--name", "acme", "--prefer", "dba")
    assert "Contradicting" not in result.stdout
    store = Store.open(path)
    assert store.entries(1)["budget"] == Entry("$1,200")
    assert store.rivals(1) == []
    wrong = run("merge", "finance.yaml", "dba.yaml", "--prefer", "zzz")
    assert wrong.exit_code == 2
    assert "dba" in wrong.stderr


def test_a_dry_run_stores_nothing(run: Run, path: Path, team: None) -> None:
    assert "Budget" in run("merge", "finance.yaml", "dba.yaml", "--dry-run").stdout
    assert not path.exists()


def test_two_files_of_one_name_are_two_voices(run: Run, path: Path, team: None) -> None:
    Path("x").mkdir()
    Path("x/dba.yaml").write_text("budget: $5\n", "utf-8")
    run("merge", "dba.yaml", "x/dba.yaml", "--name", "acme")
    rivals = Store.open(path).rivals(1)
    assert sorted(str(one.entry.value) for one in rivals) == ["$1,200", "$5"]


def test_a_merge_into_a_session_keeps_what_it_says(run: Run, path: Path, team: None) -> None:
    run(
        "new",
        "acme",
        "--answers",
        "-",
        stdin="cloud: aws\nbudget: $700\nsources: [{name: Shop_DB}]\n",
    )
    run("merge", "finance.yaml", "dba.yaml", "--into", "acme")
    store = Store.open(path)
    entries = store.entries(1)
    assert entries["cloud"] == Entry("aws")
    assert entries["budget"] == Entry("$700")
    assert {one.who for one in store.rivals(1)} == {"acme", "finance", "dba"}
    [rid] = entries["sources"].value
    assert entries[f"sources/{rid}/volume"] == Entry("2 TB")
    run("undo", "acme")
    assert "growth" not in Store.open(path).entries(1)


def rivals(path: Path, session: str) -> list[tuple[str, str]]:
    store = Store.open(path)
    found = store.open_rivals(store.find(session).id)
    return [(one.key, one.who) for ones in found.values() for one in ones]


def test_a_preference_settles_what_was_open(run: Run, path: Path, team: None) -> None:
    files = ("finance.yaml", "dba.yaml")
    run("merge", *files, "--name", "acme")
    assert rivals(path, "acme") == [("budget", "dba")]
    result = run("merge", *files, "--into", "acme", "--prefer", "dba")
    assert "- Budget: $1,200 (dba is preferred); acme: $900, finance: $900" in result.stdout
    assert "Open:" not in result.stderr
    assert rivals(path, "acme") == []
    assert Store.open(path).entries(1)["budget"] == Entry("$1,200")
    run("undo", "acme")
    assert rivals(path, "acme") == [("budget", "dba")]  # as it was before


def test_a_preference_settles_nothing_of_others(run: Run, path: Path, team: None) -> None:
    run("new", "acme", "--answers", "-", stdin="budget: $700\n")
    store = Store.open(path)
    store.save(1, [], rivals=[Rival("budget", "ana", Entry("$99"))])
    run("merge", "dba.yaml", "--into", "acme", "--prefer", "dba")
    assert rivals(path, "acme") == [("budget", "ana")]


def test_without_a_preference_what_was_open_stays_open(run: Run, path: Path, team: None) -> None:
    run("merge", "finance.yaml", "dba.yaml", "--name", "acme")
    Path("boss.yaml").write_text("cloud: gcp\n", "utf-8")
    run("merge", "boss.yaml", "--into", "acme", "--prefer", "boss")
    assert rivals(path, "acme") == [("budget", "dba")]


def test_a_session_with_open_answers_says_that_they_are_left(
    run: Run, path: Path, team: None
) -> None:
    run("merge", "finance.yaml", "dba.yaml", "--name", "acme")
    Path("boss.yaml").write_text("cloud: gcp\n", "utf-8")
    said = "Of acme, 1 answer had others beside"
    assert said in run("merge", "acme", "boss.yaml", "--name", "other").stderr
    assert said not in run("merge", "acme", "boss.yaml", "--into", "acme").stderr


@pytest.mark.parametrize("named", ["acme", "1", "ac"])
def test_a_session_speaks_once_however_it_is_named(
    run: Run, path: Path, team: None, named: str
) -> None:
    run("new", "acme", "--answers", "-", stdin="budget: $700\n")
    result = run("merge", named, "dba.yaml", "--into", "acme", "--dry-run")
    assert "- Budget\n  acme: $700\n  dba: $1,200\n" in result.stdout
    assert result.stdout.count("acme") == 2
    assert Store.open(path).entries(1) == {"budget": Entry("$700")}


def test_a_session_with_a_slash_in_its_name_can_speak(run: Run, path: Path, team: None) -> None:
    run("merge", "finance.yaml", "--name", "x/acme.yaml")
    result = run("merge", "x/acme.yaml", "dba.yaml", "--into", "x/acme.yaml")
    assert (result.exit_code, "x/acme.yaml: $900" in result.stdout) == (0, True)
    assert "no such file" in run("merge", "x/other.yaml").stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "FILE|SESSION"),
        (["nope.yaml"], 1, "nope.yaml cannot be read"),
        (["nobody"], 1, "no session “nobody”"),
        (["dba.yaml", "--into", "nobody", "--dry-run"], 1, "no session “nobody”"),
        (["dba.yaml", "--into", "a", "--name", "b"], 2, "not both"),
        (["dba.yaml", "--prefer", "zzz"], 2, "there are: dba"),
        (["dba.yaml", "bad.yaml"], 1, "growht: unknown key; did you mean growth"),
    ],
)
def test_a_merge_that_cannot_be_stores_nothing(
    run: Run, path: Path, team: None, args: list[str], code: int, said: str
) -> None:
    Path("bad.yaml").write_text("growht: 60 %\n", "utf-8")
    result = run("merge", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert not path.exists()


def test_three_files_one_of_them_from_stdin(run: Run, path: Path, team: None) -> None:
    result = run("merge", "finance.yaml", "-", "dba.yaml", stdin="author: Ana\ncloud: aws\n")
    assert "taken as finance, Ana, dba say" in result.stdout
    assert "Stored as session platform-1" in result.stderr
    assert Store.open(path).entries(1)["cloud"] == Entry("aws")
