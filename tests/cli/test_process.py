"""The command as a process: pipes, encodings, signals and exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from data_platform.cli import main; main()"]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PYTHON"))
    }
    return kept | {"DATA_PLATFORM_STORE": str(tmp_path / "s.db"), "LANG": "C.UTF-8"}


def test_a_reader_that_has_enough_is_no_error(env: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_full_disk_is_an_error(env: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "schema"], stdout=full, stderr=subprocess.PIPE, env=env)
    assert done.returncode == 1
    assert b"no space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("redirect", ["<&-", ">&-", "2>&-"])
def test_closed_streams_cause_no_traceback(env: dict[str, str], redirect: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirect}', "sh", *COMMAND, "list"], capture_output=True, env=env
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
    ],
)
def test_a_terminal_without_unicode_gets_ascii(env: dict[str, str], locale: dict[str, str]) -> None:
    answers = "platform_name: Müller 数据".encode()
    done = subprocess.run(
        [*COMMAND, "show", "--answers", "-"], input=answers, capture_output=True, env=env | locale
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"DATA SOURCES" in done.stdout
    listed = subprocess.run([*COMMAND, "questions"], capture_output=True, env=env | locale)
    assert listed.returncode == 0
    assert b"platform_name" in listed.stdout


def test_control_c_stops_with_130(env: dict[str, str], tmp_path: Path) -> None:
    pipe = tmp_path / "answers"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*COMMAND, "new", "acme", "--answers", str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    with pipe.open("wb"):  # opens once the program reads
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert not (tmp_path / "s.db").exists()


def test_output_and_messages_do_not_mix(env: dict[str, str]) -> None:
    done = subprocess.run(
        COMMAND, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=True
    )
    assert done.stdout.decode().startswith("DATA PLATFORM BLUEPRINT\n")
    assert b"no terminal" in done.stderr


def test_a_dumb_terminal_gets_the_blueprint(env: dict[str, str]) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        COMMAND, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=env | {"TERM": "dumb"}
    )
    os.close(theirs)
    out = b""
    try:
        while part := os.read(ours, 65536):
            out += part
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert done.stderr is not None
    assert b"no terminal for the app" in done.stderr.read()
    done.stderr.close()
    assert done.wait() == 0
    assert b"DATA PLATFORM BLUEPRINT" in out
    assert b"\x1b[" not in out
