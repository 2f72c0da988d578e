"""A stand-in for the advisor in tests of the app: quick, and every answer shows."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from data_platform.blueprint.model import SECTIONS
from data_platform.interview.answers import Answers
from data_platform.sessions.store import Store
from data_platform.settings import Settings
from data_platform.tui.app import DataPlatformApp
from data_platform.tui.interview_screen import InterviewScreen
from data_platform.tui.live import Tools

REAL = Tools.load


def design(answers: Answers, catalogue: object) -> SimpleNamespace:
    growth = Decimal(str(answers.growth or 0))
    cost = SimpleNamespace(low=100 + growth, total=200 + growth, high=300 + growth)
    assumed = [] if answers.raw_retention else [("raw_retention", "13 months")]
    assumed += [] if answers.cloud else [("cloud", "AWS")]
    return SimpleNamespace(
        answers=answers,
        cost=cost,
        title=SimpleNamespace(name=answers.platform_name or "platform"),
        assumptions=[SimpleNamespace(key=key, value=value) for key, value in assumed],
    )


def render_sections(blueprint: SimpleNamespace, width: int = 80) -> dict[str, tuple[str, ...]]:
    a = blueprint.answers
    said = {
        "title": [f"Name: {a.platform_name}"],
        "data_sources": [f"{s.name} {s.kind} {s.volume}" for s in a.sources],
        "storage": [f"Retention: {a.raw_retention}", f"Deletion: {a.deletion_requests}"],
        "scaling": [f"Growth: {a.growth}"],
        "title_extra": [],
    }
    return {
        name: (heading, "─" * 28, *said.get(name, []), *(f"{name} line {i}" for i in range(8)))
        for name, heading in SECTIONS.items()
    }


def render(
    blueprint: SimpleNamespace, form: str = "text", section: str | None = None, width: int = 80
) -> str:
    sections = render_sections(blueprint, width)
    names = [section] if section else list(sections)
    mark = "## " if form == "markdown" else ""
    return "\n\n".join(mark + "\n".join(sections[name]) for name in names) + "\n"


def tools() -> Tools:
    return Tools(design, render, render_sections, None)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "sessions.db")
    yield store
    store.close()


@pytest.fixture
def real_tools(fake_tools: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tools, "load", REAL)


@pytest.fixture(autouse=True)
def fake_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tools, "load", classmethod(lambda cls: tools()))
    for name in ("TMUX", "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_PLATFORM_CONFIG", os.devnull)


class Driver:
    """An app at work, with what the tests ask of it."""

    def __init__(self, app: DataPlatformApp, pilot: Pilot[int], store: Store) -> None:
        self.app, self.pilot, self.store = app, pilot, store

    @property
    def screen(self) -> Any:
        """The interview, even while a dialog is over it."""
        return next(s for s in self.app.screen_stack if isinstance(s, InterviewScreen))

    @property
    def notebook(self) -> Any:
        return self.screen.live.notebook

    @property
    def section(self) -> str:
        return self.screen.form.place.section.title

    @property
    def current(self) -> Any:
        return self.screen.form.current

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for a condition; the message queues are run meanwhile."""
        for _ in range(400):
            try:
                if holds():
                    return
            except Exception:  # not there yet
                pass
            await self.pilot.pause(0.01)
        raise AssertionError(f"never came: {self.shown()}")

    async def ready(self) -> "Driver":
        await self.until(lambda: self.current is not None and self.screen.live.blueprint)
        await self.pilot.pause()
        return self

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {" ": "space", "/": "slash", ".": "full_stop", "%": "percent_sign"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def go(self, question: str) -> None:
        self.screen.form.go_to(question)
        await self.until(lambda: self.current.prompt.place == question)
        await self.pilot.pause()

    def shown(self) -> str:
        """The text of the screen as a terminal would show it."""
        width, height = self.app.size
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(s.text for s in row)[:width] for row in rows[:height])

    def stored(self) -> dict[str, Any]:
        self.screen.live.flush()
        return self.store.entries(self.screen.info.id)


Start = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture
def start(store: Store) -> Start:
    @asynccontextmanager
    async def start(
        width: int = 80,
        height: int = 24,
        session: str | None = None,
        wait: bool = True,
        settings: Settings | None = None,
    ) -> Any:
        app = DataPlatformApp(store, store.find(session) if session else None, settings)
        async with app.run_test(size=(width, height), notifications=True) as pilot:
            driver = Driver(app, pilot, store)
            if wait:
                await driver.ready()
            yield driver

    return start
