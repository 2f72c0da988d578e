"""Keys that a person chose: how they are written, and which of them can be had.

The app hands in what it can do as a `Registry`. Which widget has which key, and how a key is
written on screens, is not said here.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Keys without a letter, by the names of the configuration file.
NAMED = _names(
    "up down left right home end pageup pagedown insert delete backspace tab enter escape space"
)
#: Other names that people know these keys by.
ALIASES = {
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "return": "enter",
    "spacebar": "space",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
#: What terminals send for these is another key.
SAME = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+j": "enter", "ctrl+m": "enter"}
#: Keys that may be held together with others, in the order in which Textual tells them.
HELD = ("alt", "ctrl", "shift")
#: The keys with which text is edited, besides the letters and signs that are typed.
EDITING = _names(
    """
    alt+backspace alt+delete backspace ctrl+a ctrl+backspace ctrl+c ctrl+d ctrl+delete ctrl+e
    ctrl+f ctrl+k ctrl+left ctrl+right ctrl+shift+left ctrl+shift+right ctrl+u ctrl+v ctrl+w
    ctrl+x ctrl+y ctrl+z delete down end enter home left pagedown pageup right shift+delete
    shift+down shift+end shift+home shift+left shift+right shift+up up
    """
)
#: The names of signs, where they are not those of Unicode.
_SIGNS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
#: What terminals tell of that is held with these keys.
_WITH = {"tab": {"shift"}, "enter": {"shift"}}
_FUNCTION = re.compile(r"f([1-9]|1[0-9]|2[0-4])")


class BadKey(ValueError):
    """No key that a terminal sends. The message says why."""


class Keyed(Protocol):
    """What is to be known of an action here.

    keys: its own ones. scope: where it is done. fixed: why its keys cannot be others.
    """

    @property
    def id(self) -> str:
        """Its name in the configuration file."""

    @property
    def title(self) -> str:
        """What it does."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that it has by itself."""

    @property
    def scope(self) -> str:
        """Where it is done."""

    @property
    def fixed(self) -> str:
        """Why its keys cannot be others; empty where they can be."""


@dataclass(frozen=True)
class Place:
    """Where a person can be. takes: text, letters, digits or nothing, before any action does.

    scopes: those whose actions can be done here, from the widget to the app.
    """

    scopes: tuple[str, ...]
    takes: str = ""

    def has(self, key: str) -> bool:
        """Whether a key is taken here before any action is asked."""
        letter = character(key)
        if self.takes == "digits":
            return letter.isdecimal()
        return bool(self.takes and letter) or (self.takes == "text" and key in EDITING)


@dataclass(frozen=True)
class Registry:
    """What the app can do, where, and how these places are called."""

    actions: Sequence[Keyed] = ()
    places: Sequence[Place] = ()
    headings: Mapping[str, str] = field(default_factory=dict)

    def together(self, one: Keyed, other: Keyed) -> bool:
        """Whether there is a place where both can be done."""
        return any(one.scope in p.scopes and other.scope in p.scopes for p in self.places)


def character(key: str) -> str:
    """The letter or sign that a key writes; empty for one that writes none."""
    if key == "space":
        return " "
    return key if len(key) == 1 else SIGNS.get(key, "")


def name_of(letter: str) -> str:
    """The name of a letter's or a sign's key, also of signs that no keyboard here has."""
    if letter == " ":
        return "space"
    if letter.isalnum():
        return letter
    name = unicodedata.name(letter, "").lower().replace("-", "_").replace(" ", "_")
    return _SIGNS.get(name, name)


#: The signs of a keyboard by the names of their keys.
SIGNS = {name_of(sign): sign for sign in string.punctuation}


def read_key(text: str) -> str:
    """A key as it was written, by the name that the app knows: F5, ^K, Ctrl+PgDn, /, K.

    Raises BadKey for what is none, or what terminals do not send.
    """
    written = text.strip() if text != " " else text
    if len(written) == 2 and written[0] == "^":
        written = f"ctrl+{written[1]}"
    # A plus sign may be the last key itself.
    *held, last = re.split(r"\+(?=.)", written)
    holding = {one.strip().lower().replace("control", "ctrl") for one in held}
    last = last.strip() or last
    if unknown := sorted(holding - set(HELD)):
        raise BadKey(f"{unknown[0]!r} is no key that can be held; ctrl, alt and shift can be")
    if len(last) == 1:
        last = ALIASES.get(last) or name_of(last)
    else:
        last = ALIASES.get(last.lower(), last.lower())
    if "shift" in holding and len(last) == len(last.upper()) == 1 and last.isalpha():
        holding.remove("shift")
        last = last.upper()
    return _sendable(holding, last, text)


