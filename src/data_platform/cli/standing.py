"""What `where` tells: which files and settings are in use, from where, and what is wrong.

Nothing is written. Whether all of it can be used is looked at in `checkup`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from data_platform import __version__
from data_platform.sessions.database import LOG
from data_platform.settings import Settings, load_settings, priced_catalogue, prices_path
from data_platform.settings.model import SETTINGS, BadSetting
from data_platform.tui.actions import REGISTRY

_LIBRARIES = ("textual", "rich", "click", "pydantic", "jinja2", "sqlite-utils")


def standing(store: str | None, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All of it, as JSON has it. store: the session file that was named, if one was."""
    env = os.environ if environment is None else environment
    settings = load_settings(env, REGISTRY)
    sessions = _sessions(store, env)
    log = Path(sessions["path"]).with_name(LOG)
    prices = prices_path(env)
    _, trouble = priced_catalogue(env)
    problems = [
        *([sessions["problem"]] if sessions["problem"] else []),
        *settings.problems,
        *([trouble] if trouble else []),
    ]
    return {
        "program": _program(),
        "sessions": sessions,
        "settings": {
            "path": str(settings.path),
            "from": "DATA_PLATFORM_CONFIG" if env.get("DATA_PLATFORM_CONFIG") else "default",
            "exists": settings.path.is_file(),
            "values": _values(settings, env),
        },
        "prices": {"path": str(prices), "exists": prices.is_file()},
        "log": {"path": str(log), "exists": log.exists()},
        "problems": problems,
    }


def standing_text(found: Mapping[str, Any]) -> str:
    """For people: the files, then the settings, then what is wrong."""
    program, sessions, settings = found["program"], found["sessions"], found["settings"]
    count = sessions["count"]
    held = "not made yet" if count is None else f"{count} session{'' if count == 1 else 's'}"
    if sessions["problem"]:
        held = "see below"
    libraries = ", ".join(f"{name} {version}" for name, version in program["libraries"].items())
    lines = [
        f"Program   data-platform {program['version']} in {program['path']}",
        f"          Python {program['python']}, SQLite {program['sqlite']}, {libraries}",
        f"Sessions  {sessions['path']} ({held}; {_by(sessions['from'])})",
        f"Settings  {settings['path']} ({_there(settings)}; {_by(settings['from'])})",
        f"Prices    {found['prices']['path']} ({_there(found['prices'])})",
        f"Log       {found['log']['path']} ({_there(found['log'])})",
        "",
        "Settings in use",
    ]
    values = settings["values"]
    shown = {name: _shown(one["value"]) for name, one in values.items()}
    first, second = (max(map(len, words)) for words in (shown, shown.values()))
    lines += [f"  {n:{first}}  {shown[n]:{second}}  {one['from']}" for n, one in values.items()]
    if found["problems"]:
        lines += ["", "Problems", *(f"  {problem}" for problem in found["problems"])]
    return "".join(line.rstrip() + "\n" for line in lines)


def _program() -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version

    libraries = {}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            libraries[name] = version(name)
    return {
        "version": __version__,
        "path": str(Path(__file__).resolve().parent.parent),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "sqlite": sqlite3.sqlite_version,
        "libraries": libraries,
    }


def _sessions(store: str | None, env: Mapping[str, str]) -> dict[str, Any]:
    """The session file, how many sessions it has, and why it cannot be read if it cannot."""
    from data_platform.sessions import glance
    from data_platform.sessions.errors import StoreError, explain

    origin = "default"
    if store:
        origin = "--store"
    elif env.get("DATA_PLATFORM_STORE"):
        origin = "DATA_PLATFORM_STORE"
    path, count, problem = str(store or env.get("DATA_PLATFORM_STORE") or ""), None, ""
    try:
        real = glance.path_of(store)
        path = str(real)
        if glance.schema_version(real) is not None:
            count = glance.facts(real).sessions
    except StoreError as error:
        problem = str(error)
    except sqlite3.Error as error:
        problem = str(explain(error, path))
    except (OSError, RuntimeError) as error:
        problem = f"{path}: {error}"
    return {"path": path, "from": origin, "exists": os.path.exists(path)} | {
        "count": count,
        "problem": problem,
    }


def _values(settings: Settings, env: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Each setting with where it is from; of the keys only those that a person changed."""
    written = set(_written(settings.path))
    found: dict[str, dict[str, Any]] = {}
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        origin = "file" if setting.name in written else "default"
        if setting.name == "theme" and "NO_COLOR" in env:
            value, origin = "terminal", "NO_COLOR"
        found[setting.name] = {"value": _plain(value), "from": origin}
    for name, keys in settings.keys.items():
        found[f"keys.{name}"] = {"value": list(keys), "from": "file"}
    return found


def _written(path: Path) -> Iterator[str]:
    """The settings of the file that count, without the keys."""
    table: dict[str, Any] = {}
    with suppress(OSError, ValueError, RecursionError):
        if path.is_file():
            table = tomllib.loads(path.read_text("utf-8-sig"))
    for setting in SETTINGS:
        if setting.name in table:
            with suppress(BadSetting):
                setting.read(table[setting.name])
                yield setting.name


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return "auto" if value is None else value


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "off"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _there(one: Mapping[str, Any]) -> str:
    return "there" if one["exists"] else "none yet"


def _by(origin: str) -> str:
    return "the usual place" if origin == "default" else f"by {origin}"
