"""The live path of one session: what is said goes to the notebook, the store, the design.

An answer is in the notebook at once and in the store at the latest 300 ms later; after
each change the blueprint is designed and its lines are made anew. No widget lives here.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from data_platform.interview.notebook import Change, Listener, Notebook, Value

if TYPE_CHECKING:
    from data_platform.blueprint.model import Blueprint
    from data_platform.sessions.store import SessionInfo, Store

#: Typed text is stored this many seconds after the first letter that is not stored yet.
SAVE_AFTER = 0.3
#: A design that took longer than this, in seconds, is made between keys and not at each.
INLINE = 0.03
#: The widths that the renderer takes.
NARROWEST, WIDEST = 40, 100


class Deferred:
    """A notebook's listener that hands changes on in batches, so that typing waits for no disk."""

    def __init__(self, listener: Listener | None) -> None:
        self.listener = listener
        self.pending: list[Change] = []
        self.on_pending: Callable[[], None] | None = None

    def __call__(self, changes: list[Change]) -> None:
        """Take changes; the last state of a key wins."""
        self.pending += changes
        if self.on_pending:
            self.on_pending()

    def flush(self) -> None:
        """Hand everything on. Runs of changes of one key become one."""
        if not self.pending or self.listener is None:
            self.pending = []
            return
        merged: list[Change] = []
        for change in self.pending:
            if merged and merged[-1].key == change.key:
                change = Change(change.key, merged.pop().old, change.new)
            merged.append(change)
        self.pending = []
        self.listener(merged)


@dataclass
class Tools:
    """What designs and renders; loaded after the first frame."""

    design: Callable[..., Blueprint]
    render: Callable[..., str]
    render_sections: Callable[..., dict[str, tuple[str, ...]]]
    catalogue: Any

    @classmethod
    def load(cls) -> Tools:
        """Import the advisor, the renderer and the catalogue."""
        from data_platform.advisor import design
        from data_platform.blueprint.render import render, render_sections
        from data_platform.catalog import load_catalogue

        return cls(design, render, render_sections, load_catalogue())


