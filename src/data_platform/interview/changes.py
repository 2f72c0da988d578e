"""Changes of an interview in words: what a step did, and how two notebooks differ.

Text for people only: of what was stored, a line for each change. What is stored, undone
or compared between blueprints is not known here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from data_platform.interview.answers import fields
from data_platform.interview.kinds import Kind
from data_platform.interview.meaning import names_of, paired
from data_platform.interview.names import words_of
from data_platform.interview.notebook import Change, Entry, Notebook, kind_for
from data_platform.interview.numerals import BadValue

#: The longest value, name and record that is told, in terminal cells.
LONGEST: Final = 60
LONGEST_NAME: Final = 40
LONGEST_RECORD: Final = 160
#: What is read before the first letter that differs, in characters.
_LEAD: Final = 20
#: Between a record and its field.
OF: Final = " › "
UNKNOWN: Final = "not known"

_Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class Difference:
    """An answer that is not the same in two notebooks.

    key: the notebook key, in the new notebook where that has it. label: the key in words.
    old, new: what was said there; empty where nothing was, or where the record is not.
    """

    key: str
    label: str
    old: str
    new: str


def told(changes: Sequence[Change], entries: _Entries) -> list[str]:
    """What the changes of one step did, one readable line for each.

    A record that came or went is one line with all that was said in it. entries: those
    before or after the step, for the names of records.
    """
    before, after = dict(entries), dict(entries)
    for change in reversed(changes):
        _put(before, change.key, change.old)
    for change in changes:
        _put(after, change.key, change.new)
    lines: list[str] = []
    moved = _moved(changes, before, after)
    for key in dict.fromkeys(change.key for change in changes):
        old, new = before.get(key), after.get(key)
        if old == new or "/".join(key.split("/")[:2]) in moved:
            continue
        if _is_order(key):
            lines += _list_told(key, before, after)
        else:
            lines.append(_field_told(key, before, after))
    return lines


def began(changes: Sequence[Change]) -> str:
    """What a session began with: “Began with 3 answers”; the order of a list is none."""
    count = sum(not _is_order(one.key) for one in changes)
    return f"Began with {count} answer{'' if count == 1 else 's'}"


def label(key: str, entries: _Entries) -> str:
    """A notebook key in words: “Growth”, “Sources”, “shop_db › Volume”."""
    name, _, rest = key.partition("/")
    if not rest:
        return words_of(_one_line(name))
    rid, _, field = rest.partition("/")
    record = record_name(name, rid, entries)
    return f"{record}{OF}{words_of(_one_line(field))}" if field else record


def record_name(name: str, rid: str, entries: _Entries) -> str:
    """What a record is called: by its first field, else “source 2” for its place.

    Where others of its list have the same name, its place is said as well.
    """
    order = _order(entries, name)
    singular = _singular(name)
    place = f"{singular} {order.index(rid) + 1}" if rid in order else singular
    said = _called(name, rid, entries)
    if not said:
        return place
    namesakes = sum(_called(name, one, entries).casefold() == said.casefold() for one in order)
    said = _shorten(said, LONGEST_NAME)
    return f"{said} ({place})" if namesakes > 1 else said


def value_shown(key: str, entry: Entry | None) -> str:
    """An answer in words: “60 %”, “60 % (estimate)”, “not known”, “3 sources”, “nothing”."""
    if entry is None or _is_gone(entry):
        return "nothing"
    if _is_order(key):
        count = len(entry.value) if isinstance(entry.value, list) else 0
        return f"{count} {_singular(key)}{'' if count == 1 else 's'}"
    return _with_certainty(entry, _shorten(_shown(key, entry)))


def differences(old: Notebook, new: Notebook) -> list[Difference]:
    """What was answered differently, in the order of the answers.

    Records are the same where their names are (case is ignored), else where their ids or
    their places are. The same value written in another way is no difference.
    """
    found: list[Difference] = []
    for name, kind in fields().items():
        if isinstance(kind, Kind):
            found += _differing(name, name, label(name, {}), old.entries, new.entries)
        else:
            pairs = _matched(name, old, new)
            found += _of_list(name, list(fields(kind)), pairs, old.entries, new.entries)
    return found


# -- a step ----------------------------------------------------------------------


def _put(entries: dict[str, Entry], key: str, entry: Entry | None) -> None:
    if entry is None:
        entries.pop(key, None)
    else:
        entries[key] = entry


def _moved(changes: Iterable[Change], before: _Entries, after: _Entries) -> set[str]:
    """The records, like `sources/<id>`, that came or went."""
    lists = {change.key for change in changes if _is_order(change.key)}
    return {
        f"{name}/{rid}"
        for name in lists
        for rid in set(_order(before, name)) ^ set(_order(after, name))
    }


def _list_told(name: str, before: _Entries, after: _Entries) -> Iterator[str]:
    """What came, what went, and whether the rest is in another order."""
    old, new = _order(before, name), _order(after, name)
    title = label(name, {})
    for rid in new:
        if rid not in old:
            values = _described(name, rid, after)
            yield f"{title}: {record_name(name, rid, after)} added" + (values and f" ({values})")
    for rid in old:
        if rid not in new:
            count = sum(key.startswith(f"{name}/{rid}/") for key in before)
            lost = f" ({count} answer{'' if count == 1 else 's'})" if count else ""
            yield f"{title}: {record_name(name, rid, before)} removed{lost}"
    if [rid for rid in old if rid in new] != [rid for rid in new if rid in old]:
        yield f"{title}: order changed"


def _field_told(key: str, before: _Entries, after: _Entries) -> str:
    """One answer: what it was, what it is, and how sure."""
    old, new = before.get(key), after.get(key)
    name, _, rest = key.partition("/")
    # A record that is renamed is called what it was called, if it was called anything.
    renamed = rest.partition("/")[2] == _name_field(name)
    title = label(key, before if renamed else after)
    said, says = _pair(key, old, new)
    if new is None or _is_gone(new):
        was = UNKNOWN if old and old.certainty == "unknown" else said
        return f"{title}: taken back" + (was and f" (was {was})")
    if new.certainty == "unknown":
        known = bool(said) and old is not None and old.certainty != "unknown"
        return f"{title}: {UNKNOWN}" + (f" (was {said})" if known else "")
    if old is None or _is_gone(old):
        return f"{title}: {says}{_sure(new)}"
    if old.certainty == "unknown":
        return f"{title}: {says}{_sure(new)} (was {UNKNOWN})"
    if not _same_value(key, old, new):
        was = _sure(old) if old.certainty != new.certainty else ""
        return f"{title}: {said}{was} -> {says}{_sure(new)}"
    if old.certainty != new.certainty:
        return f"{title}: {new.certainty} (was {old.certainty})"
    was, now = _apart(_typed(old), _typed(new))
    return f"{title}: written “{now}” (was “{was}”)" if was != now else f"{title}: written anew"


# -- two notebooks ---------------------------------------------------------------


def _of_list(
    name: str, names: list[str], pairs: Mapping[str, str], old: _Entries, new: _Entries
) -> Iterator[Difference]:
    """How a list differs. pairs: the records that are the same, new and old."""
    kept = [rid for rid in _order(new, name) if rid in pairs]
    back = {then: now for now, then in pairs.items()}
    stood = [back[rid] for rid in _order(old, name) if rid in back]
    if kept != stood:
        first = ", ".join(record_name(name, pairs[rid], old) for rid in stood)
        then = ", ".join(record_name(name, rid, new) for rid in kept)
        yield Difference(name, f"{label(name, {})}{OF}order", *_apart(first, then))
    for rid in _order(new, name):
        title = record_name(name, rid, new)
        if rid in pairs:
            for field in names:
                was, key = f"{name}/{pairs[rid]}/{field}", f"{name}/{rid}/{field}"
                # A record that is renamed is called what it was called.
                of = label(was, old) if field == names[0] else f"{title}{OF}{words_of(field)}"
                yield from _differing(was, key, of, old, new)
        else:
            said = _described(name, rid, new) or "no answers"
            yield Difference(f"{name}/{rid}", f"{label(name, {})}{OF}{title}", "", said)
    for rid in _order(old, name):
        if rid not in back:
            title = f"{label(name, {})}{OF}{record_name(name, rid, old)}"
            said = _described(name, rid, old) or "no answers"
            yield Difference(f"{name}/{rid}", title, said, "")


def _matched(name: str, old: Notebook, new: Notebook) -> dict[str, str]:
    """Each record of the new list that is in the old one as well, and its id there."""
    was, now = old.records(name), new.records(name)
    places = paired(names_of(old, name), names_of(new, name), was, now)
    return {rid: was[at] for rid, at in zip(now, places, strict=True) if at is not None}


def _differing(
    old_key: str, key: str, title: str, before: _Entries, after: _Entries
) -> Iterator[Difference]:
    """The difference of one answer, if there is one."""
    old, new = before.get(old_key), after.get(key)
    old, new = (None if entry is None or _is_gone(entry) else entry for entry in (old, new))
    if old == new:
        return
    alike = old and new and old.certainty == new.certainty
    if old and new and alike and (old.certainty == "unknown" or _same_value(key, old, new)):
        return
    said, says = _pair(key, old, new)
    yield Difference(
        key if new else old_key, title, _with_certainty(old, said), _with_certainty(new, says)
    )


def _with_certainty(entry: Entry | None, said: str) -> str:
    if entry is None:
        return ""
    return UNKNOWN if entry.certainty == "unknown" else said + _sure(entry)


# -- entries ---------------------------------------------------------------------


def _is_order(key: str) -> bool:
    """Whether a key is that of a list's order."""
    return isinstance(fields().get(key), type)


