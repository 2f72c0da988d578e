"""Commands that print or copy the blueprint, in each form and part."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from click.testing import Result
from harbor import ANSWERS, expected

from data_platform.blueprint.model import SECTIONS
from data_platform.cli import terminal
from data_platform.sessions.store import Store, open_notebook

Run = Callable[..., Result]


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