def _sendable(holding: set[str], last: str, text: str) -> str:
    """The whole name. Raises BadKey where no terminal sends it."""
    lone = len(last) == 1 or last in SIGNS
    if not (lone or last in NAMED or _FUNCTION.fullmatch(last)):
        raise BadKey(f"{text!r} is no key; write it like f5, ctrl+k, pagedown, / or K")
    if lone and "shift" in holding:
        raise BadKey(f"{text!r}: write the sign itself that Shift gives")
    if "ctrl" in holding and lone:
        last = last.lower()
        if holding != {"ctrl"} or not (last.isascii() and last.isalpha()):
            raise BadKey(f"{text!r}: terminals send Ctrl with the letters a to z only")
    if last in ("tab", "enter", "escape", "space") and not holding <= _WITH.get(last, set()):
        raise BadKey(f"{text!r}: terminals do not send {last} with other keys held")
    key = "+".join([*(one for one in HELD if one in holding), last])
    if key in SAME:
        raise BadKey(f"{text!r}: terminals send the same for it as for {SAME[key]}")
    return key


def checked(
    wanted: Mapping[str, tuple[str, ...]], registry: Registry
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys that can be had of those that are wanted, and what is wrong with the others."""
    known = {action.id: action for action in registry.actions}
    unknown: list[str] = []
    wrong: list[tuple[str, str]] = []
    kept: dict[str, list[str]] = {}
    for name, texts in wanted.items():
        action = known.get(name)
        if action is None:
            unknown.append(f"keys: there is no action {name!r}{_nearest(name, known)}")
        elif keys := list(_readable(action, texts, registry, wrong)):
            kept[name] = keys
        elif not texts and action.keys:
            wrong.append((name, "it needs a key"))
    while clash := next(_clashes(kept, registry), None):
        name, key, other = clash
        kept[name].remove(key)
        if not kept[name]:
            del kept[name]
        wrong.append((name, f"{key!r} is the key of {other.id} ({other.title.lower()})"))
    keys_of = {action.id: tuple(kept.get(action.id, action.keys)) for action in registry.actions}
    said = [f"keys.{name}: {why}; it keeps {_said(keys_of[name])}" for name, why in wrong]
    changed = {name: keys_of[name] for name in kept if keys_of[name] != known[name].keys}
    return changed, unknown + said


def _readable(
    action: Keyed, texts: Sequence[str], registry: Registry, wrong: list[tuple[str, str]]
) -> Iterator[str]:
    """The keys that an action may have, seen alone."""
    here = [place for place in registry.places if action.scope in place.scopes]
    seen = set()
    for text in texts:
        try:
            key = read_key(text)
        except BadKey as error:
            wrong.append((action.id, str(error)))
            continue
        if key in seen:
            continue
        seen.add(key)
        if key in action.keys or not (action.fixed or any(place.has(key) for place in here)):
            yield key
        elif action.fixed:
            wrong.append((action.id, f"it cannot be changed: {action.fixed}"))
        else:
            why = "is typed" if character(key) else "edits text"
            wrong.append(
                (action.id, f"{key!r} {why} where it would count; take one like f11 or ctrl+t")
            )


def _clashes(
    kept: Mapping[str, Sequence[str]], registry: Registry
) -> Iterator[tuple[str, str, Keyed]]:
    """Wanted keys that another action has, the last wanted first: the one before it stays."""
    known = {action.id: action for action in registry.actions}
    for name in reversed(list(kept)):
        one = known[name]
        for key in kept[name]:
            for other in registry.actions:
                theirs = kept.get(other.id) or other.keys
                by_design = key in one.keys and key in other.keys
                if other.id == name or key not in theirs or by_design:
                    continue
                if registry.together(one, other):
                    yield name, key, other


def _said(keys: Sequence[str]) -> str:
    return " and ".join(repr(key) for key in keys) or "no key"


def _nearest(word: str, known: Mapping[str, object]) -> str:
    from data_platform.interview.kinds import nearest  # not needed where all is right

    return nearest(word, list(known))
