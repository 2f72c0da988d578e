"""What `preset_words.yaml` says: words that say little about a use case, and numbers of matching.

How they are used is in `matching`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from data_platform.catalog.reading import Entry

FILE = "preset_words.yaml"
#: What a number may be at most, by the last word of its name; another one is a count.
_MOST = {"score": 100, "ahead": 100, "weight": 1, "share": 1, "quality": 1}
_MOST_OF = {"one_word_most": 100, "nearest_alike": 100, "glued_alike": 1}


@dataclass(frozen=True)
class Numbers:
    """The numbers of matching; what each means stands beside it in the file."""

    longest_text: int
    most_words: int
    least_score: float
    good_score: float
    clearly_ahead: float
    one_word_most: float
    weak_weight: float
    unknown_weight: float
    alias_share: float
    one_slip_from: int
    two_slips_from: int
    slip_quality: float
    shortest_start: int
    longest_end: int
    start_quality: float
    shortest_glued: int
    glued_alike: float
    nearest_alike: float
    nearest_most: int
    nearest_least: int


@dataclass(frozen=True)
class PresetWords:
    """ignored: words that carry no meaning. weak: those that rank, but find nothing alone."""

    ignored: tuple[str, ...]
    weak: tuple[str, ...]
    numbers: Numbers


@cache
def load_preset_words() -> PresetWords:
    """What comes with the program, read once. Raises BadCatalogue."""
    from importlib.resources import files

    return read_preset_words(files("data_platform.catalog"))


def read_preset_words(root: Traversable) -> PresetWords:
    """The file in a catalogue's folder. Raises BadCatalogue for the first mistake."""
    from data_platform.catalog.reading import Entry, read_yaml

    one = Entry(FILE, "", read_yaml(root, FILE), ("ignored", "weak", "numbers"))
    ignored, weak = one.names("ignored"), one.names("weak")
    for word in weak:
        if word in ignored:
            raise one.bad("weak", f"“{word}” is ignored already")
    known = [field.name for field in fields(Numbers)]
    numbers = Entry(FILE, "numbers", one.raw("numbers"), known)
    found = Numbers(
        **{field.name: _number(numbers, field.name, field.type) for field in fields(Numbers)}
    )
    if found.good_score < found.least_score:
        raise numbers.bad("good_score", "must not be below least_score")
    if found.two_slips_from < found.one_slip_from:
        raise numbers.bad("two_slips_from", "must not be below one_slip_from")
    return PresetWords(ignored, weak, found)


def _number(numbers: Entry, name: str, kind: object) -> Any:
    """One of the numbers, if it can be what its name says."""
    found = numbers.decimal(name)
    if kind == "int":
        if found < 1 or found != int(found):
            raise numbers.bad(name, f"“{found}” is no count; write a whole number from 1 on")
        return int(found)
    most = _MOST_OF.get(name) or _MOST[name.rpartition("_")[2]]
    if not 0 < found <= most:
        raise numbers.bad(name, f"“{found}” must be more than 0 and at most {most}")
    return float(found)
