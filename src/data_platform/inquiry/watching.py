"""Which needs and answers somebody looks at: what differs elsewhere only, changes nothing there.

What is looked at is found out by looking on, not by a list that could be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from data_platform.advisor.needs import Needs

_Record = TypeVar("_Record")
#: The fields of the needs that are records themselves, or are looked into by key.
_WITHIN: Final = frozenset({"sources", "use_cases", "answers", "unsure"})
#: Stands for all keys of a dict.
ALL: Final = "*"


class Watch:
    """Notes which fields of needs, of their records and of the answers are looked at."""

    def __init__(self) -> None:
        self.needs: set[str] = set()
        self.sources: set[str] = set()
        self.uses: set[str] = set()
        self.answers: set[str] = set()
        self.sure: set[str] = set()

    def watched(self, needs: Needs) -> Needs:
        """The same needs, which note what is looked at."""
        inner = replace(
            needs,
            sources=_all_noting(needs.sources, self.sources),
            use_cases=_all_noting(needs.use_cases, self.uses),
            answers=cast(Any, _Noting(needs.answers, self.answers)),
            unsure=_NotingDict(needs.unsure, self.sure),
        )
        return _noting(inner, self.needs)

    def signature(self, needs: Needs) -> list[Any]:
        """The values of all that was looked at."""
        plain = sorted(self.needs - _WITHIN)
        return [
            *(getattr(needs, name) for name in plain),
            needs.unsure if ALL in self.sure else [needs.unsure.get(k) for k in sorted(self.sure)],
            *(getattr(needs.answers, name) for name in sorted(self.answers)),
            [[getattr(one, name) for name in sorted(self.sources)] for one in needs.sources],
            [[getattr(one, name) for name in sorted(self.uses)] for one in needs.use_cases],
        ]


def _noting(record: _Record, seen: set[str]) -> _Record:
    """A dataclass's record whose fields are noted when they are looked at; copies note, too."""
    model: Any = type(record)
    return cast(_Record, _of(_kind_noting(model, seen), record))


def _all_noting(records: Sequence[_Record], seen: set[str]) -> tuple[_Record, ...]:
    if not records:
        return ()
    kind = _kind_noting(type(records[0]), seen)
    return tuple(cast(_Record, _of(kind, one)) for one in records)


def _kind_noting(model: type[Any], seen: set[str]) -> type[Any]:
    """A kind of record that is the same in all, and notes its fields."""
    names = {one.name for one in fields(model)}

    def noted(self: Any, name: str) -> Any:
        if name in names:
            seen.add(name)
        return object.__getattribute__(self, name)

    return type(model.__name__, (model,), {"__getattribute__": noted})


def _of(kind: type[Any], record: Any) -> Any:
    return kind(**{one.name: getattr(record, one.name) for one in fields(record)})


class _Noting:
    """Answers whose fields are noted when they are looked at."""

    def __init__(self, record: Any, seen: set[str]) -> None:
        self._record, self._seen = record, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(name)
        return getattr(self._record, name)


class _NotingDict(dict[str, str]):
    """How sure the inputs are, with those noted that are looked at; all of them as `ALL`."""

    def __init__(self, values: dict[str, str], seen: set[str]) -> None:
        super().__init__(values)
        self._seen = seen

    def get(self, key: str, default: Any = None) -> Any:
        """Note the key."""
        self._seen.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> str:
        self._seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._seen.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._seen.add(ALL)
        return super().__iter__()

    def __eq__(self, other: object) -> bool:
        self._seen.add(ALL)
        return super().__eq__(other)

    __hash__ = None  # as a dict has none

    def keys(self) -> Any:
        """Note all."""
        self._seen.add(ALL)
        return super().keys()

    def values(self) -> Any:
        """Note all."""
        self._seen.add(ALL)
        return super().values()

    def items(self) -> Any:
        """Note all."""
        self._seen.add(ALL)
        return super().items()
