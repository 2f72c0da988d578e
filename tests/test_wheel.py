"""The wheel, installed in a bare environment away from the checkout, is whole and runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from data_platform import __version__

pytestmark = pytest.mark.wheel
CHECKOUT = Path(__file__).resolve().parents[1]
#: Where each mapped folder of the checkout lies in the wheel.
FOLDERS = {
    "src/data_platform": "data_platform",
    "screens": "data_platform/screens",
    "templates": "data_platform/templates",
}
_BUILT = {"__pycache__", "*.egg-info", "build", "dist"}


@dataclass
class Installed:
    """An environment that holds the wheel, and a folder that is not the checkout."""

    wheel: Path
    bin: Path
    site: Path
    elsewhere: Path

    def run(self, *command: str, stdin: str = "") -> str:
        """What a command of the environment prints."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        env |= {"XDG_DATA_HOME": str(self.elsewhere / "data"), "PYTHONUTF8": "1"}
        env.pop("DATA_PLATFORM_STORE", None)
        done = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self.elsewhere,
            env=env,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    base = tmp_path_factory.mktemp("wheel")
    tree = base / "tree"
    tree.mkdir()
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / file, tree)
    for folder in ("src", "screens", "templates"):
        shutil.copytree(CHECKOUT / folder, tree / folder, ignore=shutil.ignore_patterns(*_BUILT))
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", base, tree)
    shutil.rmtree(tree)
    [wheel] = base.glob("*.whl")

    venv.create(base / "env", with_pip=False)
    python = base / "env" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run(python, "-c", code).strip())
    # The dependencies come from here. A folder that a .pth names has its own .pth files
    # ignored, so that an editable install of this checkout stays out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    elsewhere = base / "elsewhere"
    elsewhere.mkdir()
    return Installed(wheel, python.parent, site, elsewhere)


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package_and_no_other(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    there = {
        f"{inside}/{file.relative_to(CHECKOUT / folder).as_posix()}"
        for folder, inside in FOLDERS.items()
        for file in (CHECKOUT / folder).rglob("*")
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith(".")
    }
    assert packed == there


def test_the_package_is_the_installed_one_and_not_the_checkout(installed: Installed) -> None:
    code = (
        "import data_platform\n"
        "from importlib.resources import files\n"
        "print(data_platform.__file__)\n"
        "for room in ('screens', 'templates', 'catalog', 'interview', 'tui'):\n"
        "    print(files('data_platform.' + room))"
    )
    where = installed.run("python", "-c", code).split()
    assert len(where) == 6
    assert all(Path(one).is_relative_to(installed.site) for one in where)


def test_the_command_runs_away_from_the_checkout(installed: Installed) -> None:
    assert installed.run("data-platform", "--version").split()[-1] == __version__
    assert "platform_name" in installed.run("data-platform", "questions")
    shown = installed.run("data-platform", "show", "--answers", "-", stdin="platform_name: harbor")
    assert shown.startswith("DATA PLATFORM BLUEPRINT\n")
    assert "harbor" in shown
    assert installed.run("data-platform").startswith("DATA PLATFORM BLUEPRINT\n")
    assert installed.run("data-platform", "new", "acme") == "acme\n"
    assert "acme" in installed.run("data-platform", "list")


def test_the_app_can_be_imported_from_the_wheel(installed: Installed) -> None:
    code = "from data_platform.tui.app import run_app; print(callable(run_app))"
    assert installed.run("python", "-c", code) == "True\n"
