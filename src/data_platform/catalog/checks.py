"""What the entries of the catalogue must agree on with one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from data_platform.catalog.model import (
    Catalogue,
    Constant,
    Ladder,
    Limit,
    Rung,
    Technology,
)
from data_platform.catalog.price import Price, Unpriced
from data_platform.catalog.reading import BadCatalogue
from data_platform.interview.kinds import choices, nearest

#: What stands where nothing could be cited.
OWN = "own assumption"
PAIR = f"“{OWN}” and confidence “assumption” go together"


def findable(source: str, bad: Callable[[str], BadCatalogue]) -> str:
    """The source, if a person can find it: a name, not the number of a file."""
    if not source.strip():
        raise bad("is empty; name the publication, or write “own assumption”")
    if re.search(r"\b(files?|ids?) +(id +)?\d{6,}|\d{9,}", source):
        raise bad("names a file by its number; name the publication and its section")
    return source


def check(catalogue: Catalogue) -> None:
    """Raise BadCatalogue for the first thing that does not agree."""
    for need, ladder in catalogue.ladders.items():
        _check_ladder(f"ladders/{need}.yaml", ladder)
    _check_orphans(catalogue)
    for file, list_name, found in (
        ("source_kinds.yaml", "source_kind", catalogue.source_kinds),
        ("workloads.yaml", "workload", catalogue.workloads),
        ("regulations.yaml", "compliance", catalogue.regulations),
    ):
        expected = {option.id for option in choices()[list_name]} - {"none"}
        for one in sorted(expected - set(found)):
            raise BadCatalogue(file, one, "is missing; the interview offers it")
        for one in sorted(set(found) - expected):
            raise BadCatalogue(file, one, f"is no {list_name} of the interview")
    sourced: Mapping[str, Constant | Price | Unpriced | Technology]
    for file, sourced in (
        ("constants.yaml", catalogue.constants),
        ("prices", catalogue.prices),
        ("prices", catalogue.unpriced),
        ("technologies", catalogue.technologies),
    ):
        for key, entry in sourced.items():
            if (entry.source == OWN) != (entry.confidence == "assumption"):
                raise BadCatalogue(file, key, PAIR)
    _check_companions(catalogue)
    for rung in catalogue.ladders["change_capture"].rungs:
        for name in rung.technologies:
            if not catalogue.technologies[name].carries:
                problem = "say how the changes get to where they rest"
                raise BadCatalogue("technologies", f"{name}.carries", problem)
    for technology in catalogue.technologies.values():
        _check_own_limits(technology, catalogue)
        _check_replaced(technology, catalogue)


def _check_own_limits(technology: Technology, catalogue: Catalogue) -> None:
    """A technology's own limit must be tighter than that of every rung that it stands on."""
    seen: set[tuple[str, str]] = set()
    for limit in technology.limits:
        where = f"{technology.id}.limits.{limit.metric}"
        _check_sourced("technologies", where, limit)
        counted = [
            (need, rung)
            for need, ladder in catalogue.ladders.items()
            for rung in ladder.rungs
            if technology.id in rung.technologies and (not limit.needs or need in limit.needs)
        ]
        needs = {need for need, _ in counted}
        for need in sorted(limit.needs - needs):
            raise BadCatalogue("technologies", where, f"it stands on no rung of {need}")
        for need in sorted(needs):
            if (need, limit.metric) in seen:
                raise BadCatalogue("technologies", where, f"limits a metric of {need} twice")
            seen.add((need, limit.metric))
        for need, rung in counted:
            at = next((other for other in rung.limits if other.metric == limit.metric), None)
            if at is not None and not _tighter(limit, at):
                problem = f"must be tighter than that of {need}.{rung.id}, or it says nothing"
                raise BadCatalogue("technologies", where, problem)


def _check_sourced(file: str, where: str, limit: Limit) -> None:
    """A limit is sourced, or says how it was come to."""
    if (limit.source == OWN) != (limit.confidence == "assumption"):
        raise BadCatalogue(file, where, PAIR)
    if limit.source == OWN and not limit.because:
        raise BadCatalogue(file, where, "an own assumption says in `because` how it was come to")


