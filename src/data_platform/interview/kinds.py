"""The kinds of answer: how each is read, checked and written back.

A kind is what a widget and the command line need to know of a type: a parser
from text to value and a writer from value to text. Which field has which kind
is said by the models in `answers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from data_platform.interview import quantities as q
from data_platform.interview.durations import parse_duration, show_duration
from data_platform.interview.numerals import BadValue
from data_platform.interview.schedules import parse_schedule, speak_schedule

#: The longest text that an answer keeps, in characters.
LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 4000


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: its id in files, its label on screens, what it means."""

    id: str
    label: str
    hint: str = ""


@cache
def choices() -> dict[str, tuple[Option, ...]]:
    """Every list of options by its name, in the order they are offered."""
    text = files("data_platform.interview").joinpath("choices.yaml").read_text("utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        name: tuple(Option(id=str(key), **value) for key, value in options.items())
        for name, options in loaded.items()
    }


def nearest(word: str, known: list[str]) -> str:
    """“, did you mean X?” for the known word nearest to a mistyped one, or nothing."""
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""


@dataclass(frozen=True)
class Kind:
    """How an answer is asked and read.

    name: text, longtext, names, number, percent, size, rate, events, money, duration,
      schedule, yesno, choice or several.
    of: the list of options of a choice. least, most: bounds of a number.
    """

    name: str
    of: str = ""
    least: float = 0
    most: float | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; yes and no for a yes/no question, nothing for free input."""
        if self.name == "yesno":
            return choices()["yes_no"]
        return choices()[self.of] if self.of else ()

    @property
    def is_choice(self) -> bool:
        """Whether the answer is picked from options."""
        return self.name in ("choice", "several", "yesno")

    def parse(self, raw: Any) -> Any:
        """The value of what was typed, picked or read from a file. Raises BadValue."""
        if self.name in ("several", "names"):
            parts = raw if isinstance(raw, list | tuple) else str(raw).split(",")
            words = [q.clean(str(part)) for part in parts]
            words = list(dict.fromkeys(word for word in words if word))
            if self.name == "names":
                return [word[:LONGEST_TEXT] for word in words]
            picked = [self._option(word) for word in words]
            if "none" in picked and len(picked) > 1:
                raise BadValue("“none” cannot be chosen together with others")
            order = [option.id for option in self.options]
            return sorted(picked, key=order.index)
        if isinstance(raw, bool):
            raw = "yes" if raw else "no"
        if isinstance(raw, list | tuple | dict):
            raise BadValue("one value is expected here, not a list")
        text = q.clean(str(raw))
        match self.name:
            case "text":
                if len(text) > LONGEST_TEXT:
                    raise BadValue(f"at most {LONGEST_TEXT} characters; this has {len(text)}")
                return " ".join(text.split())
            case "longtext":
                if len(text) > LONGEST_LONG_TEXT:
                    raise BadValue(f"at most {LONGEST_LONG_TEXT} characters; this has {len(text)}")
                return text
            case "choice":
                return self._option(text)
            case "number":
                return q.parse_number(text, self.least, self.most)
            case "percent":
                return q.parse_percent(text, self.least, 10_000 if self.most is None else self.most)
        return _PARSERS[self.name](text)

    def show(self, value: Any) -> str:
        """A value in words."""
        if value is None:
            return ""
        match self.name:
            case "choice":
                return self.label(value)
            case "several":
                return ", ".join(self.label(one) for one in value)
            case "names":
                return ", ".join(value)
        return _WRITERS[self.name](value) if self.name in _WRITERS else str(value)

    def label(self, option_id: str) -> str:
        """The label of one option."""
        return next((o.label for o in self.options if o.id == option_id), option_id)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Lets a field be annotated with its kind: text is parsed, typed values pass."""
        from pydantic_core import core_schema

        def read(raw: Any) -> Any:
            typed = isinstance(raw, int | float | Decimal) and not isinstance(raw, bool)
            return raw if raw is None or typed else self.parse(raw)

        return core_schema.no_info_before_validator_function(read, handler(source))

    def _option(self, word: str) -> str:
        bare = word.strip().lower()
        for option in self.options:
            if bare in (option.id.lower(), option.label.lower()):
                return option.id
        ids = [option.id for option in self.options]
        near = nearest(bare, ids)
        if len(ids) <= 12:
            raise BadValue(f"“{word[:40]}” is none of {', '.join(ids)}{near}")
        raise BadValue(f"“{word[:40]}” is not in the list{near}")


_PARSERS: dict[str, Callable[[str], Any]] = {
    "size": q.parse_size,
    "rate": q.parse_rate,
    "events": q.parse_events,
    "money": q.parse_money,
    "duration": parse_duration,
    "schedule": parse_schedule,
    "yesno": q.parse_yes_no,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": q.show_number,
    "percent": q.show_percent,
    "size": q.show_size,
    "rate": q.show_rate,
    "events": q.show_events,
    "money": q.show_money,
    "duration": show_duration,
    "schedule": speak_schedule,
    "yesno": q.show_yes_no,
}
