"""What a list of sessions shows of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

_AGES = (
    (86_400 * 365, "year"),
    (86_400 * 30, "month"),
    (86_400, "day"),
    (3600, "hour"),
    (60, "minute"),
)


def age(then: datetime, now: datetime) -> str:
    """How long ago something was, in words."""
    seconds = (now - then).total_seconds()
    for length, word in _AGES:
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    return "just now"


@dataclass(frozen=True)
class SessionInfo:
    """A session as a list shows it.

    title: the platform's name where it is known, else the session's. place: the question
    where one left, or the notebook key of a record's field. preview, cost: as last shown.
    hit: the answer in which what was searched for was found.
    progress: questions answered and asked, counted when it is called.
    """

    id: int
    name: str
    title: str
    created: datetime
    modified: datetime
    used: datetime
    deleted: datetime | None = None
    archived: datetime | None = None
    place: str = ""
    preview: str = ""
    cost: str = ""
    hit: str = ""
    progress: Callable[[], tuple[int, int]] = field(
        default=lambda: (0, 0), repr=False, compare=False
    )

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return self.progress()[0]

    @property
    def asked(self) -> int:
        """How many questions are asked, on the answers so far."""
        return self.progress()[1]

    @property
    def phase(self) -> str:
        """The title of the screen where one left; the first where one has not begun."""
        from data_platform.interview.progress import question_at
        from data_platform.interview.questions import load_screens

        screens = load_screens()
        try:
            screen = question_at(self.place).section.partition(".")[0]
        except KeyError:
            return screens[0].title
        return next(one.title for one in screens if one.id == screen)
