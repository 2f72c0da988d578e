"""The app with a file of own prices: they count, and a bad one leaves list prices and is told."""

import pytest

from data_platform.catalog import load_catalogue
from data_platform.tui import interview_screen

pytestmark = pytest.mark.usefixtures("real_tools")


@pytest.fixture
def prices(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("")
    return tmp_path / "prices.yaml"


async def test_own_prices_count(start, prices):
    prices.write_text("date: 2026-11-01\ns3_standard: {usd: 0.5}\n")
    async with start() as d:
        price = d.screen.live.tools.catalogue.prices["s3_standard"]
        assert (price.usd, price.effective) == (0.5, "2026-11-01")
        assert not d.screen.live.tools.trouble


async def test_a_bad_file_is_told_and_list_prices_count(start, prices, monkeypatch):
    told = []
    monkeypatch.setattr(interview_screen, "tell", lambda where, text, **more: told.append(text))
    prices.write_text("s3_standart: 1\n")
    async with start() as d:
        [said] = [text for text in told if "own prices" in text]
        assert "s3_standart: is no SKU of the price book" in said
        assert d.screen.live.tools.catalogue is load_catalogue()
        assert d.screen.live.blueprint is not None
