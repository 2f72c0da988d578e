"""The keys that the actions have for this person: as bindings, and as they are written.

Textual changes the keys of bindings by their ids; what it does not do is to tell of a clash
once, or to see that a key is typed. So only keys that passed `settings.keys` come here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from data_platform.settings.keys import NAMED, SIGNS
from data_platform.tui.actions import ACTIONS, EVERY, Action

_KNOWN = {action.id: action for action in EVERY}
_NAMES = {
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    **{name: name.capitalize() for name in sorted(NAMED - {"up", "down", "left", "right"})},
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    **SIGNS,
}
_PLACE = re.compile(r"\{([a-z_.]+)\}")


def spell(key: str) -> str:
    """A key's name as it is written on screens: F1, ^P, Alt+→, /."""
    *held, last = key.split("+")
    last = _NAMES.get(last, last.upper() if last[0] == "f" and last[1:].isdecimal() else last)
    if held == ["ctrl"] and len(last) == 1 and last.isalpha():
        return f"^{last.upper()}"
    return "+".join([*(one.capitalize() for one in held), last])


@dataclass(frozen=True)
class KeyMap:
    """Which keys the actions have. changed: those that are not as the registry says, by id."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action, by its id."""
        return self.changed.get(name, _KNOWN[name].keys)

    def shown(self, name: str) -> str:
        """The first key of an action as it is written on screens; empty where it has none."""
        return next(iter(self.every(name)), "")

    def every(self, name: str) -> list[str]:
        """All keys of an action as they are written on screens."""
        return [spell(key) for key in self.keys(name)]

    def say(self, text: str) -> str:
        """A text of the app with the keys put in: `{quit} leaves`. Never for users' texts."""
        return _PLACE.sub(lambda found: self.shown(found[1]), text)

    def for_textual(self) -> dict[str, str]:
        """The changed keys as Textual takes them."""
        return {name: ",".join(keys) for name, keys in self.changed.items() if keys}


#: The keys that nobody changed.
DEFAULT = KeyMap()


def keys_of(where: DOMNode) -> KeyMap:
    """The keys of the app that a widget is in."""
    found = getattr(where.app, "key_map", DEFAULT)
    return found if isinstance(found, KeyMap) else DEFAULT


def bindings(scope: str) -> list[BindingType]:
    """The bindings of a scope's widget."""
    return [_binding(a, a.here or a.runs) for a in EVERY if a.scope == scope]


def again(name: str, does: str) -> BindingType:
    """An action's keys for a widget that is not of its scope. does: what that is told to do."""
    return _binding(_KNOWN[name], does)


def _binding(action: Action, does: str) -> Binding:
    # Textual gives keys only to what has one: an action without waits under a name of no key.
    keys = ",".join(action.keys) or f"no_key_of_{action.id}"
    name = None if action.fixed else action.id
    return Binding(keys, does, action.title, show=False, id=name, priority=action.priority)


def key_line(keys: KeyMap = DEFAULT, *, viewing: bool = False) -> list[tuple[str, str, str]]:
    """What the key line shows: key, short name, action. viewing: while one is at the blueprint."""
    found = [(a.id, a.footer, a.runs) for a in ACTIONS if a.footer]
    if viewing:
        there = {"preview": ("preview", "Form", "preview")}
        there["unknown"] = ("blueprint.explain", "Why", "explain")
        found = [there.get(one[0], one) for one in found]
    return [(keys.shown(name), title, runs) for name, title, runs in found]
