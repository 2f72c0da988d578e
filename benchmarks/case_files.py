"""Case files: what was known of a published platform, what was chosen, what is acceptable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class BadCase(ValueError):
    """A case file cannot be used; the message says why."""


@dataclass(frozen=True)
class Case:
    """A published case. situation: what was known; choice and acceptable: to compare with."""

    slug: str
    situation: Mapping[str, Any]
    choice: Mapping[str, Any]
    acceptable: Mapping[str, Any]
    group: str = ""


def read_case(path: Path) -> Case:
    """Read a case file. Raises BadCase with what is wrong with it."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadCase(f"cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise BadCase(f"is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(loaded, Mapping):
        raise BadCase("must be a mapping with situation, published_choice and acceptable")
    parts: dict[str, Mapping[str, Any]] = {}
    for part in ("situation", "published_choice", "acceptable"):
        found = loaded.get(part)
        if not isinstance(found, Mapping):
            raise BadCase(f"has no {part} with fields in it")
        parts[part] = found
    for part, name in (("published_choice", "pattern"), ("acceptable", "pattern")):
        if not parts[part].get(name):
            raise BadCase(f"{part} names no {name}")
    for name in ("sources", "workloads"):
        if not isinstance(parts["situation"].get(name) or [], list):
            raise BadCase(f"situation.{name} must be a list")
    for name in ("ingestion_methods", "tool_families"):
        if not isinstance(parts["acceptable"].get(name) or {}, Mapping):
            raise BadCase(f"acceptable.{name} must be a mapping")
    return Case(
        str(loaded.get("slug") or path.stem),
        parts["situation"],
        parts["published_choice"],
        parts["acceptable"],
        str(loaded.get("group") or ""),
    )


def names_of(value: object) -> tuple[str, ...]:
    """One name, several or none, in small letters."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value.lower(),)
    return tuple(str(one).lower() for one in value) if isinstance(value, Iterable) else ()