def _singular(name: str) -> str:
    """What one record of a list is: “use case”."""
    return _one_line(name).replace("_", " ").removesuffix("s")


def _order(entries: _Entries, name: str) -> list[str]:
    entry = entries.get(name)
    return list(entry.value) if entry and isinstance(entry.value, list) else []


def _name_field(name: str) -> str:
    """The field by which the records of a list are called."""
    model = fields().get(name)
    return next(iter(fields(model))) if isinstance(model, type) else ""


def _called(name: str, rid: str, entries: _Entries) -> str:
    """A record's own name; empty where it has none."""
    key = f"{name}/{rid}/{_name_field(name)}"
    entry = entries.get(key)
    return _shown(key, entry) if entry and entry.certainty != "unknown" else ""


def _described(name: str, rid: str, entries: _Entries) -> str:
    """All that was said in a record besides its name: “Volume: 5 GB; PII: not known”."""
    model = fields().get(name)
    said = []
    for field in list(fields(model))[1:] if isinstance(model, type) else ():
        key = f"{name}/{rid}/{field}"
        entry = entries.get(key)
        if entry is None or _is_gone(entry):
            continue
        sure = f", {entry.certainty}" if _sure(entry) else ""
        value = _shorten(_shown(key, entry)) + sure
        said.append(f"{words_of(field)}: {UNKNOWN if entry.certainty == 'unknown' else value}")
    return _shorten("; ".join(said), LONGEST_RECORD)


