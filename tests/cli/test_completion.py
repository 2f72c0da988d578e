"""Completion: what a shell is offered, by its protocol in a process, and in a real bash."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from data_platform.cli import main
from data_platform.sessions import glance, versions
from data_platform.sessions.store import Store

Run = Callable[..., Result]
Offers = Callable[..., list[str]]

COMMAND = [sys.executable, "-c", "from data_platform.cli import main; main()"]
WORDBREAKS = " \t\n\"'@><=;|&(:"
ANSWERS = """\
cloud: aws
sources:
  - {name: shop_db, volume: 180 GB}
  - {name: shop crm}
"""


@pytest.fixture
def env(path: Path, run: Run) -> dict[str, str]:
    """An environment with some sessions in its file."""
    run("new", "acme", "--answers", "-", stdin=ANSWERS)
    for name in ("harbor", "my shop, new", "attic", "gone", "acme"):
        run("new", name)
    run("archive", "attic")
    run("delete", "gone")
    store = Store.open(path)
    for name in ("v1", "v2", "big one"):
        versions.keep(store, store.find("acme").id, name)
    store.close()
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def test_names_are_compared_as_the_sessions_are(run: Run, path: Path) -> None:
    run("new", "Cafe\u0301", "--answers", "-", stdin=ANSWERS)  # an accent of its own
    store = Store.open(path)
    versions.keep(store, 1, "v1")
    assert glance.version_names(path, "CAF\u00c9") == ["v1"]
    assert glance.record_names(path, "caf\u00e9", "sources", "name") == ["shop_db", "shop crm"]


def asked(env: dict[str, str], line: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """The program, as the shell's script asks it. line: up to the cursor."""
    words = line.split(" ")
    told = {"COMP_LINE": line, "COMP_WORDBREAKS": WORDBREAKS}
    if shell != "bash":
        told = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        told["COMP_CWORD"] = words[-1]
    told["_DATA_PLATFORM_COMPLETE"] = f"{shell}_complete"
    return subprocess.run(COMMAND, env=env | told, capture_output=True, text=True)


@pytest.fixture
def offers(env: dict[str, str]) -> Offers:
    def offers(line: str) -> list[str]:
        done = asked(env, f"data-platform {line}")
        assert (done.returncode, done.stderr) == (0, "")
        return [one.partition(",")[2] or one for one in done.stdout.splitlines() if one]

    return offers


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("sho", ["show"]),
        ("he", []),
        ("show a", ["acme"]),
        ("show A", ["acme"]),
        ("resume ", ["my\\ shop,\\ new", "harbor", "acme"]),
        ("resume my", ["my\\ shop,\\ new"]),
        ("resume my\\ s", ["my\\ shop,\\ new"]),
        ('resume "my s', ["my shop, new"]),
        ("show acme@", ["@big\\ one", "@v2", "@v1"]),
        ("show acme@v", ["@v2", "@v1"]),
        ("export ACME@v", ["@v2", "@v1"]),
        ("resume acme@", []),
        ("restore ", ["gone", "attic"]),
        ("versions acme --back v", ["v2", "v1"]),
        ("versions acme --drop ", ["big\\ one", "v2", "v1"]),
        ("show acme --section sto", ["storage"]),
        ("show --section Cos", ["cost"]),
        ("show --format m", ["markdown"]),
        ("new --preset fraud", ["fraud_detection"]),
        ("completion z", ["zsh"]),
        ("answer acme bud", ["budget="]),
        ("answer acme growth=3 bud", ["budget="]),
        ("answer acme sources", ["sources.", "sources+=", "sources-="]),
        ("answer acme sources.", ["sources.shop_db.", "sources.shop\\ crm."]),
        ("answer acme sources.shop_db.vo", ["sources.shop_db.volume="]),
        ("answer acme sources.shop\\ crm.vo", ["sources.shop\\ crm.volume="]),
        ("answer acme sources.shop_db.pii=", ["yes", "no", "unknown"]),
        ("answer acme sources[1].pii=y", ["yes"]),
        ("answer acme cloud=a", ["aws", "azure"]),
        ("answer acme growth=", ["unknown"]),
        ("answer acme nothing=", []),
        ("answer acme growth.", []),
        ("show --answers ha", ["file,"]),
        ("copy --to x", ["file,"]),
        ("salvage x --to y", ["dir,"]),
        ("diff zz", ["file,"]),
        ("diff ha", ["harbor", "file,"]),
    ],
)
def test_what_is_offered(offers: Offers, line: str, offered: list[str]) -> None:
    assert offers(line) == offered