@dataclass
class Live:
    """One session while it is open.

    key: what was changed last. sections: the blueprint's lines by section. trouble: why
    there is no blueprint of the last answers, empty if there is one.
    """

    store: Store
    info: SessionInfo
    notebook: Notebook
    tools: Tools | None = None
    blueprint: Blueprint | None = None
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    key: str = ""
    width: int = 80
    place: str = ""
    on_change: Callable[[list[str]], None] | None = None
    on_design: Callable[[], None] | None = None
    on_problem: Callable[[str], None] | None = None

    def __post_init__(self) -> None:
        self._deferred = Deferred(self.notebook.listener)
        self._deferred.on_pending = self._store_soon
        self.notebook.listener = self._deferred
        self._timer: asyncio.TimerHandle | None = None
        self._dirty = self._scheduled = False
        self._took = 0.0
        self._stored_place = self.info.place
        self._shown = ""

    # -- saying ------------------------------------------------------------------

    def say(self, key: str, value: Value, typing: bool = False) -> None:
        """An answer as typed or picked; an estimate stays one until it is marked otherwise."""
        entry = self.notebook.get(key)
        if entry and entry.value == value and entry.certainty != "unknown":
            return
        estimate = entry is not None and entry.certainty == "estimate"
        self.notebook.set(key, value, "estimate" if estimate else "known")
        self._changed([key], now=not typing)

    def mark(self, key: str, certainty: Any) -> None:
        """Say how sure an answer is."""
        self.notebook.mark(key, certainty)
        self._changed([key])

    def forget(self, key: str) -> None:
        """Take an answer back altogether."""
        self.notebook.set(key, "")
        self._changed([key])

    def add(self, name: str, after: str | None = None) -> str:
        """Add a record."""
        rid = self.notebook.add(name, after)
        self._changed([name])
        return rid

    def duplicate(self, name: str, rid: str) -> str:
        """Copy a record."""
        copy = self.notebook.duplicate(name, rid)
        self._changed([name])
        return copy

    def remove(self, name: str, rid: str) -> None:
        """Remove a record."""
        self.notebook.remove(name, rid)
        self._changed([name])

    def move(self, name: str, rid: str, by: int) -> None:
        """Move a record."""
        self.notebook.move(name, rid, by)
        self._changed([name])

    def undo(self, again: bool = False) -> list[Change]:
        """Take the last change back, or do it again."""
        group = self.notebook.redo() if again else self.notebook.undo()
        if group:
            self._changed([change.key for change in group])
        return group

    # -- storing -----------------------------------------------------------------

    def _changed(self, keys: list[str], now: bool = True) -> None:
        self.key = keys[0]
        if now:
            self.flush()
        if self.on_change:
            self.on_change(keys)
        self.redesign()

    def _store_soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SAVE_AFTER, self.flush)

    def at(self, place: str) -> None:
        """Remember the question where one is, with the next thing that is stored."""
        if place != self.place:
            self.place = place
            self._store_soon()

    def flush(self) -> None:
        """Store all that is not stored yet."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        from data_platform.sessions.errors import StoreError

        try:
            self._deferred.flush()
            if self.place and self.place != self._stored_place:
                self.store.set_place(self.info.id, self.place)
                self._stored_place = self.place
        except StoreError as error:
            self._problem(str(error))

    def close(self) -> None:
        """Store everything, the preview too."""
        self.flush()
        text = "\n\n".join("\n".join(lines) for lines in self.sections.values())
        if text and text != self._shown:
            from data_platform.sessions.errors import StoreError

            try:
                self.store.save_preview(self.info.id, text, self.cost)
                self._shown = text
            except StoreError as error:
                self._problem(str(error))

    @property
    def saved(self) -> bool:
        """Whether everything said is stored."""
        pending = getattr(self._deferred.listener, "pending", None)
        return not self._deferred.pending and not pending

    def _problem(self, text: str) -> None:
        if self.on_problem:
            self.on_problem(text)

    # -- designing ---------------------------------------------------------------

    def redesign(self) -> None:
        """Design now where that is quick, else once the keys that wait are taken in."""
        self._dirty = True
        if self.tools is None:
            return
        if self._took <= INLINE:
            self._run()
        elif not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_later(self._took / 4, self._run)

    def _run(self) -> None:
        self._scheduled = False
        tools = self.tools
        if not self._dirty or tools is None:
            return
        self._dirty = False
        started = perf_counter()
        try:
            blueprint = tools.design(self.notebook.answers(), tools.catalogue)
            sections = tools.render_sections(blueprint, width=self.width)
        except Exception as error:  # a failing design must not take the answers with it
            self.failed(error)
        else:
            self.blueprint, self.sections, self.trouble = blueprint, sections, ""
            self.assumed = {one.key: one.value for one in blueprint.assumptions}
        # A slow first design (caches, imports) does not make all later ones wait.
        self._took = min(perf_counter() - started, 2 * self._took + INLINE)
        if self.on_design:
            self.on_design()

    def set_width(self, width: int) -> None:
        """Render for a preview of this many cells."""
        width = max(NARROWEST, min(WIDEST, width))
        if width != self.width:
            self.width = width
            if self.tools and self.blueprint:
                self.key = ""
                self._dirty = True
                self._run()

    def failed(self, error: Exception) -> None:
        """Write down why there is no blueprint, and say it quietly."""
        path = self.store.path.with_name("data-platform.log")
        self.trouble = f"Not redesigned; your answers are kept.  See {path}"
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write("".join(traceback.format_exception(error)))
        except OSError:
            logging.getLogger(__name__).warning("cannot write %s", path)
            self.trouble = "Not redesigned; your answers are kept."

    @property
    def cost(self) -> str:
        """Low, likely and high a month, like “$310 / 412 / 690 a month”."""
        if self.blueprint is None:
            return ""
        cost = self.blueprint.cost
        low, likely, high = (f"{value:,.0f}" for value in (cost.low, cost.total, cost.high))
        if low == likely == high:
            return f"${likely} a month"
        return f"${low} / {likely} / {high} a month"
