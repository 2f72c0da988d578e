"""The commands: what each prints, stores and refuses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from click.testing import CliRunner, Result

from data_platform import __version__
from data_platform.advisor import design
from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.render import render
from data_platform.catalog import load_catalogue
from data_platform.cli import main, terminal
from data_platform.interview.answer_file import read_answers
from data_platform.interview.questions import load_screens
from data_platform.sessions.store import Store, open_notebook

ANSWERS = """\
platform_name: harbor
growth: {estimate: 60 %}
budget: unknown
sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB}
"""

Run = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session file of the environment; not made yet."""
    path = tmp_path / "data" / "sessions.db"
    monkeypatch.setenv("DATA_PLATFORM_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def run(path: Path) -> Run:
    def run(*args: str, stdin: str = "") -> Result:
        result = CliRunner().invoke(main, list(args), input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result
        return result

    return run


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str | None]]:
    """A terminal, and an app that only notes what it was opened on."""
    opened: list[tuple[Path, str | None]] = []

    def run_app(store: Store, session: str | None, at: str | None = None) -> int:
        opened.append((store.path, session))
        return 0

    monkeypatch.setitem(sys.modules, "data_platform.tui.app", SimpleNamespace(run_app=run_app))
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    return opened


def expected(answers: str, **how: object) -> str:
    blueprint = design(read_answers(answers).answers(), load_catalogue())
    return render(blueprint, **how)  # type: ignore[arg-type]


# -- new ----------------------------------------------------------------------------


def test_new_with_answers_stores_them(run: Run, path: Path) -> None:
    result = run("new", "acme", "--answers", "-", stdin=ANSWERS)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "acme\n", "")
    store = Store.open(path)
    notebook = store.load(store.find("acme").id)
    assert notebook.entries == read_answers(ANSWERS).entries
    assert notebook.answers() == read_answers(ANSWERS).answers()