def _tighter(limit: Limit, other: Limit) -> bool:
    if limit.most is not None:
        return other.most is None or limit.most < other.most
    assert limit.least is not None
    return other.least is None or limit.least > other.least


def _check_replaced(technology: Technology, catalogue: Catalogue) -> None:
    """What is replaced is another technology, or said in words that no id could be."""
    known = list(catalogue.technologies)
    if not technology.replaces:
        raise BadCatalogue("technologies", f"{technology.id}.replaces", "name at least one")
    for name in technology.replaces:
        if " " not in name and (name not in catalogue.technologies or name == technology.id):
            where = f"{technology.id}.replaces"
            problem = f"“{name}” is no other technology{nearest(name, known)}"
            raise BadCatalogue("technologies", where, f"{problem}; words have a space in them")


def _check_companions(catalogue: Catalogue) -> None:
    """What a technology brings or stands beside must be known."""
    known = list(catalogue.technologies)
    for technology in catalogue.technologies.values():
        for name in (*technology.brings, *sorted(technology.beside)):
            if name not in catalogue.technologies or name == technology.id:
                hint = nearest(name, known)
                where = f"{technology.id}.brings or .beside"
                raise BadCatalogue("technologies", where, f"“{name}” is no other technology{hint}")


def _check_ladder(file: str, ladder: Ladder) -> None:
    if not ladder.rungs:
        raise BadCatalogue(file, "rungs", "a ladder has at least one rung")
    seen: dict[tuple[str, bool], tuple[Limit, Rung]] = {}
    open_ended: dict[str, set[str]] = {}
    ids: set[str] = set()
    for rung in ladder.rungs:
        if rung.id in ids:
            raise BadCatalogue(file, rung.id, "stands there twice")
        ids.add(rung.id)
        if not rung.technologies:
            raise BadCatalogue(file, f"{rung.id}.technologies", "name at least one")
        if not rung.sources:
            raise BadCatalogue(file, f"{rung.id}.sources", "name at least one source")
        limited = {limit.metric for limit in rung.limits}
        if len(limited) < len(rung.limits):
            raise BadCatalogue(file, f"{rung.id}.limits", "limits a metric twice")
        for limit in rung.limits:
            where = f"{rung.id}.limits.{limit.metric}"
            _check_sourced(file, where, limit)
            if limit.metric in open_ended:
                free = ", ".join(sorted(open_ended[limit.metric]))
                raise BadCatalogue(file, where, f"{free} below it has no such limit")
            before = seen.get((limit.metric, limit.most is None))
            if before is not None and not limit.tighter:
                _check_step(file, where, before, limit)
            seen[limit.metric, limit.most is None] = (limit, rung)
        # A metric that a rung does not limit is held without end: no higher rung may limit it.
        for metric in {m for m, _ in seen} - limited:
            open_ended.setdefault(metric, set()).add(rung.id)
    _check_first(file, ladder)


def _check_first(file: str, ladder: Ladder) -> None:
    """What a higher rung limits, the lowest rung must limit too."""
    first = {limit.metric for limit in ladder.rungs[0].limits}
    for rung in ladder.rungs[1:]:
        for limit in rung.limits:
            if limit.metric not in first:
                where = f"{rung.id}.limits.{limit.metric}"
                raise BadCatalogue(file, where, "the lowest rung has no such limit")


def _check_step(file: str, where: str, before: tuple[Limit, Rung], limit: Limit) -> None:
    lower, rung = before
    if limit.most is not None and lower.most is not None and limit.most < lower.most:
        problem = f"must be at least that of {rung.id}, {lower.most:g}, or say why in `tighter`"
        raise BadCatalogue(file, where, problem)
    if limit.least is not None and lower.least is not None and limit.least > lower.least:
        problem = f"must be at most that of {rung.id}, {lower.least:g}, or say why in `tighter`"
        raise BadCatalogue(file, where, problem)


def _check_orphans(catalogue: Catalogue) -> None:
    placed = {
        technology
        for ladder in catalogue.ladders.values()
        for rung in ladder.rungs
        for technology in rung.technologies
    }
    for technology in catalogue.technologies.values():
        if technology.id not in placed:
            raise BadCatalogue("technologies", technology.id, "is on no rung of any ladder")