def _is_gone(entry: Entry) -> bool:
    return not entry.value and entry.certainty != "unknown"


def _sure(entry: Entry) -> str:
    """How sure an answer is that is not known firmly."""
    return f" ({entry.certainty})" if entry.certainty in ("estimate", "assumed") else ""


def _read(key: str, entry: Entry) -> tuple[Kind | None, Any]:
    """An answer's kind and its typed value; None where it cannot be read."""
    try:
        kind = kind_for(key)
        return kind, kind.parse(entry.value) if kind and entry.value else None
    except (BadValue, KeyError):
        return None, None


def _same_value(key: str, old: Entry, new: Entry) -> bool:
    """Whether two answers say the same, however it was written."""
    before, after = _read(key, old)[1], _read(key, new)[1]
    if before is None or after is None:
        return before is after and _typed(old) == _typed(new)
    return bool(before == after)


def _shown(key: str, entry: Entry | None) -> str:
    """What was said as it is read, else as it was typed, on one line."""
    if entry is None or not entry.value:
        return ""
    kind, value = _read(key, entry)
    return _typed(entry) if kind is None or value is None else _one_line(kind.show(value))


def _typed(entry: Entry) -> str:
    value = entry.value
    return _one_line(value if isinstance(value, str) else ", ".join(value))


def _pair(key: str, old: Entry | None, new: Entry | None) -> tuple[str, str]:
    """What was said before and after, short, and never alike where it is not the same."""
    said, says = _shown(key, old), _shown(key, new)
    if said == says and old and new and not _same_value(key, old, new):
        said, says = _typed(old), _typed(new)
    return _apart(said, says)


# -- text ------------------------------------------------------------------------


def _one_line(text: str) -> str:
    """Text on one line: runs of white space become one blank, control characters go."""
    kept = (c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return " ".join("".join(kept).split())


def _shorten(text: str, room: int = LONGEST) -> str:
    """Text in at most `room` terminal cells, its end replaced by … if it is longer."""
    used = 0
    cut = 0  # what fits beside the …
    for at, char in enumerate(text):
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used <= room - 1:
            cut = at + 1
        if used > room:
            return text[:cut].rstrip() + "…"
    return text


def _apart(old: str, new: str) -> tuple[str, str]:
    """Both texts cut, so that what differs first is in what is left."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))
    long = _shorten(old) != old or _shorten(new) != new
    if long and old != new and same > _LEAD:
        old, new = "…" + old[same - _LEAD :], "…" + new[same - _LEAD :]
    return _shorten(old), _shorten(new)
