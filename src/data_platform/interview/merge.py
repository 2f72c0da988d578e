"""The answers of several people to one interview, brought together.

What all who said something agree on is taken, so is what only one of them said; who is surer
wins. Two different answers of the same certainty are a conflict, for a person to settle: none
of them is lost silently. How the outcome is shown is not here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from data_platform.interview.answers import fields
from data_platform.interview.changes import label, value_shown
from data_platform.interview.kinds import Kind
from data_platform.interview.meaning import is_wrong, meaning, name_of, naming_field
from data_platform.interview.notebook import Entry, Notebook, kind_for

_RANKS = ("known", "estimate", "assumed", "wrong", "unknown")
_WORDS = {
    "known": "known",
    "estimate": "an estimate",
    "assumed": "assumed",
    "wrong": "a draft that is wrong",
    "unknown": "not known",
}


@dataclass(frozen=True)
class Voice:
    """One who answered: a person, a file or a session, and the answers."""

    who: str
    notebook: Notebook


@dataclass(frozen=True)
class Said:
    """What one of them said. shown: in words."""

    who: str
    entry: Entry
    shown: str


@dataclass(frozen=True)
class Settled:
    """An answer that others gave differently, or less surely. why: it was taken, in words.

    preferred: it was a conflict, and the one whose answers count said this.
    """

    key: str
    label: str
    taken: Said
    others: tuple[Said, ...]
    why: str
    preferred: bool = False


@dataclass(frozen=True)
class Conflict:
    """Different answers of which none is surer. said: what stands, then all the others."""

    key: str
    label: str
    said: tuple[Said, ...]


@dataclass
class Merged:
    """The answers of all. conflicts: in each, the first one's answer stands in the entries."""

    entries: dict[str, Entry] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


#: A record that one or more of them have: its key in the list, and its ids by voice.
_Group = dict[int, str]
_GroupKey = tuple[bool, str, int]


def merge(voices: Sequence[Voice], prefer: str | None = None) -> Merged:
    """The answers of all voices together; the order matters only to which of two equals stands.

    Records are the same one where they have the same name; those without a name, where they
    stand at the same place. prefer: whose answer is taken in a conflict, by name or nearly.
    Raises ValueError where nobody is called so.
    """
    favoured = None if prefer is None else _voice_named(prefer, voices)
    merging = _Merging(voices, favoured)
    for name, kind in fields().items():
        if isinstance(kind, Kind):
            merging.take(name, dict.fromkeys(range(len(voices)), name))
        else:
            merging.take_records(name, list(fields(kind)))
    return merging.outcome()


class _Merging:
    """Takes one answer after the other."""

    def __init__(self, voices: Sequence[Voice], favoured: str | None) -> None:
        self.voices = voices
        self.favoured = favoured
        self.entries: dict[str, Entry] = {}
        self.differing: list[tuple[str, Said, tuple[Said, ...], str]] = []

    def outcome(self) -> Merged:
        """All that was taken, with labels that name the records of the merged answers."""
        merged = Merged(self.entries)
        for key, taken, others, why in self.differing:
            named = label(key, self.entries)
            if why:
                preferred = why == _preferred(taken)
                merged.settled.append(Settled(key, named, taken, others, why, preferred))
            else:
                merged.conflicts.append(Conflict(key, named, (taken, *others)))
        return merged

    def take_records(self, name: str, known: list[str]) -> None:
        """Take the records of a list: each that somebody has."""
        groups, order = _groups(self.voices, name)
        said = self._said(name, dict.fromkeys(range(len(self.voices)), name))
        if not groups:
            if said:
                self.entries[name] = said[0].entry
            return
        ids = _ids(groups)
        self.entries[name] = Entry([ids[group] for group in order])
        unknown = tuple(one for one in said if one.entry.certainty == "unknown")
        having = next(one for one in said if one.entry.certainty != "unknown")
        if unknown:
            why = f"{_WORDS['known']} over {_WORDS['unknown']}"
            self.differing.append((name, having, unknown, why))
        for group in order:
            for of_record in known:
                of_voice = {at: f"{name}/{rid}/{of_record}" for at, rid in groups[group].items()}
                self.take(f"{name}/{ids[group]}/{of_record}", of_voice)

    def take(self, key: str, of_voice: dict[int, str]) -> None:
        """Take one answer. of_voice: its key in each voice's notebook."""
        said = self._said(key, of_voice)
        if not said:
            return
        best = min(_rank(key, one) for one in said)
        surest = [one for one in said if _rank(key, one) == best]
        # Of the same wrong draft, too, the surer one is taken.
        taken = min(surest, key=lambda one: _RANKS.index(one.entry.certainty))
        conflict = len({_meant(key, one) for one in surest}) > 1
        why = ""
        if conflict:
            taken = surest[0]
            for one in said:
                if one.who == self.favoured and one.entry.certainty != "unknown":
                    taken, why = one, _preferred(one)
                    break
            said = [*surest, *(one for one in said if one not in surest)]
            said = [one for one in said if one.entry.certainty != "unknown"]
        self.entries[key] = taken.entry
        others = tuple(one for one in said if one is not taken)
        if conflict:
            self.differing.append((key, taken, others, why))
        elif less := [one for one in others if _differs(key, one, taken)]:
            lesser = _WORDS[_RANKS[max(_rank(key, one) for one in less)]]
            why = f"{_WORDS[_RANKS[best]]} over {lesser}"
            self.differing.append((key, taken, tuple(less), why))

    def _said(self, key: str, of_voice: dict[int, str]) -> list[Said]:
        found = []
        for at, own in of_voice.items():
            voice = self.voices[at]
            entry = voice.notebook.get(own)
            if entry is not None:
                found.append(Said(voice.who, entry, _shown(own, voice.notebook)))
        return found


