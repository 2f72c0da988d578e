"""Takes the pictures of the documentation: `python docs/screenshots.py`.

They are drawn from the real app on the example's answers, so that they cannot grow old
unnoticed. Nothing but the pictures is written.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from data_platform.interview.answer_file import read_answers
from data_platform.sessions import versions
from data_platform.sessions.store import SessionInfo, Store, open_notebook
from data_platform.tui.app import DataPlatformApp
from data_platform.tui.interview_screen import CALM

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "src/data_platform/example.yaml"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
#: Picture -> size of the terminal, and the keys that lead there.
PICTURES: dict[str, tuple[tuple[int, int], list[str]]] = {
    "interview": ((120, 36), ["f2", *"Retention policies", "enter", *"5 years"]),
    "narrow": ((80, 24), ["f2", *"Map requirements", "enter"]),
    "outline": ((100, 30), ["f2"]),
    "command-bar": ((80, 24), ["tab", "/", *"data-platform fraud"]),
    "history": ((80, 24), ["ctrl+l"]),
    "versions": ((80, 24), ["shift+f9"]),
    "sessions": ((80, 24), ["f9"]),
}


def _harbor_shop(store: Store) -> SessionInfo:
    """The example's session, with some changes and a version."""
    entries = read_answers(EXAMPLE.read_text("utf-8")).entries
    info = store.create("harbor-shop", entries)
    store.create("crm-analytics")
    notebook = open_notebook(store, info.id)
    notebook.set("budget", "$1,200")
    versions.keep(store, info.id, "before the review")
    shop, *_ = notebook.records("sources")
    notebook.set(f"sources/{shop}/volume", "240 GB")
    notebook.add("sources", values={"name": "helpdesk", "kind": "saas_api"})
    notebook.undo()
    notebook.undo()
    notebook.set("budget", "$900")
    return info


@contextmanager
def _in_utc() -> Iterator[None]:
    """Times are shown in UTC meanwhile, wherever this runs."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


async def draw(name: str) -> str:
    """One picture, as SVG."""
    size, keys = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder, _in_utc():
        # The history shows times, so these must be the same each time.
        clock = (lambda: NOON) if name == "history" else None
        store = Store.open(Path(folder) / "sessions.db", now=clock)
        info = _harbor_shop(store)
        app = DataPlatformApp(store, info)
        async with app.run_test(size=size) as pilot:
            while app.focused is None:
                await pilot.pause()
            for key in keys:
                await pilot.press("space" if key == " " else key)
            for _ in range(5):
                await pilot.pause(CALM)  # the outline column follows the form
            svg = app.export_screenshot(title="data-platform")
        store.close()
    # The picture stands alone: no fonts from elsewhere.
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)


async def main() -> None:
    """Draw every picture."""
    for name in PICTURES:
        (HERE / "images" / f"{name}.svg").write_text(await draw(name), "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
