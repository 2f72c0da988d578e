from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from data_platform.catalog import BadCatalogue, Catalogue
from data_platform.catalog.loader import load_catalogue, read_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue that a test may spoil."""
    copy = tmp_path / "catalog"
    shutil.copytree(
        str(files("data_platform.catalog")), copy, ignore=shutil.ignore_patterns("*.py", "__*")
    )
    return copy


@pytest.fixture
def spoil(folder: Path) -> Callable[..., str]:
    """Replace a text in a file of the copy, read it, and give the error's message."""

    def change(file: str, old: str, new: str) -> str:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadCatalogue) as caught:
            read_catalogue(folder)
        return str(caught.value)

    return change
