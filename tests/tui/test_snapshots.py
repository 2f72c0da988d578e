"""The looks: a few pictures of the whole screen, kept as SVG. --snapshot-update rewrites them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from data_platform.interview.answer_file import read_answers
from data_platform.sessions.store import Store
from data_platform.tui.app import DataPlatformApp

EXAMPLE = Path(__file__).parents[2] / "src/data_platform/example.yaml"


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        pytest.param((80, 24), ["f2", *"Map requirements", "enter"], id="form-80x24"),
        pytest.param((80, 24), ["f3"], id="blueprint-80x24"),
        pytest.param((120, 40), ["f2", *"Retention policies", "enter"], id="both-120x40"),
        pytest.param((80, 24), ["f2"], id="outline-80x24"),
    ],
)
def test_it_looks_as_it_did(
    tmp_path: Path,
    snap_compare: Callable[..., bool],
    real_tools: None,
    size: tuple[int, int],
    keys: list[str],
) -> None:
    store = Store.open(tmp_path / "sessions.db")
    info = store.create("harbor-shop", read_answers(EXAMPLE.read_text("utf-8")).entries)
    app = DataPlatformApp(store, info)

    async def act(pilot: Pilot[Any]) -> None:
        while app.focused is None:
            await pilot.pause()
        await pilot.press(*("space" if key == " " else key for key in keys))
        for _ in range(5):
            await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=act)
    store.close()
