"""What is left of a session file that cannot be opened, by a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from data_platform.sessions.store import Store

Run = Callable[..., Result]


def test_what_is_left_of_a_damaged_file_becomes_files(run: Run, path: Path) -> None:
    answers = "growth: 1 %\nsources: [{name: shop_db, volume: 180 GB}]\n"
    run("new", "acme", "--answers", "-", stdin=answers)
    raw = path.read_bytes()
    path.write_bytes(b"\x00" * 16 + raw[16:])
    assert run("list").exit_code == 1
    result = run("salvage", str(path), "--to", "rescued")
    assert "Wrote rescued/acme.yaml" in result.stderr
    assert path.read_bytes()[16:] == raw[16:]
    fresh = ("--store", "fresh.db")
    run("import", "rescued/acme.yaml", *fresh)
    assert "volume: 180 GB" in run("export", "acme", *fresh).stdout
    assert run("salvage", str(path), "--to", "rescued").exit_code == 1  # not over what is there
    assert run("salvage", str(path)).stdout.startswith("---\n")


def test_sessions_of_one_name_become_files_of_their_own(run: Run, path: Path) -> None:
    for name in ("../acme", "ACME!", "数据"):
        run("new", name, "--answers", "-", stdin="growth: 1 %\n")
    assert "1 answer of ../acme" in run("salvage", str(path), "--to", "r").stderr
    assert sorted(one.name for one in Path("r").iterdir()) == [
        "acme.yaml",
        "acme_2.yaml",
        "session.yaml",
    ]
    printed = [one["session"] for one in yaml.safe_load_all(run("salvage", str(path)).stdout)]
    assert printed == ["../acme", "ACME!", "数据"]


def test_what_a_salvage_prints_can_be_imported(run: Run, path: Path) -> None:
    for name in ("acme", "beta"):
        run("new", name, "--answers", "-", stdin="growth: 1 %\n")
    run("versions", "acme", "--keep", "v1")
    result = run("salvage", str(path))
    assert "Not in it of acme: steps of its history (1), named versions (1)." in result.stderr
    fresh = ("--store", "fresh.db")
    assert run("import", "-", *fresh, stdin=result.stdout).stdout == "acme\nbeta\n"
    named = run("import", "-", "--name", "x", *fresh, stdin=result.stdout)
    assert (named.exit_code, "has 2 sessions" in named.stderr) == (1, True)
    broken = result.stdout.replace("growth: 1 %", "growht: 1 %")
    wrong = run("import", "-", *fresh, stdin=broken).stderr
    assert "it has 2 mistakes" in wrong
    assert "session 2: " in wrong
    assert len(json.loads(run("list", "--json", *fresh).stdout)) == 2
    commented = "# top\n---\ngrowth: 1 %\n"
    assert run("import", "-", "--name", "one", *fresh, stdin=commented).stdout == "one\n"


def test_one_file_in_the_way_stops_a_salvage_before_it_writes(run: Run, path: Path) -> None:
    for name in ("acme", "beta"):
        run("new", name, "--answers", "-", stdin="growth: 1 %\n")
    Path("r").mkdir()
    Path("r/beta.yaml").symlink_to("nowhere")
    result = run("salvage", str(path), "--to", "r")
    assert (result.exit_code, "nothing was written" in result.stderr) == (1, True)
    assert [one.name for one in Path("r").iterdir()] == ["beta.yaml"]


def test_a_salvage_says_what_could_not_be_read(run: Run, path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin="growth: 1 %\n")
    store = Store.open(path)
    store._conn.execute("INSERT INTO answers VALUES (1, 'moon', '\"full\"', 'known', '')")
    store.close()
    result = run("salvage", str(path))
    assert "Could not be read of acme: moon" in result.stderr
    assert result.stdout == "---\nsession: acme\ngrowth: 1 %\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nope.db"], "no such file"),
        (["."], "is a directory"),
        (["empty.db"], "it is empty"),
        (["diary.txt"], "no answers could be read"),
        (["data/sessions.db", "--to", "diary.txt"], "diary.txt is no folder to write to"),
    ],
)
def test_nothing_to_salvage_is_said(run: Run, args: list[str], said: str) -> None:
    run("new", "acme", "--answers", "-", stdin="growth: 1 %\n")
    Path("empty.db").touch()
    Path("diary.txt").write_text("dear diary " * 99, "utf-8")
    result = run("salvage", *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert Path("diary.txt").read_text("utf-8") == "dear diary " * 99
