"""Two answers to one question: shown with who gave them, and one of them picked.

Where the other answers come from is in `sessions.sync`; how they are told of, in `others`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_platform.interview.changes import label, value_shown
from data_platform.sessions.errors import StoreError
from data_platform.tui.dialogs import Item, Picker, filtered
from data_platform.tui.lines import Row, fit, plain
from data_platform.tui.others import named
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry
    from data_platform.tui.interview_screen import InterviewScreen
    from data_platform.tui.live import Live

#: The sign of the answer that stands.
STANDS = "●"
#: The cells of an answer in a row.
VALUE = 34


@dataclass(frozen=True)
class Answer:
    """An answer and who gave it. stands: it is the one that counts now."""

    entry: Entry | None
    who: str
    stands: bool = False


def open_rivals(screen: InterviewScreen) -> None:
    """Pick for the question at the cursor, else show all that have two answers."""
    live = screen.live
    if live is None or screen.form is None:
        return
    live.flush()
    live.look()
    live.read_rivals()
    here = screen.prompt.key if screen.prompt else ""
    if here in live.rivals:
        _pick(screen, live, here)
    elif live.rivals:
        _list(screen, live)
    else:
        tell(screen, "No question has two answers.")


def answers_to(live: Live, key: str) -> list[Answer]:
    """The answers to a question, the one that stands first; who gave the same, together."""
    standing = live.notebook.get(key)
    given: dict[tuple[object, ...], list[Answer]] = {}
    said = [Answer(standing, one, stands=True) for one in _said_by(live, key, standing)]
    said += [Answer(one.entry, one.who) for one in live.rivals.get(key, [])]
    for one in said:
        value = one.entry and (str(one.entry.value), one.entry.certainty)
        given.setdefault((value,), []).append(one)
    return [
        Answer(same[0].entry, ", ".join(filter(None, (named(o.who) for o in same))), same[0].stands)
        for same in given.values()
    ]


def _said_by(live: Live, key: str, entry: Entry | None) -> list[str]:
    """Who said what stands: the people it came from, else who stored it."""
    try:
        same = [
            one.who
            for one in live.store.rivals(live.info.id)
            if (one.key, one.entry) == (key, entry)
        ]
        return same or [live.store.author(live.info.id, key)]
    except StoreError:  # it is not known then
        return [""]


def _pick(screen: InterviewScreen, live: Live, key: str) -> None:
    items = [_row(key, one) for one in answers_to(live, key)]

    def picked(answer: Answer | None) -> None:
        if answer is not None:
            _settle(screen, live, key, answer)

    title = f"{short(label(key, live.notebook.entries), 50)}: which answer counts?"
    long = any(len(one.about) > VALUE for one in items)
    screen.app.push_screen(Picker(title, filtered(items), small=True, tells=long), picked)


def _row(key: str, one: Answer) -> Item[Answer]:
    said = plain(value_shown(key, one.entry))
    row: Row = [
        (f"{STANDS if one.stands else ' '} ", "mark"),
        (fit(said, VALUE), ""),
        ("  ", ""),
        (short(one.who, 24), "dim"),
        ("  stands" if one.stands else "", "accent"),
    ]
    value = one.entry.value if one.entry and isinstance(one.entry.value, str) else said
    return Item(row, one, f"{said} {one.who}", about=short(" ".join(value.split()), 140))


def _settle(screen: InterviewScreen, live: Live, key: str, answer: Answer) -> None:
    title = short(label(key, live.notebook.entries))
    try:
        # As it was shown: what stands may be another one by now.
        live.settle(key, answer.entry)
    except StoreError as error:
        said = f"{title} is not settled yet; every answer is kept. {error}"
        tell(screen, said, trouble=True)
    else:
        tell(screen, f"{title}: {short(value_shown(key, live.notebook.get(key)))} counts.")
    if screen.form is not None:
        screen.form.changed([key], reload=True)
        for block in screen.form.blocks:
            block.note.update()
    screen.standing_changed()


def _list(screen: InterviewScreen, live: Live) -> None:
    items = []
    for key in live.rivals:
        title = plain(label(key, live.notebook.entries))
        said = [plain(value_shown(key, one.entry)) for one in answers_to(live, key)]
        shown: Row = [(fit(title, VALUE), ""), ("  ", ""), (" | ".join(said), "dim")]
        items.append(Item(shown, key, f"{title} {' '.join(said)}"))

    def go(key: str | None) -> None:
        if key is None or screen.form is None:
            return
        screen.to_form()
        screen.form.go_to(key)
        if key in live.rivals:
            _pick(screen, live, key)

    screen.app.push_screen(Picker("Questions with two answers", filtered(items), small=True), go)
