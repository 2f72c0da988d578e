"""The open questions by how much of design and cost they decide; Enter goes to one.

They are worked out in a thread, and shown as they come. How they rank is in
`inquiry.what_matters`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import get_current_worker

from data_platform.inquiry.relative import key_of
from data_platform.inquiry.what_matters import STATES, Matter, matters, ranked
from data_platform.interview.questions import question_of
from data_platform.tui.dialogs import Item, Line, Picker
from data_platform.tui.keymap import keys_of
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.telling import tell

if TYPE_CHECKING:
    from data_platform.catalog import Catalogue
    from data_platform.interview.answers import Answers
    from data_platform.tui.blueprint_actions import BlueprintActions

HINT = "type to filter; {list.choose} goes to the question"
WORKING = "Trying the plausible answers…"
NOTHING = "No open question moves anything: the design stands."
ESSENTIAL, OTHERS = "Essential questions", "Others"
#: What is worked out is shown after so many questions.
EACH = 12
#: The cells of what a question decides, of the parts and of US dollars a month.
_PARTS, _MONEY = 15, 18


class MattersScreen(Picker[str]):
    """The ranking, as far as it is known; gives the path of the question to go to.

    known: the ranking, where it was worked out already.
    """

    @dataclass
    class Found(Message):
        """What was worked out. whole: whether it is all."""

        matters: list[Matter]
        whole: bool

    @dataclass
    class Failed(Message):
        """It cannot be worked out."""

        trouble: str

    def __init__(
        self,
        answers: Answers,
        catalogue: Catalogue,
        hint: str,
        known: list[Matter] | None = None,
    ) -> None:
        super().__init__("What matters", self._rows, hint, tells=True)
        self.answers, self.catalogue = answers, catalogue
        self.matters = known or []
        self.whole = known is not None
        self.list.nothing = NOTHING if self.whole and not self.matters else WORKING

    def on_mount(self) -> None:
        """Begin to work it out, where it is not known."""
        super().on_mount()
        if not self.whole:
            self.run_worker(self._work, thread=True, exclusive=True, exit_on_error=False)

    def _work(self) -> None:
        worker = get_current_worker()
        found: list[Matter] = []
        try:
            for number, one in enumerate(matters(self.answers, self.catalogue), 1):
                if worker.is_cancelled:
                    return
                found.append(one)
                if number % EACH == 0:
                    self.post_message(self.Found(ranked(found), whole=False))
            self.post_message(self.Found(ranked(found), whole=True))
        except Exception as error:  # it takes nothing else with it
            self.post_message(self.Failed(f"What matters cannot be worked out: {error}"))

    def on_matters_screen_found(self, message: Found) -> None:
        """Show what there is; the cursor stays on its question."""
        message.stop()
        here = self.list.here()
        self.matters, self.whole = message.matters, message.whole
        self.list.nothing = WORKING if not self.whole else NOTHING
        self.list.items = self._rows(self.query_one(Line).value)
        values = [item.value for item in self.list.items]
        moved = here is not None and self.list.cursor > 1 and here.value in values
        self._rebuilt(values.index(here.value) if here and moved else 0)

    def on_matters_screen_failed(self, message: Failed) -> None:
        """Say why there is nothing."""
        message.stop()
        self.list.nothing = ""
        self.list.refresh()
        tell(self, plain(message.trouble), trouble=True)

    def _rows(self, typed: str) -> Sequence[Item[Any]]:
        words = typed.casefold().split()
        self.list.nothing = (
            "Nothing fits; shorten what you typed."
            if words and self.matters
            else (NOTHING if self.whole else WORKING)
        )
        fitting = [
            one
            for one in self.matters
            if all(word in f"{one.label} {one.ask} {one.path}".casefold() for word in words)
        ]
        rows: list[Item[Any]] = []
        for essential, of_both in groupby(fitting, key=lambda one: one.essential):
            heading = ESSENTIAL if essential else OTHERS
            rows.append(Item([(heading, "title")], "", heading=True))
            rows += (Item(_row(one), one.path, about=_about(one)) for one in of_both)
        return rows


def _row(one: Matter) -> Row:
    parts = f"{len(one.parts)} of {one.of} parts" if one.parts else ""
    money = f"up to ${one.money:,.0f}" if one.money >= 1 else ""
    return [
        (fit(plain(one.label), 33), ""),
        (" ", ""),
        (fit(parts, _PARTS), ""),
        (" ", ""),
        (money.rjust(_MONEY), "dim"),
    ]


def _about(one: Matter) -> str:
    more = f", as in {len(one.also)} more" if one.also else ""
    return f"{one.ask} It is {STATES[one.state]}{more}; it {one.reason}."


def open_matters(screen: BlueprintActions) -> None:
    """Show the ranking over the interview, and go to the question that is picked."""
    live, form = screen.live, screen.form
    if live is None or form is None or live.tools is None:
        return
    live.flush()
    answers = live.notebook.answers()
    known = screen.matters if screen.matters is not None else None
    stands = known[1] if known is not None and known[0] == answers else None
    shown = MattersScreen(answers, live.tools.catalogue, keys_of(screen).say(HINT), stands)

    def go(path: str | None) -> None:
        if shown.whole:
            screen.matters = answers, shown.matters
        if path:
            screen.show_preview(False)
            form.go_to(key_of(path, live.notebook) if "." in path else question_of(path).id)

    screen.app.push_screen(shown, go)
