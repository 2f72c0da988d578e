"""Sessions as files by commands: compared, exported, imported."""

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


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("session: harbor\ngrowth: 5 %\n", "session harbor"),
        ("author: Ana\ngrowth: 5 %\n", "the answers of Ana"),
    ],
)
def test_the_file_of_another_session_is_not_replaced(
    run: Run, written: Path, text: str, whose: str
) -> None:
    written.write_text(text, "utf-8")
    result = run("export", "acme", "--to", "acme.yaml")
    assert (result.exit_code, f"acme.yaml has {whose}" in result.stderr) == (1, True)
    assert written.read_text("utf-8") == text
    forced = run("export", "acme", "--to", "acme.yaml", "--force")
    assert f"Replaced: {whose}" in forced.stderr
    data = yaml.safe_load(written.read_text("utf-8"))
    assert (data["session"], data["growth"], "author" in data) == ("acme", "60%", False)


def test_a_file_with_another_case_in_its_name_is_the_sessions_own(run: Run, written: Path) -> None:
    written.write_text("session: ACME\ngrowth: 5 %\n", "utf-8")
    assert run("export", "acme", "--to", "acme.yaml").exit_code == 0


def test_a_file_of_windows_changes_where_the_session_did(run: Run, written: Path) -> None:
    text = "session: beta\n" + WRITTEN
    written.write_bytes(text.replace("\n", "\r\n").encode())
    run("import", "acme.yaml")
    run("answer", "beta", "growth=70 %")
    assert "written anew" not in run("export", "beta", "--to", "acme.yaml").stderr
    assert written.read_bytes() == text.replace("60%", "70 %").replace("\n", "\r\n").encode()


def test_what_a_file_did_not_say_is_not_called_replaced(run: Run, written: Path) -> None:
    Path("other.yaml").write_text("growth: 5 %  # low\nbudget: 900\n", "utf-8")
    told = run("export", "acme", "--to", "other.yaml").stderr.splitlines()
    assert told == [
        "Wrote session acme to other.yaml.",
        "Replaced: Budget: $900 -> nothing",
        "Replaced: Growth: 5 % -> 60 %",
    ]
    assert "# low" in Path("other.yaml").read_text("utf-8")


def test_a_file_that_is_written_anew_says_so(run: Run, written: Path) -> None:
    said = "It was written anew"
    assert said not in run("export", "acme", "--to", "acme.yaml").stderr
    assert said in run("export", "acme", "--to", "acme.yaml", "--format", "json").stderr
    assert said not in run("export", "acme", "--to", "acme.yaml", "--format", "json").stderr


def test_a_file_keeps_its_author_and_its_versions(run: Run, path: Path, written: Path) -> None:
    Path("b.yaml").write_text(
        "author: Ana\ngrowth: 60 %\nversions:\n- {name: v1, answers: {growth: 5 %}}\n", "utf-8"
    )
    run("import", "b.yaml", "--name", "beta")
    run("export", "beta", "--to", "b.yaml")
    data = yaml.safe_load(Path("b.yaml").read_text("utf-8"))
    assert (data["author"], [one["name"] for one in data["versions"]]) == ("Ana", ["v1"])
    Path("b.json").write_text('{"author": "Ana", "growth": "5 %"}', "utf-8")
    assert run("export", "beta", "--to", "b.json").exit_code == 0
    assert json.loads(Path("b.json").read_text("utf-8"))["author"] == "Ana"


def test_the_history_stands_behind_the_answers(run: Run, written: Path) -> None:
    run("answer", "acme", "budget=900")
    keys = list(yaml.safe_load(run("export", "acme", "--history").stdout))
    assert keys[-1] == "history"


def test_a_version_goes_out_with_its_own_past(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "growth=70 %")
    run("versions", "acme", "--keep", "v2")
    data = yaml.safe_load(run("export", "acme@v1", "--history").stdout)
    assert ([one["name"] for one in data["versions"]], len(data["history"])) == (["v1"], 1)
    assert data["growth"] == "60%"


