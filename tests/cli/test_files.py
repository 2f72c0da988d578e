"""Sessions as files by commands: compared, exported, imported, merged, salvaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from data_platform.interview.notebook import Entry
from data_platform.sessions import versions
from data_platform.sessions.store import Store, open_notebook

Run = Callable[..., Result]

WRITTEN = """\
# What we know so far.
growth:   60%      # the CFO says
platform_name: harbor

sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB}   # the big one
  - name: crm
    kind: saas_api
"""


@pytest.fixture
def written(run: Run, path: Path, tmp_path: Path) -> Path:
    """A file written by hand, and session `acme` imported from it."""
    file = tmp_path / "acme.yaml"
    file.write_text(WRITTEN, "utf-8")
    assert run("import", "acme.yaml", "--name", "acme").stdout == "acme\n"
    return file


# -- export and import ---------------------------------------------------------------


def test_an_export_is_the_same_bytes_each_time(run: Run, written: Path) -> None:
    first = run("export", "acme").stdout
    assert run("export", "acme").stdout == first
    assert "# the CFO says" in first
    assert first.replace("session: acme\n", "") == WRITTEN


def test_what_was_written_by_hand_stays_where_nothing_changed(run: Run, written: Path) -> None:
    run("answer", "acme", "sources.crm.volume=3 GB", "sources.shop_db.volume=2 TB")
    result = run("export", "acme", "--to", "acme.yaml")
    assert "Replaced: shop_db › Volume: 180 GB -> 2 TB" in result.stderr
    lines = written.read_text("utf-8").splitlines()
    kept = WRITTEN.replace("180 GB", "2 TB").splitlines()
    assert [line for line in kept if line not in lines] == []
    assert "    volume: 3 GB" in lines
    before = written.read_bytes()
    assert "Replaced" not in run("export", "acme", "--to", "acme.yaml").stderr
    assert written.read_bytes() == before


def test_an_edit_by_hand_comes_back_in_one_step(run: Run, path: Path, written: Path) -> None:
    run("export", "acme", "--to", "acme.yaml")
    text = written.read_text("utf-8").replace("60%", "75 %").replace("180 GB", "2 TB")
    written.write_text(text, "utf-8")
    result = run("import", "acme.yaml", "--into", "acme")
    assert "Changed 2 answers of acme" in result.stderr
    with_ids = Store.open(path).entries(1)
    assert with_ids["growth"] == Entry("75 %")
    run("undo", "acme")
    assert Store.open(path).entries(1)["growth"] == Entry("60%")
    run("redo", "acme")
    assert "Nothing changed" in run("import", "acme.yaml", "--into", "acme").stderr


def test_history_and_versions_travel(run: Run, path: Path, written: Path) -> None:
    run("answer", "acme", "growth=70 %")
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "growth=80 %")
    run("export", "acme", "--history", "--to", "full.yaml")
    assert run("import", "full.yaml", "--name", "copy").exit_code == 0
    store = Store.open(path)
    copy = store.find("copy").id
    assert store.entries(copy)["growth"] == Entry("80 %")
    [version] = versions.versions(store, copy)
    assert version.entries["growth"] == Entry("70 %")
    notebook = open_notebook(store, copy)
    notebook.undo()
    notebook.undo()
    assert store.entries(copy)["growth"] == Entry("60%")
    # A file that has a history keeps it.
    run("export", "acme", "--to", "full.yaml")
    assert "history" in yaml.safe_load(Path("full.yaml").read_text("utf-8"))


def test_json_is_the_same_document(run: Run, path: Path, written: Path) -> None:
    run("export", "acme", "--to", "acme.json")
    data = json.loads(Path("acme.json").read_text("utf-8"))
    assert data["sources"][0]["name"] == "shop_db"
    run("import", "acme.json", "--name", "copy")
    assert "No difference." in run("diff", "acme", "copy").stdout


def test_a_file_of_something_else_is_not_replaced(run: Run, written: Path) -> None:
    Path("diary.yaml").write_text("dear: diary\n", "utf-8")
    result = run("export", "acme", "--to", "diary.yaml")
    assert result.exit_code == 1
    assert "left as it is" in result.stderr
    assert Path("diary.yaml").read_text("utf-8") == "dear: diary\n"
    assert run("export", "acme", "--to", "diary.yaml", "--force").exit_code == 0


def test_all_mistakes_are_listed_and_nothing_is_made(run: Run, path: Path) -> None:
    Path("bad.yaml").write_text("growht: 60 %\nbudget: lots\nversions: 3\n", "utf-8")
    result = run("import", "bad.yaml")
    assert result.exit_code == 1
    for said in ("growht", "growth", "budget", "versions"):
        assert said in result.stderr
    Path("bad.yaml").write_text(
        f"growth: 60 %\nversions: [{{name: {'v' * 101}, answers: {{growth: 1 %}}}}]\n", "utf-8"
    )
    assert "a version's name has at most" in run("import", "bad.yaml").stderr
    assert Store.open(path, create=False).sessions() == []


def test_escape_codes_in_names_reach_no_terminal(run: Run) -> None:
    assert "\x1b" not in run("import", "z\x1b[31mname.yaml").stderr
    assert "\x1b" not in run("show", "--section", "z\x1b[31m").stderr


# -- diff -------------------------------------------------------------------------------


def test_a_version_is_compared_with_now(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "sources.shop_db.volume=9 TB")
    text = run("diff", "acme@v1").stdout
    assert "shop_db › Volume | 180 GB | 9 TB" in " ".join(text.split())
    assert "Cost:" in text
    assert text == run("diff", "acme@v1", "acme").stdout
    found = json.loads(run("diff", "acme@v1", "--format", "json").stdout)
    assert found["answers"][0]["new"] == "9 TB"
    assert run("diff", "acme@v1", "--format", "markdown").stdout.startswith("# ")
    assert run("diff", "acme@v1", "--ascii", "--width", "40").stdout.isascii()


@pytest.mark.parametrize("args", [("acme",), ("@v1",), ("acme.yaml",)])
def test_one_alone_is_wrong_usage(run: Run, written: Path, args: tuple[str, ...]) -> None:
    assert run("diff", *args).exit_code == 2


def test_files_are_compared(run: Run, written: Path) -> None:
    Path("b.yaml").write_text(WRITTEN.replace("60%", "90 %"), "utf-8")
    assert "60 % | 90 %" in " ".join(run("diff", "acme.yaml", "b.yaml").stdout.split())
    assert "No difference." in run("diff", "acme.yaml", "acme.yaml").stdout


def test_a_version_that_is_not_there_names_the_nearest(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "before launch")
    result = run("diff", "acme@before lunch")
    assert result.exit_code == 1
    assert "before launch" in result.stderr


def test_a_version_goes_where_a_session_goes(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "platform_name=other")
    assert "Name: harbor" in run("show", "acme@v1", "--section", "title").stdout
    assert "Name: other" in run("show", "acme", "--section", "title").stdout
    assert "platform_name: harbor" in run("export", "acme@v1").stdout


# -- merge ------------------------------------------------------------------------------


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


# -- salvage ----------------------------------------------------------------------------


def test_what_is_left_of_a_damaged_file_becomes_files(run: Run, path: Path, written: Path) -> None:
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
