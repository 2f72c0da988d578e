"""Several programs that say something in one session at the same time: real processes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from data_platform.interview.history import replayed
from data_platform.interview.notebook import Entry, Notebook
from data_platform.sessions import versions
from data_platform.sessions.errors import BadName, NoSuchSession, NoSuchVersion
from data_platform.sessions.store import Store, open_notebook

DEEDS = ["say", "say", "choose", "add", "add", "remove", "edit", "edit", "move", "unknown"]
NAMES = ["acme", "ACME", "Straße", "STRASSE", "caf\u00e9", "cafe\u0301", "'; --", "[b]x[/]", "../x"]


def deed(book: Notebook, chance: random.Random, word: str) -> str:
    """Do something; returns the answer that was given, which nobody else gives."""
    rids = book.records("sources")
    match chance.choice([*DEEDS, "undo", "redo"]):
        case "say":
            book.set(chance.choice(["growth", "budget", "platform_name"]), word, typing=False)
        case "choose":
            book.set("cloud", chance.choice(["aws", "gcp", "azure"]))
            return ""
        case "add" if len(rids) < 9:
            book.add("sources", values={"name": word})
        case "edit" if rids:
            book.set(f"sources/{chance.choice(rids)}/volume", word, typing=False)
        case "remove" if rids:
            book.remove("sources", chance.choice(rids))
            return ""
        case "move" if rids:
            book.move("sources", chance.choice(rids), chance.choice([-1, 1]))
            return ""
        case "unknown":
            book.mark("growth", "unknown")
            return ""
        case "undo":
            book.undo()
            return ""
        case "redo":
            book.redo()
            return ""
        case _:
            return ""
    return word


def answer(path: str, who: int, steps: int) -> list[str]:
    """What one program does to the answers; all that it said."""
    chance = random.Random(who)
    with closing(Store.open(path)) as store:
        book = open_notebook(store, "acme")
        said = [deed(book, chance, f"{who}.{step}") for step in range(steps)]
    return [word for word in said if word]


def put_about(path: str, who: int, steps: int) -> list[str]:
    """What one program does to the sessions themselves; what may be refused is refused."""
    chance = random.Random(who)
    with closing(Store.open(path)) as store:
        for _ in range(steps):
            here = [*store.sessions(), *store.sessions(archived=True)]
            away = [*store.sessions(deleted=True), *store.sessions(archived=True)]
            name = chance.choice(NAMES)
            try:
                one = chance.choice(here).id if here else store.create().id
                match chance.randrange(8):
                    case 0:
                        store.create(name)
                    case 1:
                        store.duplicate(one)
                    case 2:
                        store.rename(one, name)
                    case 3:
                        store.delete(one)
                    case 4:
                        store.archive(one)
                    case 5 if away:
                        store.restore(chance.choice(away).id)
                    case 6:
                        versions.keep(store, one, name)
                    case _:
                        for kept in versions.versions(store, one)[:1]:
                            versions.rename(store, one, kept.name, name)
            except (BadName, NoSuchSession, NoSuchVersion):
                continue
    return []


def at_once(what: str, path: Path, steps: int) -> list[str]:
    """Run it in two processes; everything that either said."""
    command = [sys.executable, __file__, what, str(path)]
    running = [
        subprocess.Popen([*command, str(who), str(steps)], stdout=subprocess.PIPE, text=True)
        for who in range(2)
    ]
    outputs = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    return [word for output in outputs for word in json.loads(output)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    with closing(Store.open(path)) as store:
        store.create("acme", {"growth": Entry("1 %")})
    return path


def test_no_answer_goes_without_a_trace(path: Path) -> None:
    said = at_once("answer", path, 400)
    with closing(Store.open(path)) as store:
        session = store.find("acme").id
        history, entries = store.history(session), store.entries(session)
        assert replayed(history) == entries
        # Each step begins where the one before ended: none was made on what was gone.
        now: dict[str, Entry | None] = {}
        for step in history:
            for change in step.changes:
                assert now.get(change.key) == change.old
                now[change.key] = change.new
        ever = {str(c.new.value) for step in history for c in step.changes if c.new}
        assert len(said) > 300
        assert ever >= set(said)
        listed = entries["sources"].value if "sources" in entries else []
        assert {key.split("/")[1] for key in entries if "/" in key} <= set(listed)
        book = open_notebook(store, session)
        while book.undo():
            pass
        assert book.entries == store.entries(session) == {"growth": Entry("1 %")}


def test_names_stay_apart(path: Path) -> None:
    at_once("put_about", path, 120)
    with closing(Store.open(path)) as store:
        for info in [*store.sessions(), *store.sessions(archived=True)]:
            assert store.find(info.name).id == info.id
            for kept in versions.versions(store, info.id):
                assert versions.find(store, info.id, kept.name) == kept
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        assert store.rows("PRAGMA foreign_key_check") == []


if __name__ == "__main__":
    work = {"answer": answer, "put_about": put_about}[sys.argv[1]]
    print(json.dumps(work(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
