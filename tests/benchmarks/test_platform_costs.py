"""Published costs of whole platforms: read, compared, and explained where they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.platform_costs import NEAR, Platform, main, platforms, written

ONE = """
title: A shop
source: "example.org, a page"
published: 100
currency: EUR
answers:
  cloud: vm
  sources: [{name: shop, kind: postgresql, volume: 5 GB}]
"""


@pytest.fixture(scope="module")
def found() -> list[Platform]:
    return platforms()


def test_most_published_costs_lie_between_low_and_high(found: list[Platform]) -> None:
    assert len(found) >= 10
    assert sum(one.within for one in found) / len(found) >= 0.5
    assert all(one.low <= one.likely <= one.high for one in found)


def test_what_is_off_says_why(found: list[Platform]) -> None:
    text = " ".join(written(found).split())
    for one in found:
        if not (one.within and one.near):
            assert one.why, one.slug
            assert one.why in text
    assert f"likely within {NEAR} %" in text


def test_every_platform_has_a_source(found: list[Platform]) -> None:
    assert all(len(one.source) > 15 and not one.source.isdigit() for one in found)


def test_a_folder_of_its_own_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.yaml").write_text(ONE)
    main([str(tmp_path), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed["of"] == 1
    (row,) = printed["platforms"]
    assert row["published"] == 109
    assert row["within"] is (row["low"] <= 109 <= row["high"])


def test_parts_that_were_not_counted_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(ONE)
    (tmp_path / "less.yaml").write_text(ONE + "leaves_out: [Platform]\n")
    whole, less = platforms(tmp_path)
    assert less.likely < whole.likely


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(ONE + "budget: 3\n")
    with pytest.raises(ValueError, match="budget"):
        platforms(tmp_path)
