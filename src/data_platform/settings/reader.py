"""Reads the configuration file. What is wrong in it is named and left out; the rest counts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from data_platform.settings.keys import Registry, checked
from data_platform.settings.model import SETTINGS, BadSetting, Settings

#: The longest file that is read, in bytes: more is no configuration.
LONGEST = 1_000_000


def settings_path(environment: Mapping[str, str] | None = None) -> Path:
    """DATA_PLATFORM_CONFIG, or config.toml in the configuration folder of this user (XDG)."""
    env = os.environ if environment is None else environment
    if named := env.get("DATA_PLATFORM_CONFIG"):
        return _at_home(Path(named))
    folder = env.get("XDG_CONFIG_HOME", "")
    # The XDG specification says to ignore a relative path.
    base = Path(folder) if os.path.isabs(folder) else _at_home(Path("~/.config"))
    return base / "data-platform" / "config.toml"


def load_settings(
    environment: Mapping[str, str] | None = None, registry: Registry | None = None
) -> Settings:
    """What is set, with the defaults of what is not. Nothing is raised, whatever the file holds.

    registry: what the app can do, by which the keys are checked; without it they are taken as
    they are written.
    """
    env = os.environ if environment is None else environment
    path = settings_path(env)
    try:
        text = _text(path, bool(env.get("DATA_PLATFORM_CONFIG")))
        table = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        return Settings(path=path, problems=(f"{path}: {_why(error)}; the defaults count",))
    return replace(read_table(table, registry), path=path)


def read_table(table: Mapping[str, Any], registry: Registry | None = None) -> Settings:
    """The settings of a parsed file."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    known = {setting.name: setting for setting in SETTINGS}
    for name, value in table.items():
        if name == "keys":
            values["keys"] = _keys(value, registry, problems)
        elif name in known:
            try:
                values[name] = known[name].read(value)
            except BadSetting as error:
                problems.append(f"{name}: {error}; {known[name].default} counts")
        else:
            problems.append(f"there is no setting {name!r}{_nearest(name, [*known, 'keys'])}")
    return Settings(**values, problems=tuple(problems))


def _text(path: Path, named: bool) -> str:
    """The file's text; none where there is no file. Raises OSError, ValueError.

    named: whether the person said where it is, so that it should be there.
    """
    if path == Path(os.devnull) or not (named or os.path.lexists(path)):
        return ""
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    with path.open("rb") as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise ValueError("it is too long for a configuration")
    return content.decode("utf-8-sig")


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it cannot be read ({error.strerror or error})"
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8 text"
    if isinstance(error, tomllib.TOMLDecodeError):
        return f"it is no TOML ({error})"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # nobody knows where home is
        return path


# -- keys ------------------------------------------------------------------------


def _keys(
    value: object, registry: Registry | None, problems: list[str]
) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        problems.append('keys: this is a table, like “[keys]” and under it “help = "f1"”')
        return {}
    wanted: dict[str, tuple[str, ...]] = {}
    for name, keys in _flat(value):
        if isinstance(keys, str):
            wanted[name] = (keys,)
        elif isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            wanted[name] = tuple(keys)
        else:
            problems.append(f"keys.{name}: write a key like “f5”, or several: [“f5”, “ctrl+k”]")
    if registry is None:
        return wanted
    kept, wrong = checked(wanted, registry)
    problems += wrong
    return kept


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """`records.add` is a table in a table for TOML."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _nearest(word: str, known: list[str]) -> str:
    from data_platform.interview.kinds import nearest  # not needed where all is right

    return nearest(word, known)
