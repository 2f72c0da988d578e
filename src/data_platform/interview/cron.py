"""Cron expressions of five fields: what is wrong with one, and when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data_platform.interview.numerals import BadValue

#: A fixed Monday, so that the same expression always gives the same answer.
_START = datetime(2024, 1, 1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
#: The last day of a month, the last working day, the last Friday, the second Monday.
_SPECIAL = re.compile(r"l|lw|\w+l|\w+#\d")


@dataclass(frozen=True)
class Field:
    """One field of a cron expression: its name, its bounds, and names for its numbers."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    @property
    def bounds(self) -> str:
        """What may stand in it, in words."""
        names = f", or {self.names[0]} to {self.names[-1]}" if self.names else ""
        return f"{self.least} to {self.most}{names}"

    def number(self, word: str) -> int:
        """The number of a word like “15” or “mon”. Raises BadValue."""
        if word in self.names:
            return self.names.index(word) + (self.name == "month")
        if not re.fullmatch(r"[0-9]{1,4}", word):
            raise BadValue(f"the {self.name} “{word[:20]}” cannot be read: it is {self.bounds}")
        if not self.least <= int(word) <= self.most:
            raise BadValue(f"the {self.name} {int(word)} must be {self.bounds}")
        return int(word)

    def check(self, text: str) -> None:
        """Raise BadValue for what cron would refuse, or would run in another way than it reads."""
        for term in text.split(","):
            span, has_step, step = term.partition("/")
            first, is_range, last = span.partition("-")
            if span == "*":
                start, end = self.least, self.most - (self.name == "weekday")
            elif self.name in ("day", "weekday") and _SPECIAL.fullmatch(span):
                continue
            elif is_range:
                start, end = self.number(first), self.number(last)
                if start > end:
                    raise BadValue(
                        f"the {self.name}s “{span}” run backwards; write two ranges with a comma"
                    )
            else:
                start, end = self.number(span), self.most
            if has_step:
                self._check_step(term, step, start, end)

    def _check_step(self, term: str, step: str, start: int, end: int) -> None:
        if not re.fullmatch(r"[0-9]{1,4}", step) or int(step) == 0:
            raise BadValue(f"the step of “{term[:20]}” must be a number, like */2")
        if int(step) > end - start:
            raise BadValue(
                f"the step of “{term[:20]}” leaves its range, so cron would run at "
                f"{self.name} {start} only; write {start}, or a step of at most {end - start}"
            )


FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day", 1, 31),
    Field("month", 1, 12, _MONTHS),
    Field("weekday", 0, 7, _WEEKDAYS),
)


def check_cron(expression: str) -> None:
    """Raise BadValue naming the wrong field of a lower-case cron expression."""
    parts = expression.split()
    if len(parts) != len(FIELDS):
        names = ", ".join(field.name for field in FIELDS)
        raise BadValue(
            f"a cron expression has five fields, this has {len(parts)}: {names}, like 0 2 * * *"
        )
    for field, part in zip(FIELDS, parts, strict=True):
        field.check(part)
    from cronsim import CronSimError

    try:
        next(runs(expression))
    except (CronSimError, StopIteration, ValueError):
        raise BadValue(
            "this cron expression never runs or cannot be read; write it like 0 2 * * *"
        ) from None


def runs(expression: str) -> Iterator[datetime]:
    """The times at which a cron expression runs, from one fixed Monday on."""
    from cronsim import CronSim

    return CronSim(expression.upper(), _START)


def explain(expression: str) -> str:
    """A cron expression in words, of whatever form."""
    from cronsim import CronSim

    said = str(CronSim(expression.upper(), _START).explain())
    return said[:1].lower() + said[1:]