def test_the_store_that_is_named_is_looked_into(offers: Offers, tmp_path: Path) -> None:
    Store.open(tmp_path / "mine.db").create("zebra")
    assert offers("show --store mine.db ") == ["zebra"]
    assert offers("--store mine.db show ") == ["zebra"]
    assert "zebra" not in offers("show ")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_answered(env: dict[str, str], shell: str) -> None:
    done = asked(env, "data-platform show acm", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "acme" in done.stdout
    assert "harbor" not in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_names_program_and_variable(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert "data-platform" in script
    assert f"_DATA_PLATFORM_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize("content", [None, b"", b"my diary " * 50, b"SQLite format 3\x00" * 9])
def test_completing_leaves_no_trace_and_says_no_error(
    path: Path, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    for line in ("show a", "answer a sources.", "versions a --back ", "show acme@"):
        done = asked(dict(os.environ), f"data-platform {line}")
        assert (done.stdout.strip(), done.stderr) == ("", "")
    assert sorted(tmp_path.rglob("*")) == before
    assert content is None or path.read_bytes() == content


@pytest.mark.parametrize(
    "told",
    [
        {"_DATA_PLATFORM_COMPLETE": "csh_complete"},
        {"_DATA_PLATFORM_COMPLETE": "zsh_complete"},  # without the words
        {"_DATA_PLATFORM_COMPLETE": "bash_nonsense"},
        {"_DATA_PLATFORM_COMPLETE": "bash_complete", "COMP_LINE": 'data-platform "'},
        {"_DATA_PLATFORM_COMPLETE": "bash_complete"},
    ],
)
def test_what_cannot_be_answered_is_silent(path: Path, told: dict[str, str]) -> None:
    done = subprocess.run(COMMAND, env={**os.environ, **told}, capture_output=True, text=True)
    assert done.stderr == ""
    assert "Traceback" not in done.stdout
    assert not path.exists()


@pytest.mark.parametrize(
    ("line", "without"),
    [
        ("show a", {"textual", "rich", "pydantic", "yaml", "jinja2", "sqlite_utils"}),
        ("new --preset a", {"textual", "rich", "pydantic", "yaml", "jinja2", "sqlite_utils"}),
        ("answer acme cloud=", {"textual", "rich", "jinja2", "sqlite_utils"}),
        ("show --section s", {"textual", "rich", "jinja2", "sqlite_utils"}),
    ],
)
def test_completing_is_quick(env: dict[str, str], line: str, without: set[str]) -> None:
    code = (
        "import sys\nfrom data_platform.cli import main\n"
        "try: main()\nfinally: print('\\n'.join(sys.modules), file=sys.__stderr__)"
    )
    told = {"COMP_LINE": f"data-platform {line}", "_DATA_PLATFORM_COMPLETE": "bash_complete"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env | told, capture_output=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    assert done.stdout.strip()
    assert loaded & without == set()


def test_every_argument_with_names_is_completed() -> None:
    for name, command in main.commands.items():
        for param in command.params:
            words = {"session", "section", "store", "answers", "preset", "into", "to", "file"}
            if param.name in words:
                assert param.type.name != "text", f"{name}: {param.name}"


# -- a real bash --------------------------------------------------------------------


@pytest.mark.pty
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("show har\t", "show|harbor|"),
        ("show my\t", "show|my shop, new|"),
        ('show "my\t', "show|my shop, new|"),
        ("show acme@b\t", "show|acme@big one|"),
        ("answer acme sources.shop_db.pi\ty\t", "answer|acme|sources.shop_db.pii=yes|"),
        ("show --answers answ\t", "show|--answers|answers file.yaml|"),
    ],
)
def test_bash_puts_it_into_the_line(
    env: dict[str, str], tmp_path: Path, typed: str, words: str
) -> None:
    from terminal import Terminal

    (tmp_path / "answers file.yaml").touch()
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    program = bin_folder / "data-platform"
    code = "from data_platform.cli import main; main()"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}' \"$@\"\n")
    program.chmod(0o755)
    env = env | {"PATH": f"{bin_folder}:{env['PATH']}", "PS1": "ready> ", "HOME": str(tmp_path)}
    shell = Terminal(["bash", "--norc", "--noprofile", "-i"], env, columns=160, patience=8)
    try:
        shell.wait("ready>")
        shell.press('eval "$(data-platform completion bash)"; said() { printf "%s|" "${@:2}"; }\r')
        # Ctrl-A goes to the start of the line, so that what bash understood is printed.
        shell.press(f"data-platform {typed}", "\x01said ", "\r")
        shell.wait(lambda: re.search(rf"^{re.escape(words)}", shell.screen, re.M) is not None)
    finally:
        shell.close()