def _preferred(said: Said) -> str:
    return f"{said.who} is preferred"


def _voice_named(wanted: str, voices: Sequence[Voice]) -> str:
    names = list(dict.fromkeys(voice.who for voice in voices))
    if wanted in names:
        return wanted
    folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(wanted.casefold(), list(folded), n=1, cutoff=0.6)
    if near:
        return folded[near[0]]
    raise ValueError(f"nobody is called “{wanted[:60]}”; there are: {', '.join(names)}")


def _groups(voices: Sequence[Voice], name: str) -> tuple[dict[_GroupKey, _Group], list[_GroupKey]]:
    """The records of a list that are the same one, and their order: a new one stands behind
    the one that it stands behind where it is."""
    groups: dict[_GroupKey, _Group] = {}
    order: list[_GroupKey] = []
    for at, voice in enumerate(voices):
        seen: Counter[str] = Counter()
        last = -1
        for place, rid in enumerate(voice.notebook.records(name)):
            called = name_of(voice.notebook, name, rid)
            number = seen[called] if called else place
            seen[called] += 1
            key = (bool(called), called, number)
            groups.setdefault(key, {})[at] = rid
            if key not in order:
                order.insert(last + 1, key)
            last = order.index(key)
    return groups, order


def _ids(groups: dict[_GroupKey, _Group]) -> dict[_GroupKey, str]:
    """An id for each record, of those that it has where it is; the order of voices is no matter."""
    found: dict[_GroupKey, str] = {}
    taken: set[str] = set()
    wanted = {rid for group in groups.values() for rid in group.values()}
    number = 0
    for key in sorted(groups):
        free = sorted(set(groups[key].values()) - taken)
        if not free:
            while f"r{number}" in taken | wanted or not number:
                number += 1
            free = [f"r{number}"]
        found[key] = free[0]
        taken.add(free[0])
    return found


def _rank(key: str, said: Said) -> int:
    if said.entry.certainty != "unknown" and is_wrong(key, said.entry):
        return _RANKS.index("wrong")
    return _RANKS.index(said.entry.certainty)


def _meant(key: str, said: Said) -> object:
    """What was said, made comparable: of what names a record, case says nothing."""
    name, _, rest = key.partition("/")
    if rest and rest.partition("/")[2] == naming_field(name):
        return " ".join(str(said.entry.value).split()).casefold()
    return meaning(key, said.entry)


def _differs(key: str, one: Said, taken: Said) -> bool:
    return one.entry.certainty != taken.entry.certainty or _meant(key, one) != _meant(key, taken)


def _shown(key: str, notebook: Notebook) -> str:
    """What a notebook says at a key, in words and whole."""
    entry, kind, value = notebook.entries[key], kind_for(key), notebook.value(key)
    if kind is None or entry.certainty == "unknown":
        return value_shown(key, entry)
    if value is not None:
        return " ".join(kind.show(value).split())
    text = ", ".join(entry.value) if isinstance(entry.value, list) else entry.value
    return " ".join(text.split())
