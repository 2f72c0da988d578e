"""The steps of a session's history in words: told a piece at a time, found by what is typed.

Pure: what a change is called is in `interview.changes`, how the rows look in `history_screen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from data_platform.interview.changes import began, told
from data_platform.interview.history import NEVER, Recorded, pairing
from data_platform.interview.notebook import Change, Entry, kind_for
from data_platform.tui.lines import plain

#: So many steps are told together: those in view take a piece or two.
PIECE = 64
#: The day of what has no time.
NO_DAY = "Time not known"
UNDONE = "undone"
_KINDS = {"undo": "Took back: ", "redo": "Did again: "}

#: What was said in records, by the list's name; all else a step's changes tell themselves.
_Records = dict[str, dict[str, Entry]]


@dataclass(frozen=True)
class Told:
    """A step in words. lines: what it did, the first first. words: what finds it."""

    lines: tuple[str, ...]
    words: str


class Steps:
    """All steps, by their places in the history from 0."""

    def __init__(self, steps: Sequence[Recorded]) -> None:
        self.steps = steps
        self.undone = pairing(steps)[1]
        self.days = [_day(step.at) for step in steps]
        self._told: dict[int, Sequence[Told]] = {}
        self._before: list[_Records] = list(_records_before(steps))

    @property
    def pieces(self) -> int:
        """How many pieces there are, the last of them the newest."""
        return len(self._before)

    def told(self, at: int) -> Told:
        """A step in words."""
        piece, place = divmod(at, PIECE)
        return self.tell(piece)[place]

    def tell(self, piece: int) -> Sequence[Told]:
        """Put a piece in words, if it is not yet."""
        if piece not in self._told:
            self._told[piece] = list(self._tell(piece))
        return self._told[piece]

    def find(self, typed: str) -> Iterator[int]:
        """The steps with every typed word, the newest first; of what is told so far."""
        words = plain(typed).casefold().split()
        for piece in sorted(self._told, reverse=True):
            first = piece * PIECE
            for place, one in reversed(list(enumerate(self._told[piece]))):
                if all(word in one.words for word in words):
                    yield first + place

    def _tell(self, piece: int) -> Iterator[Told]:
        records = {name: dict(entries) for name, entries in self._before[piece].items()}
        first = piece * PIECE
        for at, step in enumerate(self.steps[first : first + PIECE], first):
            lines = _lines(step, records)
            _put(records, step.changes)
            said = (UNDONE if at in self.undone else "", clock(step.at), self.days[at])
            yield Told(lines, " ".join((*lines, *said)).casefold())


def clock(at: datetime) -> str:
    """The time of this computer, like 14:02; empty where there is none."""
    return "" if at == NEVER else f"{at.astimezone():%H:%M}"


def _day(at: datetime) -> str:
    if at == NEVER:
        return NO_DAY
    here = at.astimezone()
    return f"{here:%A}, {here.day} {here:%B %Y}"


def _lines(step: Recorded, records: _Records) -> tuple[str, ...]:
    """What a step did; of an undo what it took back, as that was done. records: before it."""
    changes: Sequence[Change] = step.changes
    if step.kind == "begin":
        return (began(changes),)
    if step.kind == "undo":
        changes = [Change(one.key, one.new, one.old) for one in reversed(changes)]
    entries: dict[str, Entry] = {}
    for name in {one.key.partition("/")[0] for one in changes}:
        entries |= records.get(name, {})
    lines = told(changes, entries) or ["Nothing that shows"]
    return tuple(_KINDS.get(step.kind, "") + plain(line) for line in lines)


def _records_before(steps: Sequence[Recorded]) -> Iterator[_Records]:
    """What was said in records before each piece."""
    records: _Records = {}
    for at, step in enumerate(steps):
        if at % PIECE == 0:
            yield {name: dict(entries) for name, entries in records.items()}
        _put(records, step.changes)


def _put(records: _Records, changes: Iterable[Change]) -> None:
    for one in changes:
        name, of_record, _ = one.key.partition("/")
        if not of_record and kind_for(name) is not None:
            continue
        of_list = records.setdefault(name, {})
        if one.new is None:
            of_list.pop(one.key, None)
        else:
            of_list[one.key] = one.new
