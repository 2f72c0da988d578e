"""The live path of one session: what is said goes to the notebook, the store, the design.

An answer is in the notebook at once and in the store at the latest 300 ms later; what the
store cannot take is tried again each second. What another program stores in the session is
seen within a second. After each change the blueprint is designed and its lines are made
anew. No widget lives here.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

from data_platform.blueprint.widths import NARROWEST
from data_platform.interview.notebook import Change, Entry, Notebook, Step, Value
from data_platform.sessions.database import LOG
from data_platform.sessions.errors import StoreError
from data_platform.sessions.saver import Saver
from data_platform.sessions.store import QUICK, open_notebook
from data_platform.sessions.sync import open_rivals

if TYPE_CHECKING:
    from data_platform.blueprint.model import Assumption, Blueprint
    from data_platform.interview.answers import Certainty
    from data_platform.sessions.store import SessionInfo, Store
    from data_platform.sessions.sync import Rival

#: Typed text is stored this many seconds after the first letter that is not stored yet.
SAVE_AFTER = 0.3
#: What could not be stored is tried again after this many seconds.
TRY_AGAIN = 1.0
#: Each so many seconds it is looked whether another program stored something.
LOOK_EACH = 1.0
#: After a pause of so many seconds what is typed is a step of its own.
PAUSE = 2.0
#: A design that took longer than this, in seconds, is made between keys and not at each.
INLINE = 0.03
#: The preview's text is no wider, however much room there is.
WIDEST_SHOWN = 100


@dataclass
class Tools:
    """What designs and renders; loaded after the first frame.

    trouble: what is wrong with the person's own prices, so that list prices count.
    """

    design: Callable[..., Blueprint]
    render: Callable[..., str]
    render_sections: Callable[..., dict[str, tuple[str, ...]]]
    catalogue: Any
    trouble: str = ""

    @classmethod
    def load(cls) -> Tools:
        """Import the advisor, the renderer and the catalogue."""
        from data_platform.advisor import design
        from data_platform.blueprint.render import render, render_sections
        from data_platform.settings import priced_catalogue

        return cls(design, render, render_sections, *priced_catalogue())


@dataclass
class Live:
    """One session while it is open.

    key: what was changed last. sections: the blueprint's lines by section. assumed: what is
    assumed in place of an answer, by its notebook key. trouble: why there is no blueprint of
    the last answers, empty if there is one. rivals: other answers to what is answered, by key.
    on_news: told what another program changed, and to what there are two answers now.
    """

    store: Store
    info: SessionInfo
    notebook: Notebook
    saver: Saver
    tools: Tools | None = None
    blueprint: Blueprint | None = None
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    key: str = ""
    width: int = 80
    on_change: Callable[[list[str]], None] | None = None
    on_design: Callable[[], None] | None = None
    on_stored: Callable[[], None] | None = None
    on_news: Callable[[list[str], list[str]], None] | None = None
    rivals: dict[str, list[Rival]] = field(default_factory=dict)

    @classmethod
    def open(
        cls, store: Store, info: SessionInfo, on_problem: Callable[[StoreError], None]
    ) -> Live:
        """Open a session. Raises StoreError where its answers cannot be read.

        on_problem: told once of each reason why something cannot be stored.
        """
        notebook = open_notebook(store, info.id, on_problem)
        assert isinstance(notebook.listener, Saver)
        return cls(store, info, notebook, notebook.listener)

    def __post_init__(self) -> None:
        # Typing waits for no disk: changes are kept, and stored a little later together.
        self.notebook.listener = self._keep
        self.saver.on_news = self._news
        self.saver.held = self._held
        self._stored_rivals: list[Rival] = []
        self.read_rivals()
        self._said = 0.0
        self._typed = ""
        self._missed = False
        self._timer: asyncio.TimerHandle | None = None
        self._dirty = self._scheduled = False
        self._took = 0.0
        self._place = self.info.place
        self._shown = ""

    # -- saying ------------------------------------------------------------------

    def say(self, key: str, value: Value, typing: bool = False) -> None:
        """An answer as typed or picked; an estimate stays one until it is marked otherwise."""
        entry = self.notebook.get(key)
        if entry and entry.value == value and entry.certainty not in ("unknown", "assumed"):
            return
        now = monotonic()
        if now - self._said > PAUSE:
            self.notebook.pause()
        self._said = now
        estimate = entry is not None and entry.certainty == "estimate"
        certainty: Certainty = "estimate" if estimate else "known"
        self.notebook.set(key, value, certainty, typing=typing)
        self._changed([key], now=not typing)
        self._typed = key if typing else ""

    def mark(self, key: str, certainty: Any) -> None:
        """Say how sure an answer is."""
        self.notebook.mark(key, certainty)
        self._changed([key])

    def confirm(self, keys: Iterable[str]) -> list[str]:
        """Take what is assumed as known, in one step; the keys of which that was so."""
        entries = self.notebook.entries
        assumed = [k for k in keys if k in entries and entries[k].certainty == "assumed"]
        sure = {key: replace(entries[key], certainty="known") for key in assumed}
        return self.become({**entries, **sure}) if sure else []

    def forget(self, key: str) -> None:
        """Take an answer back altogether."""
        self.notebook.set(key, "", typing=False)
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

    def become(self, entries: Mapping[str, Entry]) -> list[str]:
        """Take other answers in place of all these, in one step; the keys that changed."""
        keys = [change.key for change in self.notebook.become(entries)]
        if keys:
            self._changed(keys)
        return keys

    def undo(self, again: bool = False) -> list[Change]:
        """Take the last change back, or do it again; of what was done elsewhere, too."""
        self._typed = ""
        self.flush()
        with suppress(StoreError):  # then it undoes what is known here
            self.saver.look()
        group = self.notebook.redo() if again else self.notebook.undo()
        if group:
            self._changed([change.key for change in group])
        return group

    # -- storing -----------------------------------------------------------------

    def _changed(self, keys: list[str], now: bool = True) -> None:
        self.key = keys[0]
        if now:
            self._typed = ""
            self.flush()
        if self._stored_rivals:
            self._sift_rivals()
        if self.on_change:
            self.on_change(keys)
        self.redesign()

    def _keep(self, step: Step) -> None:
        """Take a step of the notebook."""
        self.saver.keep(step)
        self._store_soon()

    def _store_soon(self, after: float = SAVE_AFTER) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(after, self.flush)

    def at(self, place: str) -> None:
        """Remember the question where one is, with the next thing that is stored."""
        if place != self._place:
            self._typed = ""
            self._place = self.saver.place = place
            self._store_soon()

    def flush(self, patience: float | None = QUICK) -> None:
        """Store all that is not stored yet; what cannot be is tried again in a second.

        patience: how long another program is waited for, in seconds; None: as long as it may.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        was_saved = self.saved
        if not self.saver.flush(patience):
            self._store_soon(TRY_AGAIN)
        elif not was_saved and self.on_stored:
            self.on_stored()

    # -- others ------------------------------------------------------------------

    def look(self) -> None:
        """Take in what another program stored in the session."""
        with suppress(StoreError):  # it is read again in a second
            if self.store.changed_outside() or self._missed:
                self._missed = True
                self._look_whether_deleted()
                if self.saver.contested():
                    return  # until the typing ends; if it goes on, there are two answers
                looked = self.saver.look()
                self._missed = False
                if looked:
                    self._tell_news([], [])

    def _look_whether_deleted(self) -> None:
        was, self.info = self.info, self.store.get(self.info.id)
        if self.info.deleted and not was.deleted and self.on_news:
            self.on_news([], [])

    def _held(self) -> str:
        """The key in which a person is typing just now."""
        return self._typed if monotonic() - self._said < PAUSE else ""

    def _news(self, keys: list[str], conflicts: list[str]) -> None:
        # Later: it may be in the middle of storing.
        asyncio.get_running_loop().call_soon(self._tell_news, keys, conflicts)

    def _tell_news(self, keys: list[str], conflicts: list[str]) -> None:
        self.flush()
        self.read_rivals()
        if self.on_news:
            self.on_news(keys, conflicts)
        if keys:
            self.key = keys[0]
            self.redesign()

    def read_rivals(self) -> None:
        """Read which answers have others beside them."""
        with suppress(StoreError):  # then those count that are known
            self._stored_rivals = self.store.rivals(self.info.id)
        self._sift_rivals()

    def _sift_rivals(self) -> None:
        """Those count of which a person is still to pick one."""
        self.rivals = open_rivals(self._stored_rivals, self.notebook.entries)

    def settle(self, key: str, entry: Entry | None) -> None:
        """Take one of the answers to a question as the one that counts. Raises StoreError.

        What others answer meanwhile is not settled by it; undoing it opens the question anew.
        """
        seen, stood = self.rivals.get(key, []), self.notebook.get(key)
        if entry is not None and entry != stood:
            self.notebook.set(key, entry.value, entry.certainty, typing=False)
            self._changed([key])
        self.flush()
        self.saver.settle(key, entry, seen, stood)
        self.read_rivals()

    def close(self) -> None:
        """Store everything, the preview too: for once, waiting for another program."""
        self.flush(patience=None)
        text = "\n\n".join("\n".join(lines) for lines in self.sections.values())
        if self.saved and text and text != self._shown:
            with suppress(StoreError):  # it is made anew from the answers
                self.store.save_preview(self.info.id, text, self.cost)
                self._shown = text

    @property
    def saved(self) -> bool:
        """Whether the store takes what is said."""
        return not self.saver.problem

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
            self.assumed = dict(self._assumed(blueprint.assumptions))
        # A slow first design (caches, imports) does not make all later ones wait.
        self._took = min(perf_counter() - started, 2 * self._took + INLINE)
        if self.on_design:
            self.on_design()

    def _assumed(self, assumptions: list[Assumption]) -> Iterator[tuple[str, str]]:
        """What is assumed by notebook key; of a field of records, for each of them apart."""
        for one in assumptions:
            name, _, field = one.key.partition(".")
            if not field:
                yield one.key, one.value
                continue
            rids = self.notebook.records(name)
            for at in one.records:
                if at < len(rids):  # where there is no record, one was assumed, too
                    yield f"{name}/{rids[at]}/{field}", one.value

    def set_width(self, width: int) -> None:
        """Render for a preview of this many cells."""
        width = max(NARROWEST, min(WIDEST_SHOWN, width))
        if width != self.width:
            self.width = width
            if self.tools and self.blueprint:
                self.key = ""
                self._dirty = True
                self._run()

    def failed(self, error: Exception) -> None:
        """Write down why there is no blueprint, and say it quietly."""
        path = self.store.path.with_name(LOG)
        self.trouble = f"Not redesigned; your answers are kept.  See {path}"
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write("".join(traceback.format_exception(error)))
        except OSError:
            logging.getLogger(__name__).warning("cannot write %s", path)
            self.trouble = "Not redesigned; your answers are kept."

    @property
    def cost(self) -> str:
        """The likely cost and its band, like “$412 a month (310-690)”."""
        if self.blueprint is None:
            return ""
        cost = self.blueprint.cost
        low, likely, high = (f"{value:,.0f}" for value in (cost.low, cost.total, cost.high))
        return f"${likely} a month" + ("" if low == likely == high else f" ({low}-{high})")