def test_a_session_is_called_as_its_file(run: Run) -> None:
    Path("harbor.yaml").write_text("growth: 60 %\n", "utf-8")
    assert [run("import", "harbor.yaml").stdout for _ in range(2)] == ["harbor\n", "harbor-2\n"]
    Path("harbor.yaml").write_text("session: quay\ngrowth: 60 %\n", "utf-8")
    assert run("import", "harbor.yaml").stdout == "quay\n"
    assert run("import", "-", stdin="growth: 60 %\n").stdout == "platform-1\n"
    assert run("import", "harbor.yaml", "--name", "a", "--into", "b").exit_code == 2
    assert run("import", "harbor.yaml", "--into", "nobody").exit_code == 1


def test_json_from_anywhere_is_exported_as_yaml(run: Run) -> None:
    run("import", "-", "--name", "acme", stdin='{"growth": "60 %"}')
    assert run("export", "acme").stdout == "session: acme\ngrowth: 60 %\n"
    run("new", "beta", "--answers", "-", stdin='{"growth": "60 %"}')
    run("export", "beta", "--to", "beta.yaml")
    assert Path("beta.yaml").read_text("utf-8") == "session: beta\ngrowth: 60 %\n"


def test_an_import_tells_what_it_did_to_which_record(run: Run, written: Path) -> None:
    # By place between those that are the same: crm is called sales now, and one is new.
    text = WRITTEN.replace("name: crm", "name: sales") + "  - {name: erp, volume: 1 GB}\n"
    written.write_text(text, "utf-8")
    told = run("import", "acme.yaml", "--into", "acme").stderr.splitlines()
    assert told == [
        "Changed 2 answers of acme. To take it back: data-platform undo acme",
        "  Sources: erp added (Volume: 1 GB)",
        "  crm › Name: crm -> sales",
    ]


def test_a_new_session_has_the_past_of_its_file(run: Run, path: Path, written: Path) -> None:
    run("answer", "acme", "growth=70 %")
    run("versions", "acme", "--keep", "v1")
    run("export", "acme", "--history", "--to", "full.yaml")
    assert run("new", "copy", "--answers", "full.yaml").stdout == "copy\n"
    assert "v1" in run("versions", "copy").stdout
    run("undo", "copy")
    assert "growth:   60%" in run("export", "copy").stdout
    into = run("import", "full.yaml", "--into", "copy").stderr
    assert "Not taken from the file: its history, its version v1." in into


def test_export_says_what_it_cannot_tell(run: Run, path: Path) -> None:
    assert "there is no session yet" in run("export").stderr
    run("new", "acme", "--answers", "-", stdin="growth: 1 %\n")
    store = Store.open(path)
    store._conn.execute("INSERT INTO answers VALUES (1, 'moon', '\"full\"', 'known', '')")
    store.close()
    assert "Left out: moon" in run("export").stderr
    for to in ("no/such/file.yaml", "data"):
        result = run("export", "--to", to)
        assert (result.exit_code, "cannot be written" in result.stderr) == (1, True)


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


def test_a_version_goes_before_a_session_that_begins_so(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "platform_name=other")
    run("new", "acme@v1-old", "--answers", "-", stdin="platform_name: quay\n")
    assert "platform_name: harbor" in run("answers", "acme@v1").stdout
    assert "platform_name: quay" in run("answers", "acme@v1-").stdout
    run("new", "acme@v1", "--answers", "-", stdin="platform_name: whole\n")
    assert "platform_name: whole" in run("answers", "acme@v1").stdout


def test_a_version_goes_where_a_session_goes(run: Run, written: Path) -> None:
    run("versions", "acme", "--keep", "v1")
    run("answer", "acme", "platform_name=other")
    assert "Name: harbor" in run("show", "acme@v1", "--section", "title").stdout
    assert "Name: other" in run("show", "acme", "--section", "title").stdout
    assert "platform_name: harbor" in run("export", "acme@v1").stdout
