"""The tables that sources become: facts and dimensions, by what is known of each source.

What the tables of a source are called is not known before its schema is read. Until then the
subject of its name or kind names them; the person's own models come beside them, in `plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue

#: Kinds of use case that look back, so that a fact is joined with what was true at its time.
LOOK_BACK = frozenset({"bi", "adhoc_sql", "ml", "data_sharing"})

History = Literal["", "versions", "overwrite", "snapshots"]


@dataclass(frozen=True)
class Table:
    """A table of a source, before its name is made unique.

    of: the source's name. what: the thing that a row is, a singular slug. keys: columns that
    identify a row. history: how a dimension keeps what was true before; empty for a fact.
    """

    name: str
    of: str
    type: Literal["fact", "dimension"]
    what: str
    keys: tuple[str, ...]
    history: History = ""

    @property
    def thing(self) -> str:
        """What a row is, in words."""
        return self.what.replace("_", " ")


def tables_of(
    source: SourceNeed, workloads: frozenset[str], catalogue: Catalogue
) -> tuple[Table, ...]:
    """The tables of a source: what it records, then what that refers to.

    One table is one thing: what arrives is a fact, what changes is a dimension. Of several
    tables the first records what happens, and the others are what it is about. Documents and
    streams are facts alone: what they refer to rests elsewhere. Files that are delivered whole
    describe things.
    """
    subject = catalogue.subjects.of(source.slug, source.kind, source.shape)
    whole = source.shape == "file" and source.update_pattern == "snapshot"
    alone = source.tables == 1 and source.shape != "document"
    dimensions: tuple[Table, ...] = ()
    if source.shape not in ("stream", "document"):
        about = (_singular(source.slug),) if alone else subject.about or ("entity",)
        history = history_of(source, workloads)
        dimensions = tuple(_dimension(source, what, history) for what in about)
    if dimensions and ((alone and source.update_pattern != "append") or whole):
        return dimensions[: source.tables]
    what = _singular(source.slug) if alone and source.shape != "stream" else subject.id
    fact = Table(
        name=say("models.fact", name=_called(source.slug, what)),
        of=source.name,
        type="fact",
        what=what,
        keys=subject.keys,
    )
    return (fact, *dimensions[: source.tables - 1])


def _dimension(source: SourceNeed, what: str, history: History) -> Table:
    more = {"versions": ("valid_from",), "snapshots": ("snapshot_date",)}.get(history, ())
    return Table(
        name=say("models.dimension", name=_called(source.slug, what)),
        of=source.name,
        type="dimension",
        what=what,
        keys=(f"{what}_id", *more),
        history=history,
    )


def _called(source: str, what: str) -> str:
    """The name of a table: the source's with the thing's, said once where it is the same."""
    many = plural(what)
    return source if source.endswith((many, what)) else f"{source}_{many}"


def _singular(name: str) -> str:
    """The last word of a slug, as one thing: customer of crm_customers."""
    word = name.rpartition("_")[2]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s") if len(word) > 2 and not word.endswith("ss") else word


def history_of(source: SourceNeed, workloads: frozenset[str]) -> History:
    """How a dimension keeps what was true before, where a use case looks back at all."""
    if source.update_pattern == "snapshot":
        return "snapshots"
    return "versions" if workloads & LOOK_BACK else "overwrite"


def plural(what: str) -> str:
    """The plural of a singular slug: order_lines, entities, activities."""
    if what.endswith("y") and what[-2:-1] not in tuple("aeiou"):
        return f"{what[:-1]}ies"
    return f"{what}es" if what.endswith(("s", "x", "ch")) else f"{what}s"