def test_new_without_a_name_or_a_terminal_prints_the_name(run: Run) -> None:
    assert [run("new").stdout for _ in range(2)] == ["platform-1\n", "platform-2\n"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("platform_nam: acme", ["platform_nam: unknown key", "did you mean platform_name"]),
        ("growth: sixty", ["growth:"]),
        ("sources: [{nam: x}, {volume: big}]", ["2 mistakes", "did you mean name", "sources[2]"]),
        ("- a\n- b", ["mapping"]),
        ("a: [", ["not YAML"]),
    ],
)
def test_new_refuses_wrong_answers_and_makes_nothing(
    run: Run, path: Path, text: str, said: list[str]
) -> None:
    result = run("new", "acme", "--answers", "-", stdin=text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert all(part in result.stderr for part in said), result.stderr
    assert not path.exists()


def test_answers_that_cannot_be_read_are_said(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"\xff\xfe\x00")
    assert "not text in UTF-8" in run("new", "--answers", "raw").stderr
    missing = run("new", "--answers", "missing.yaml")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "missing.yaml cannot be read: no such file" in missing.stderr
    assert not path.exists()


def test_a_name_that_is_taken_is_said(run: Run) -> None:
    run("new", "acme")
    again = run("new", "ACME")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "already" in again.stderr


def test_new_opens_the_app_at_a_terminal(
    run: Run, path: Path, app: list[tuple[Path, str | None]]
) -> None:
    run("new", "acme")
    assert app == [(path, "acme")]
    assert run("new", "other", "--answers", "-", stdin=ANSWERS).stdout == "other\n"
    assert len(app) == 1


# -- the app ------------------------------------------------------------------------


def test_without_a_command_the_app_opens(
    run: Run, path: Path, app: list[tuple[Path, str | None]], tmp_path: Path
) -> None:
    assert run().exit_code == 0
    run("--store", str(tmp_path / "mine.db"))
    assert app == [(path, None), (tmp_path / "mine.db", None)]


def test_resume_opens_the_named_or_the_last_used(
    run: Run, path: Path, app: list[tuple[Path, str | None]]
) -> None:
    nothing = run("resume")
    assert nothing.exit_code == 1
    assert "data-platform new" in nothing.stderr
    store = Store.open(path)
    for name in ("acme", "beta"):
        store.create(name)
    run("resume", "ac")
    run("resume")
    assert [session for _, session in app] == ["acme", "beta"]
    assert run("resume", "acmee").exit_code == 1
    assert len(app) == 2


def test_resume_needs_a_terminal(run: Run) -> None:
    run("new", "acme")
    result = run("resume")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data-platform show" in result.stderr


def test_without_a_terminal_the_blueprint_is_printed(run: Run, path: Path) -> None:
    first = run()
    assert first.exit_code == 0
    assert first.stdout.startswith("DATA PLATFORM BLUEPRINT\n")
    assert "the example" in first.stderr
    assert not path.exists()
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    second = run()
    assert second.stdout == expected(ANSWERS)
    assert "session acme" in second.stderr


# -- show ---------------------------------------------------------------------------


def test_show_prints_a_session_or_a_file_alike(run: Run, tmp_path: Path) -> None:
    (tmp_path / "harbor.yaml").write_text(ANSWERS)
    run("new", "acme", "--answers", "harbor.yaml")
    of_file = run("show", "--answers", "harbor.yaml")
    assert (of_file.exit_code, of_file.stderr) == (0, "")
    of_session = run("show", "acme")
    assert of_session.stdout == of_file.stdout == expected(ANSWERS)
    assert run("show").stdout == of_file.stdout
    assert run("show", "--answers", "-", stdin=ANSWERS).stdout == of_file.stdout


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_show_writes_each_form_whole_or_a_section(run: Run, form: str) -> None:
    whole = run("show", "--answers", "-", "--format", form, stdin=ANSWERS)
    assert whole.stdout == expected(ANSWERS, form=form)
    part = run(
        "show", "--answers", "-", "--format", form, "--section", "Storage Design", stdin=ANSWERS
    )
    assert part.stdout == expected(ANSWERS, form=form, section="storage")


def test_show_takes_every_section_by_name_and_heading(run: Run) -> None:
    for name, heading in SECTIONS.items():
        for word in (name, heading, heading.lower().replace(" ", "-")):
            result = run("show", "--answers", "-", "--section", word, stdin=ANSWERS)
            assert result.stdout == expected(ANSWERS, section=name), word


def test_show_names_the_nearest_section(run: Run) -> None:
    result = run("show", "--section", "storag")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean storage" in result.stderr


def test_show_is_as_wide_as_asked(run: Run) -> None:
    narrow = run("show", "--answers", "-", "--width", "60", stdin=ANSWERS).stdout
    assert narrow == expected(ANSWERS, width=60) != expected(ANSWERS)
    assert run("show", "--width", "10").exit_code == 2


def test_show_in_ascii(run: Run) -> None:
    result = run("show", "--answers", "-", "--ascii", stdin=ANSWERS)
    assert result.stdout == expected(ANSWERS, ascii_only=True)
    assert result.stdout.isascii()


def test_show_of_what_is_not_there(run: Run, path: Path) -> None:
    run("new", "acme")
    result = run("show", "acne")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean acme" in result.stderr
    both = run("show", "acme", "--answers", "-")
    assert both.exit_code == 2


def test_show_says_what_it_left_out(run: Run, path: Path) -> None:
    store = Store.open(path)
    info = store.create("acme")
    open_notebook(store, info.id).set("growth", "sixty")
    store._conn.execute(
        "INSERT INTO answers VALUES (?, 'moon', '\"full\"', 'known', '')", [info.id]
    )
    result = run("show", "acme")
    assert result.exit_code == 0
    assert "Left out: growth:" in result.stderr
    assert "Left out: moon:" in result.stderr
    assert result.stdout == expected("{}")


def test_the_json_of_a_blueprint_meets_its_schema(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    blueprint = json.loads(run("show", "--answers", "-", "--format", "json", stdin=ANSWERS).stdout)
    validator.validate(blueprint)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(blueprint | {"storage": []})


# -- copy ---------------------------------------------------------------------------


@pytest.fixture
def tty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """A clipboard that only notes what was sent to it."""
    sent: list[str] = []

    def copy_text(text: str, *, write: Callable[[str], None], **how: object) -> str:
        sent.append(text)
        write("escape sequence")
        return "sent to your terminal"

    from contextlib import nullcontext

    module = SimpleNamespace(copy_text=copy_text)
    monkeypatch.setitem(sys.modules, "data_platform.tui.clipboard", module)
    monkeypatch.setattr(terminal, "terminal_writer", lambda: nullcontext(sent.append))
    return sent


def test_copy_sends_a_section_to_the_clipboard(run: Run, tty: list[str]) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    result = run("copy", "--section", "cost", "--format", "markdown")
    assert (result.exit_code, result.stdout) == (0, "")
    assert tty == [expected(ANSWERS, form="markdown", section="cost"), "escape sequence"]
    assert result.stderr == "sent to your terminal\n"


def test_copy_needs_a_session(run: Run, tty: list[str]) -> None:
    assert run("copy").exit_code == 1
    assert tty == []


def test_copy_writes_a_file_whole(run: Run, tmp_path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)
    result = run("copy", "acme", "--to", "out.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text() == expected(ANSWERS)
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "out.txt"]


def test_copy_keeps_a_link_and_says_what_is_wrong_with_one(run: Run, tmp_path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    (tmp_path / "real.txt").touch(0o600)
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert run("copy", "--to", "link.txt").exit_code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == expected(ANSWERS)
    (tmp_path / "loop").symlink_to("loop")
    assert "cannot be written" in run("copy", "--to", "loop").stderr


def test_copy_to_a_place_that_is_not_there(run: Run) -> None:
    run("new", "acme")
    result = run("copy", "--to", "no/such/place.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot be written: no such file" in result.stderr


# -- lists --------------------------------------------------------------------------


def test_list_shows_the_sessions(run: Run, path: Path) -> None:
    empty = run("list")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "data-platform new" in empty.stderr
    assert not path.exists()
    run("new", "数据", "--answers", "-", stdin=ANSWERS)
    run("new", "beta")
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["NAME", "beta", "数据"]
    assert "harbor" in lines[2]
    assert lines[0].index("PLATFORM") == lines[2].index("harbor") + 2  # two wide characters
    assert run("list", "--search", "harb").stdout.splitlines()[1:] == [
        line for line in run("list").stdout.splitlines() if "harbor" in line
    ]
    assert "in its name" in run("list", "--search", "zzz").stderr


def test_list_as_json(run: Run) -> None:
    assert json.loads(run("list", "--json").stdout) == []
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    [row] = json.loads(run("list", "--json").stdout)
    assert (row["name"], row["title"], row["phase"]) == ("acme", "harbor", "DISCOVER")
    assert row["answered"] >= 3


def test_questions_are_all_listed(run: Run) -> None:
    text = run("questions").stdout
    listed = json.loads(run("questions", "--format", "json").stdout)
    assert [screen["title"] for screen in listed] == [screen.title for screen in load_screens()]
    assert sum(len(screen["sections"]) for screen in listed) == 40
    flat = [q for screen in listed for section in screen["sections"] for q in section["questions"]]
    assert len(flat) == sum(len(s.questions) for screen in load_screens() for s in screen.sections)
    for question in flat:
        mark = "*" if question["essential"] else " "
        assert f"\n  {mark} {question['fills']}: " in text
        assert question["kind"] == "records" or "example" in question


def test_answers_are_printed_as_they_are_read(run: Run) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    printed = run("answers", "acme").stdout
    run("new", "copy", "--answers", "-", stdin=printed)
    assert run("answers", "copy").stdout == printed
    assert read_answers(printed).answers() == read_answers(ANSWERS).answers()


def test_the_answers_of_a_wrong_draft_make_a_session_again(run: Run, path: Path) -> None:
    store = Store.open(path)
    book = open_notebook(store, store.create("acme").id)
    book.set("growth", "sixty")
    book.set("platform_name", "unknown")
    printed = run("answers", "acme").stdout
    made = run("new", "copy", "--answers", "-", stdin=printed)
    assert (made.exit_code, made.stdout) == (0, "copy\n")
    assert store.entries(store.find("copy").id) == book.entries
    shown = run("show", "--answers", "-", stdin=printed)
    assert "Left out: growth:" in shown.stderr
    assert run("show", "copy").stdout == shown.stdout


# -- names --------------------------------------------------------------------------


def test_rename_delete_and_restore(run: Run, path: Path) -> None:
    run("new", "acme")
    assert "acme to beta" in run("rename", "acme", "beta").stderr
    deleted = run("delete", "beta")
    assert (deleted.exit_code, deleted.stdout) == (0, "")
    assert "restore" in deleted.stderr
    assert run("show", "beta").exit_code == 1
    assert "Restored beta" in run("restore", "beta").stderr
    assert [info.name for info in Store.open(path).sessions()] == ["beta"]
    assert run("restore", "beta").exit_code == 1
    assert run("rename", "beta", "\x1b").exit_code == 1


def test_delete_and_rename_want_the_whole_name(run: Run, path: Path) -> None:
    run("new", "acme-production")
    for args in (["delete", "a"], ["rename", "a", "b"]):
        result = run(*args)
        assert result.exit_code == 1
        assert "acme-production" in result.stderr
    assert [info.name for info in Store.open(path).sessions()] == ["acme-production"]
    assert "Deleted" in run("delete", "1").stderr


def test_duplicate_copies_all_and_prints_the_name(run: Run, path: Path) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    assert run("duplicate", "acme").stdout == "acme-2\n"
    assert run("duplicate", "ac", "beta").exit_code == 1  # fits two
    assert run("duplicate", "acme", "beta").stdout == "beta\n"
    again = run("duplicate", "acme", "BETA")
    assert (again.exit_code, "already" in again.stderr) == (1, True)
    store = Store.open(path)
    entries = [store.entries(store.find(name).id) for name in ("acme", "acme-2", "beta")]
    assert entries[0] == entries[1] == entries[2] != {}
    run("answer", "beta", "growth=5 %")
    assert store.entries(store.find("acme").id) == entries[0]


def test_archive_puts_away_and_restore_brings_back(run: Run, path: Path) -> None:
    for name in ("acme", "beta"):
        run("new", name)
    assert run("archive", "ac").exit_code == 1  # a beginning is not enough
    archived = run("archive", "acme")
    assert (archived.exit_code, "data-platform restore 1" in archived.stderr) == (0, True)
    assert "acme" not in run("list").stdout
    head, row = run("list", "--archived").stdout.splitlines()
    assert (head.split()[-1], row.split()[0]) == ("ARCHIVED", "acme")
    [found] = json.loads(run("list", "--archived", "--json").stdout)
    assert (found["name"], found["archived"] is None, found["deleted"]) == ("acme", False, None)
    assert "Restored acme" in run("restore", "acme").stderr
    assert "No session is archived" in run("list", "--archived").stderr
    assert {info.name for info in Store.open(path).sessions()} == {"acme", "beta"}


def test_deleted_sessions_are_listed_when_asked_for(run: Run) -> None:
    for name in ("acme", "beta"):
        run("new", name)
    assert "No session is deleted" in run("list", "--deleted").stderr
    run("delete", "acme")
    head, row = run("list", "--deleted").stdout.splitlines()
    assert (head.split()[-1], row.split()[0]) == ("DELETED", "acme")
    [found] = json.loads(run("list", "--deleted", "--json").stdout)
    assert (found["name"], found["deleted"] is None) == ("acme", False)
    assert run("list", "--deleted", "--archived").exit_code == 2


def test_a_search_covers_answers_and_shows_the_hit(run: Run) -> None:
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    run("new", "shop")
    lines = run("list", "--search", "SHOP").stdout.splitlines()
    assert lines[0].split()[-1] == "FOUND"
    assert [line.split()[0] for line in lines[1:]] == ["shop", "acme"]
    assert lines[2].endswith("name: shop_db")
    assert "FOUND" not in run("list", "--search", "acme").stdout
    hits = json.loads(run("list", "--search", "shop", "--json").stdout)
    assert [one["hit"] for one in hits] == ["", "name: shop_db"]


# -- the rest -----------------------------------------------------------------------


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_store_option_stands_before_or_after_the_command(
    run: Run, path: Path, tmp_path: Path, where: str
) -> None:
    option = ["--store", str(tmp_path / "mine.db")]
    args = [*option, "new", "acme"] if where == "before" else ["new", "acme", *option]
    assert run(*args).exit_code == 0
    assert Store.open(tmp_path / "mine.db").find("acme")
    assert not path.exists()


def test_a_file_that_is_not_ours_is_refused(run: Run, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my diary " * 50)
    for args in (["list"], ["new"], ["show"], ["delete", "x"], []):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "not a session file" in result.stderr
    assert path.read_text() == "my diary " * 50


@pytest.mark.parametrize(
    "args", [["lst"], ["show", "--wdth", "3"], ["rename", "a"], ["show", "--format", "pdf"]]
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"data-platform, version {__version__}\n"
