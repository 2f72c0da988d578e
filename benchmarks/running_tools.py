"""Which technologies run already, from the phrases of a situation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from benchmarks.wording import first, listed, text_of, words
from data_platform.catalog import Catalogue

_BRACKETS = re.compile(r"\(.*?\)")
_MAKERS = re.compile(r"^(apache|amazon|google|microsoft|aws|azure) (?=\w{5})")
_NO_WORD = re.compile(r"[^a-z0-9+]+")


def tools_of(situation: Mapping[str, Any], catalogue: Catalogue) -> list[dict[str, Any]]:
    """What runs already: the technology that a phrase names, else the phrase itself."""
    found: list[dict[str, Any]] = []
    summary = text_of(situation.get("summary"))
    for said in listed(situation.get("existing")):
        phrase = " ".join(str(said).split())
        goes = re.search(words()["tools_that_go"], phrase.lower())
        for name in _named(phrase, catalogue) or [phrase[:60]]:
            row: dict[str, Any] = {"name": name}
            if goes or _outgrown(name, summary, catalogue):
                row["keep"] = "no"
            found.append(row)
        own = first("clouds", situation.get("cloud")) in (None, "vm", "on_prem")
        lakes = (
            words()["lakes"] if not own else f"{words()['lakes']}|{words()['lakes_of_machines']}"
        )
        if not goes and re.search(lakes, phrase.lower()):
            found.append({"name": words()["lake_is"]})
    return found


def _outgrown(name: str, summary: str, catalogue: Catalogue) -> bool:
    """Whether a text tells of a tool and, in the same sentence, that it no longer does."""
    technology = catalogue.find(name)
    if technology is None:
        return False
    called = {_called(one) for one in (technology.name, *technology.aliases)} - {""}
    names = "|".join(re.escape(one) for one in called)
    pattern = rf"\b({names})\b[^.]{{0,120}}?({words()['outgrown']})"
    return re.search(pattern, summary) is not None


def _named(phrase: str, catalogue: Catalogue) -> list[str]:
    """The names of the catalogue's technologies in a phrase, the longest where they overlap."""
    plain = f" {_plain_name(phrase)} "
    hits = [
        (called, technology.name)
        for technology in catalogue.technologies.values()
        for name in (technology.name, *technology.aliases, technology.id)
        if len(called := _called(name)) > 2 and f" {called} " in plain
    ]
    found: list[str] = []
    taken = ""
    for called, name in sorted(hits, key=lambda hit: -len(hit[0])):
        if called not in taken:
            taken += f" {called} "
            found.append(name)
    return found


@cache
def _called(name: str) -> str:
    """What people call a technology: without its maker and what stands in brackets."""
    plain = _plain_name(_BRACKETS.sub("", name))
    return _MAKERS.sub("", plain)


def _plain_name(text: str) -> str:
    return _NO_WORD.sub(" ", text.lower()).strip()
