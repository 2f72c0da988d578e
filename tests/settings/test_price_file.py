"""Where own prices are looked for, and that a bad file leaves list prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_platform.catalog import load_catalogue
from data_platform.settings import BadPrices, catalogue_with, priced_catalogue, prices_path


def test_it_stands_beside_the_settings(tmp_path: Path) -> None:
    assert prices_path({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "data-platform/prices.yaml"
    named = {"DATA_PLATFORM_CONFIG": str(tmp_path / "mine.toml")}
    assert prices_path(named) == tmp_path / "prices.yaml"


def test_without_a_file_nothing_is_copied(tmp_path: Path) -> None:
    found, trouble = priced_catalogue({"XDG_CONFIG_HOME": str(tmp_path)})
    assert found is load_catalogue()
    assert trouble == ""


def test_with_a_bad_file_list_prices_count(tmp_path: Path) -> None:
    path = prices_path({"XDG_CONFIG_HOME": str(tmp_path)})
    path.parent.mkdir()
    path.write_text("s3_standard: {usd: cheap}")
    found, trouble = priced_catalogue({"XDG_CONFIG_HOME": str(tmp_path)})
    assert found is load_catalogue()
    assert trouble.startswith(f"own prices, {path}: s3_standard.usd: “cheap” is no number")
    assert trouble.endswith("list prices count")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadPrices, match="is no file"):
        catalogue_with(tmp_path)
