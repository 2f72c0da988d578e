"""How each kind of line comes about: the rules of `rules.yaml`, found by a value's key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from data_platform.catalog.reading import BadCatalogue, read_yaml

_FILE: Final = "rules.yaml"
_FIELDS: Final = frozenset({"key", "module", "rule", "needs"})


@dataclass(frozen=True)
class Rule:
    """A rule in words. key: the pattern of the keys that it is for. module: where it is held,
    below `data_platform`. needs: the ladders behind it; one in braces is looked up.
    """

    key: str
    module: str
    text: str
    needs: tuple[str, ...] = ()

    def covers(self, key: str) -> bool:
        """Whether it is a value's rule."""
        return _pattern(self.key).fullmatch(key) is not None


def rule_of(key: str) -> Rule:
    """The rule of a value: the first one whose pattern its key matches."""
    return next(rule for rule in rules() if rule.covers(key))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in their order; the last one covers every key. Raises BadCatalogue."""
    found = []
    for number, entry in enumerate(read_yaml(files(__package__), _FILE), 1):
        where = str(entry.get("key") or number)
        if strange := set(entry) - _FIELDS:
            raise BadCatalogue(_FILE, where, f"has no field “{min(strange)}”")
        if not all(entry.get(name) for name in ("key", "module", "rule")):
            raise BadCatalogue(_FILE, where, "needs key, module and rule")
        needs = tuple(entry.get("needs", ()))
        found.append(Rule(entry["key"], entry["module"], entry["rule"], needs))
    if not found or found[-1].key != "**":
        raise BadCatalogue(_FILE, "**", "must be the last rule, for what no other one covers")
    return tuple(found)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    if key == "**":
        return re.compile(".*")
    *parts, last = key.split(".")
    one = {"*": r"[^.]*"}
    end = r"(?:\.[^.]*)*" if last == "**" else rf"\.{one.get(last, re.escape(last))}"
    return re.compile(r"\.".join(one.get(part, re.escape(part)) for part in parts) + end)
