"""Two programs on one session: their answers brought together, none lost silently.

Pure: what was agreed last, what is stored, what was said here. An answer that both gave
differently is a conflict: what was said here stands, the other one becomes its rival until
a person picks one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from data_platform.interview.answers import Certainty, fields
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Entry

Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class Rival:
    """Another answer to a question that is answered. who: the person, file or terminal.

    settled: what stood when a person picked, and what was picked; none while nobody has.
    """

    key: str
    who: str
    entry: Entry
    settled: tuple[Entry | None, Entry | None] | None = None

    def is_open(self, stands: Entry | None) -> bool:
        """Whether a person still is to pick, or took the pick back. stands: the answer now."""
        if self.entry == stands:
            return False
        if self.settled is None:
            return True
        stood, picked = self.settled
        return stands == stood != picked


def open_rivals(rivals: Iterable[Rival], entries: Entries) -> dict[str, list[Rival]]:
    """The answers of which a person is still to pick one, by question that is there."""
    found: dict[str, list[Rival]] = {}
    for one in rivals:
        name, _, rest = one.key.partition("/")
        there = not rest or rest.partition("/")[0] in _order(entries, name)
        if there and one.is_open(entries.get(one.key)):
            found.setdefault(one.key, []).append(one)
    return found


@dataclass
class Met:
    """What both said together, and the keys to which both said something else."""

    entries: dict[str, Entry] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def three_way(base: Entries, theirs: Entries, mine: Entries, held: str = "") -> Met:
    """Theirs with what was changed here since the base.

    held: the key in which a person is typing here; it counts as changed here. Of a record,
    who edits it wins over who removes it.
    """
    met = Met()
    orders: dict[str, list[str]] = {}
    whole: dict[str, Entries] = {}  # records that one side alone has: their prefix, its entries
    for name in _lists():
        was, there, here = (_order(side, name) for side in (base, theirs, mine))
        kept = set(there) | set(here)
        for rid in kept - (set(there) & set(here)):
            prefix = f"{name}/{rid}/"
            having = theirs if rid in there else mine
            if rid in was and not _edited(base, having, prefix):
                kept.discard(rid)
                whole[prefix] = {}
            else:
                whole[prefix] = having
        orders[name] = _arranged(was, there, here, kept)
    for key in dict.fromkeys((*theirs, *mine)):
        name, _, rest = key.partition("/")
        if not rest and orders.get(name):
            met.entries[name] = Entry(orders[name], _sure(base, theirs, mine, name))
            continue
        prefix = f"{name}/{rest.partition('/')[0]}/"
        if rest and prefix in whole:
            entry = whole[prefix].get(key)
        else:
            entry = _either(met, base, theirs, mine, key, held)
        if entry is not None and not (name in orders and not rest and entry.value):
            met.entries[key] = entry
    return met


def _either(
    met: Met, base: Entries, theirs: Entries, mine: Entries, key: str, held: str
) -> Entry | None:
    was, there, here = base.get(key), theirs.get(key), mine.get(key)
    if here == there or (here == was and key != held):
        return there
    if there == was or there is None:
        return here
    if here is None:
        return there
    met.conflicts.append(key)
    return here


def _lists() -> Iterator[str]:
    return (name for name, kind in fields().items() if not isinstance(kind, Kind))


def _order(entries: Entries, name: str) -> list[str]:
    entry = entries.get(name)
    return list(entry.value) if entry and isinstance(entry.value, list) else []


def _sure(base: Entries, theirs: Entries, mine: Entries, name: str) -> Certainty:
    """How sure a list with records is: as it was said here, else as it was said there."""

    def of(side: Entries) -> Certainty | None:
        return side[name].certainty if _order(side, name) else None

    here = of(mine)
    said = here if here != of(base) else of(theirs)
    return said or here or "known"


def _edited(base: Entries, entries: Entries, prefix: str) -> bool:
    """Whether a record's fields are others than in the base."""

    def of(side: Entries) -> dict[str, Entry]:
        return {key: entry for key, entry in side.items() if key.startswith(prefix)}

    return of(base) != of(entries)


def _arranged(was: list[str], there: list[str], here: list[str], kept: set[str]) -> list[str]:
    """The records that are kept: in their order, or in ours where only we moved them."""
    first, second = (here, there) if there == was else (there, here)
    order = [rid for rid in first if rid in kept]
    for at, rid in enumerate(second):
        if rid in kept and rid not in order:
            before = [other for other in second[:at] if other in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, rid)
    return order
