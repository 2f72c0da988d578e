"""The documentation is true: its commands run, its pages and pictures are those of today."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from data_platform.cli import main
from data_platform.interview.answer_file import read_answers
from data_platform.sessions.store import Store
from data_platform.tui.actions import EVERY
from data_platform.tui.keymap import DEFAULT

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
#: Written for a person to fill in, or what opens the app.
_NOT_RUN = re.compile(r"FILE|FOLDER|^data-platform( resume.*)?$")


def script(name: str) -> ModuleType:
    """A script of docs/."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def commands(page: Path) -> list[str]:
    """The command lines of a page's blocks."""
    lines = [
        line.partition(" #")[0].strip()
        for language, block in _BLOCK.findall(page.read_text("utf-8"))
        if language in ("", "sh", "bash")
        for line in block.splitlines()
    ]
    return [one for one in lines if one.startswith("data-platform") and not _NOT_RUN.search(one)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, two people's files, and sessions as the pages name them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_PLATFORM_STORE", str(tmp_path / "sessions.db"))
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("", "utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "finance.yaml").write_text("author: finance\nbudget: $900\n", "utf-8")
    (tmp_path / "dba.yaml").write_text("budget: $1,200\ngrowth: 60 %\n", "utf-8")
    return tmp_path


def with_acme() -> None:
    example = (ROOT / "src/data_platform/example.yaml").read_text("utf-8")
    store = Store.open()
    if not any(info.name == "acme" for info in store.sessions()):
        store.create("acme", read_answers(example).entries)
    store.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run(page: Path, place: Path) -> None:
    lines = commands(page)
    assert lines or page.name not in ("README.md", "guide.md")
    if not any(line.startswith("data-platform new acme") for line in lines):
        with_acme()
    for line in lines:
        if line.startswith("data-platform copy"):
            continue  # needs a terminal
        result = CliRunner().invoke(main, shlex.split(line)[1:])
        assert result.exit_code in ((0, 1) if "doctor" in line else (0,)), (line, result.output)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_keys_that_a_page_names_are_keys(page: Path) -> None:
    known = {key for action in EVERY for key in DEFAULT.every(action.id)}
    known |= {key.replace("^", "Ctrl+") for key in known}
    named = re.findall(r"`(F\d+|Ctrl\+\w|\^\w|PgUp|PgDn)`", page.read_text("utf-8"))
    assert set(named) <= known


@pytest.mark.parametrize("name", ["answers-file.md", "keys.md", "use-cases.md"])
def test_a_generated_page_is_of_today(name: str) -> None:
    page = script("reference").PAGES[name]()
    assert (DOCS / name).read_text("utf-8") == page, "run: python docs/reference.py"


def words_of(svg: str) -> list[str]:
    """The text of a picture, without what differs from run to run."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


PICTURES = sorted(path.stem for path in (DOCS / "images").glob("*.svg"))


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_is_of_today(name: str, tmp_path: Path) -> None:
    pictures = script("screenshots")
    svg = await pictures.draw(name)
    assert words_of(svg) == words_of((DOCS / "images" / f"{name}.svg").read_text("utf-8")), (
        "run: python docs/screenshots.py"
    )


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert set(PICTURES) == set(script("screenshots").PICTURES)
    for name in PICTURES:
        assert f"images/{name}.svg" in text
