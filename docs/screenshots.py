"""Takes the pictures of the documentation: `python docs/screenshots.py`.

They are drawn from the real app on the example's answers, so that they cannot grow old
unnoticed. Nothing but the pictures is written.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from data_platform.interview.answer_file import read_answers
from data_platform.sessions.store import Store
from data_platform.tui.app import DataPlatformApp
from data_platform.tui.interview_screen import CALM

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "src/data_platform/example.yaml"
#: Picture -> size of the terminal, and the keys that lead there.
PICTURES: dict[str, tuple[tuple[int, int], list[str]]] = {
    "interview": ((120, 36), ["f2", *"Retention policies", "enter", *"5 years"]),
    "narrow": ((80, 24), ["f2", *"Map requirements", "enter"]),
    "outline": ((100, 30), ["f2"]),
}


async def draw(name: str) -> str:
    """One picture, as SVG."""
    size, keys = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "sessions.db")
        entries = read_answers(EXAMPLE.read_text("utf-8")).entries
        info = store.create("harbor-shop", entries)
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
