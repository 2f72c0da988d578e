"""The pipelines that a person named: what each reads and writes, as far as it can be told.

An input may be a source, a table, or another pipeline, by its name. What is none of them,
and what would make pipelines wait for each other, is left out and reported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from data_platform.advisor.needs import Needs
from data_platform.advisor.words import say
from data_platform.interview.names import slug, unique_all


@dataclass(frozen=True)
class Own:
    """A person's own pipeline. sources: names of sources; staged: tables of sources by name.

    tables: what other pipelines write. unknown: inputs that are nothing known. circular: inputs
    that wait for this one.
    """

    name: str
    writes: str
    sources: tuple[str, ...]
    staged: tuple[str, ...]
    tables: tuple[str, ...]
    unknown: tuple[str, ...]
    circular: tuple[str, ...]
    logic: str
    cron: str


def own_pipelines(
    needs: Needs,
    staged: Collection[str],
    built: Sequence[str],
    stated: Sequence[str],
    taken: Sequence[str],
) -> tuple[Own, ...]:
    """Each of the person's pipelines, in their order.

    staged: the tables of sources. built: the tables of use cases. stated: the
    person's own tables. taken: further names that no table may have.
    """
    given = needs.answers.pipelines
    if not given:
        return ()
    tables = {name.casefold(): name for name in (*built, *stated)}
    own_tables = {name.casefold(): name for name in stated}
    sources = {source.name.casefold(): source.name for source in needs.sources}
    of_table = {name.casefold(): name for name in staged}
    names = [
        pipeline.name or say("transformation.own", number=number)
        for number, pipeline in enumerate(given, 1)
    ]
    outputs = _outputs(names, own_tables, [*taken, *staged, *built, *stated])
    by_name = dict(zip((name.casefold() for name in names), outputs, strict=True))
    found = []
    for pipeline, name, output in zip(given, names, outputs, strict=True):
        read: dict[str, list[str]] = {"sources": [], "staged": [], "tables": [], "unknown": []}
        for one in pipeline.inputs or []:
            key = one.casefold()
            if key in sources:
                read["sources"].append(sources[key])
            elif key in of_table:
                read["staged"].append(of_table[key])
            elif key in by_name or key in tables:
                read["tables"].append(by_name.get(key) or tables[key])
            else:
                read["unknown"].append(one)
        found.append(
            Own(
                name=name,
                writes=output,
                sources=tuple(dict.fromkeys(read["sources"])),
                staged=tuple(dict.fromkeys(read["staged"])),
                tables=tuple(dict.fromkeys(read["tables"])),
                unknown=tuple(read["unknown"]),
                circular=(),
                logic=" ".join((pipeline.logic or "").split()),
                cron=pipeline.schedule or "",
            )
        )
    return tuple(_without_circles(found))


def _outputs(names: list[str], own_tables: dict[str, str], taken: list[str]) -> list[str]:
    """The table that each pipeline writes: the own table of its name, else a new one."""
    free = dict(own_tables)
    written = [free.pop(name.casefold(), "") for name in names]
    new = [slug(name, "pipeline") for name, table in zip(names, written, strict=True) if not table]
    made = iter(unique_all([*taken, *new])[len(taken) :])
    return [table or next(made) for table in written]


def _without_circles(given: list[Own]) -> list[Own]:
    """Leave out the inputs that would make a pipeline wait for itself."""
    reads: dict[str, set[str]] = {}
    used: set[str] = set()
    found = []
    for own in given:
        kept = []
        for table in own.tables:
            # What nobody reads yet cannot be upstream of anything.
            free = own.writes not in used or own.writes not in _upstream(table, reads)
            if table != own.writes and free:
                kept.append(table)
                used.add(table)
                reads.setdefault(own.writes, set()).add(table)
        if len(kept) == len(own.tables):
            found.append(own)
            continue
        circular = tuple(table for table in own.tables if table not in kept)
        found.append(replace(own, tables=tuple(kept), circular=circular))
    return found


def _upstream(table: str, reads: Mapping[str, set[str]]) -> set[str]:
    """All that a table is made from, itself among it."""
    seen, ahead = set[str](), [table]
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            ahead += reads.get(one, ())
    return seen
