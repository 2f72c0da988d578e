"""Loading: once, without the terminal's libraries, and quickly."""

from __future__ import annotations

import subprocess
import sys

from data_platform.catalog import load_catalogue
from data_platform.catalog.loader import read_catalogue


def test_it_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


def test_the_types_do_not_import_yaml() -> None:
    code = "import sys, data_platform.catalog; assert 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_loading_imports_nothing_heavy() -> None:
    code = (
        "import sys; from data_platform.catalog import load_catalogue; load_catalogue();"
        "heavy = {'pydantic', 'textual', 'rich', 'jinja2', 'sqlite3'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_two_readings_are_equal(catalogue: object) -> None:
    from importlib.resources import files

    assert read_catalogue(files("data_platform.catalog")) == catalogue
