"""A configuration file that changes nothing: every setting and every key, commented out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from data_platform.settings.keys import Keyed, Registry, character
from data_platform.settings.model import SETTINGS

_HEAD = """\
# Settings of DATA.PLATFORM.EXE, read each time it starts. The lines with a # right before a
# name show what counts without them: take the # away and change what follows.
# What cannot be is named at the start, and by `data-platform where`; the rest counts.
"""
_KEYS = """\
# Keys: one, or several in brackets, of which the first is shown. They are written like f5,
# shift+up, ctrl+t, alt+right, pagedown, / or K. Alt with a letter comes only from terminals
# that speak the kitty protocol; from the others it is Esc and the letter.
[keys]
"""


def default_text(registry: Registry) -> str:
    """The file's text. registry: what the app can do."""
    parts = [_HEAD]
    for setting in SETTINGS:
        about = "\n".join(f"# {line}" for line in setting.about)
        parts.append(f"{about}\n#{setting.name} = {setting.default}\n")
    parts.append(_KEYS)
    for scope, heading in registry.headings.items():
        lines = "".join(_lines(a for a in registry.actions if a.scope == scope))
        parts.append(f"# {heading}\n{lines}")
    return "\n".join(parts)


def write_default(path: Path, registry: Registry) -> None:
    """Write the file, with the folders that are not there yet.

    Raises FileExistsError where there is one, and OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("x", encoding="utf-8") as file:
        file.write(default_text(registry))


def _lines(actions: Iterator[Keyed]) -> Iterator[str]:
    for action in actions:
        written = [_quoted(key) for key in action.keys]
        keys = written[0] if len(written) == 1 else f"[{', '.join(written)}]"
        if action.fixed:
            yield f"# {keys} stays: {action.title}\n"
        else:
            yield f"#{action.id} = {keys}  # {action.title}\n"


def _quoted(key: str) -> str:
    letter = character(key)
    return json.dumps(letter if letter.strip() else key, ensure_ascii=False)
