"""When something is asked: conditions of the screens on answers, read and checked.

A condition names answers by their paths, each with the values that fulfil it:
`when: {cloud: [aws, gcp], use_cases.workload: rag}`. `any` stands for any answer but “none”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data_platform.interview.answers import Answered, Answers, fields
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.numerals import BadValue

ANY = "any"


class BadScreen(ValueError):
    """A screen file that cannot be used; the message names the file and the place in it."""


@dataclass(frozen=True)
class Condition:
    """When something is asked: each path's answer must be among the listed values."""

    needs: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def holds(self, answers: Answered, record: Answered | None = None) -> bool:
        """Whether it is asked; a path without a dot is looked up in the record first."""
        return all(self._one(path, among, answers, record) for path, among in self.needs)

    @staticmethod
    def _one(path: str, among: tuple[Any, ...], answers: Answered, record: Answered | None) -> bool:
        if record is not None and path in fields(type(record)):
            values = [getattr(record, path)]
        else:
            first, _, rest = path.partition(".")
            value = getattr(answers, first)
            values = [getattr(item, rest) for item in value] if rest else [value]
        flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
        if ANY in among:
            return any(v is not None and v != "none" for v in flat)
        return any(v in among for v in flat)


def read_condition(raw: Any, where: str, record: type[Answered] | None = None) -> Condition:
    """A condition as a screen file says it. Raises BadScreen.

    where: names the file and the place, for messages. record: the model of the records whose
    field is asked on this condition; without one only all answers together can be looked at.
    """
    if raw is None:
        return Condition()
    if not isinstance(raw, Mapping) or not raw:
        raise BadScreen(f"{where}: `when` names answers and their values, like {{cloud: aws}}")
    return Condition(
        tuple((str(path), _values(str(path), among, where, record)) for path, among in raw.items())
    )


def _values(path: str, among: Any, where: str, record: type[Answered] | None) -> tuple[Any, ...]:
    """The values that fulfil a condition, typed as the answers are."""
    kind = _kind_at(path, where, record)
    found: list[Any] = []
    for value in among if isinstance(among, list) else [among]:
        if value == ANY:
            found.append(ANY)
            continue
        if kind is None:
            raise BadScreen(f"{where}: {path} is a list of records; its condition is `{ANY}`")
        try:
            typed = kind.parse("" if value is None else value)
        except BadValue as error:
            raise BadScreen(f"{where}: when {path}: {error}") from None
        found += typed if isinstance(typed, list) else [typed]
    if not found:
        raise BadScreen(f"{where}: when {path}: name the values, or `{ANY}`")
    return tuple(found)


def _kind_at(path: str, where: str, record: type[Answered] | None) -> Kind | None:
    """The kind of the answer at a path; None for a list of records. Raises BadScreen."""
    if record is not None and path in fields(record):
        return _plain(fields(record)[path])
    first, _, rest = path.partition(".")
    found = fields().get(first)
    if found is not None and not rest:
        return _plain(found)
    if found is not None and not isinstance(found, Kind) and rest in fields(found):
        return _plain(fields(found)[rest])
    known = paths()
    if record is not None:
        known += list(fields(record))
    # Said of a record's field without its list: kind is sources.kind.
    lists = [one for one in known if one.endswith(f".{path}")]
    hint = f"; did you mean {lists[0]}?" if lists else nearest(path, known)
    raise BadScreen(f"{where}: condition on unknown answer {path}{hint}")


def _plain(found: Kind | type[Answered]) -> Kind | None:
    return found if isinstance(found, Kind) else None


def paths() -> list[str]:
    """The paths of all answers, like `growth`, `sources` and `sources.volume`."""
    found: list[str] = []
    for name, kind in fields(Answers).items():
        found.append(name)
        if not isinstance(kind, Kind):
            found += [f"{name}.{field}" for field in fields(kind)]
    return found
