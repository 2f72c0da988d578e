"""The plan of a platform: its tables, pipelines and schedules, named and computed once.

The sections on transformations, models and flows are written from it, so that they agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.needs import Needs
from data_platform.advisor.own_pipelines import Own, own_pipelines
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.tables import Table, tables_of
from data_platform.advisor.timing import every, read_cron, stage_cron, streamed
from data_platform.advisor.words import say
from data_platform.blueprint.checks.names import LAYERS
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY
from data_platform.interview.names import slug, unique_all
from data_platform.interview.schedules import rhythm, time_of_day

#: Kinds of use case that read the person's own models where there are facts among them.
READS_STATED = frozenset(
    {"bi", "adhoc_sql", "ml", "data_sharing", "operational_api", "reverse_etl"}
)
#: So many dimensions of other sources are joined at most.
JOINED = 3


@dataclass(frozen=True)
class Feed:
    """What a use case is built from.

    sources: those that must be as fresh as it asks. facts, dimensions: names of tables.
    stated: the person's own models that it reads. live: fed by a stream. cron: when it is
    built, empty if live.
    """

    sources: tuple[SourceNeed, ...]
    facts: tuple[str, ...]
    dimensions: tuple[str, ...]
    stated: tuple[str, ...]
    live: bool
    cron: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """All tables that are read, facts first."""
        return (*self.stated, *self.facts, *self.dimensions)


@dataclass(frozen=True)
class Plan:
    """What is built, from what and when.

    tables: the tables of each source. joins: the dimensions that each fact joins. models: the
    model of each use case. stated: the person's own models. pipelines: the name of the pipeline
    of each source (`s:`), use case (`u:`), own model (`m:`, counted from 1, where no own pipeline
    writes it) and own pipeline (`p:`). read, stage: cron expressions by source, empty for what
    runs all the time. stated_cron: when the own models are built.
    """

    tables: Mapping[str, tuple[Table, ...]]
    joins: Mapping[str, tuple[Table, ...]]
    models: Mapping[str, str]
    stated: tuple[str, ...]
    own: tuple[Own, ...]
    pipelines: Mapping[str, str]
    feeds: Mapping[str, Feed]
    read: Mapping[str, str]
    stage: Mapping[str, str]
    stated_cron: str

    @cached_property
    def of_sources(self) -> tuple[Table, ...]:
        """The tables of all sources, in order."""
        return tuple(table for tables in self.tables.values() for table in tables)

    @cached_property
    def by_name(self) -> dict[str, Table]:
        """The tables of sources by their names."""
        return {table.name: table for table in self.of_sources}

    @cached_property
    def staged(self) -> tuple[str, ...]:
        """The names of the tables of all sources."""
        return tuple(table.name for table in self.of_sources)

    @property
    def count(self) -> int:
        """How many models there are."""
        return len(self.of_sources) + len(self.models) + len(self.stated)

    def names_of(self, source: str) -> list[str]:
        """The names of a source's tables."""
        return [table.name for table in self.tables[source]]


def plan_of(
    needs: Needs, catalogue: Catalogue, methods: Mapping[str, Method], *, streams: bool
) -> Plan:
    """The plan. streams: whether a stream processor is part of the platform."""
    tables, models, stated = _names(needs, catalogue)
    own = own_pipelines(
        needs,
        [table.name for found in tables.values() for table in found],
        list(models.values()),
        stated,
        taken_names(needs),
    )
    stage = {s.name: stage_cron(s, methods[s.name], needs, catalogue) for s in needs.sources}
    joins = _joins(needs, catalogue, tables)
    feeds = {
        use.name: _feed(use, needs, catalogue, methods, tables, joins, stated, stage, streams)
        for use in needs.use_cases
    }
    waiting = [
        use.freshness for use in needs.use_cases if feeds[use.name].stated and feeds[use.name].cron
    ]
    return Plan(
        tables=tables,
        joins=joins,
        models=models,
        stated=stated,
        own=own,
        pipelines=_pipelines(needs, models, stated, own),
        feeds=feeds,
        read={s.name: read_cron(s, methods[s.name], needs, catalogue) for s in needs.sources},
        stage=stage,
        stated_cron=_calm(min(waiting, default=DAY), needs, catalogue),
    )


def taken_names(needs: Needs) -> list[str]:
    """What a table may not be called, since it too may be the input of a pipeline."""
    return [*LAYERS, *(source.name for source in needs.sources)]


def _names(
    needs: Needs, catalogue: Catalogue
) -> tuple[dict[str, tuple[Table, ...]], dict[str, str], tuple[str, ...]]:
    """Tables of sources, models of use cases and the person's own, no two of one name."""
    given = [(s.name, tables_of(s, needs.workloads, catalogue)) for s in needs.sources]
    wanted = [table.name for _, tables in given for table in tables]
    for use in needs.use_cases:
        prefix = say(f"models.for_{use.workload}", name="")
        name = slug(use.name, "use_case").removeprefix(prefix) or use.workload
        wanted.append(say(f"models.for_{use.workload}", name=name))
    wanted += [
        model.name or say("models.own", number=number)
        for number, model in enumerate(needs.answers.data_models, 1)
    ]
    taken = taken_names(needs)
    named = iter(unique_all([*taken, *wanted])[len(taken) :])
    tables = {
        source: tuple(replace(table, name=next(named)) for table in found)
        for source, found in given
    }
    models = {use.name: next(named) for use in needs.use_cases}
    return tables, models, tuple(named)


def _joins(
    needs: Needs, catalogue: Catalogue, tables: Mapping[str, tuple[Table, ...]]
) -> dict[str, tuple[Table, ...]]:
    """The dimensions of each fact: its source's own, and others' about the same things."""
    by_thing: dict[str, Table] = {}
    for found in tables.values():
        for table in found:
            if table.type == "dimension":
                by_thing.setdefault(table.what, table)
    joins: dict[str, tuple[Table, ...]] = {}
    for source in needs.sources:
        mine = [table for table in tables[source.name] if table.type == "dimension"]
        known = {table.what for table in mine}
        subject = catalogue.subjects.of(source.slug, source.kind, source.shape)
        wanted = subject.about if mine else (*subject.about, *subject.also, "entity")
        others = [by_thing[one] for one in wanted if one in by_thing and one not in known]
        # A document stands for itself; what it is about is in its text.
        joined = () if source.shape == "document" else (*mine, *others[:JOINED])
        for table in tables[source.name]:
            if table.type == "fact":
                joins[table.name] = joined
    return joins


def _pipelines(
    needs: Needs, models: Mapping[str, str], stated: tuple[str, ...], own: tuple[Own, ...]
) -> dict[str, str]:
    written = {one.writes for one in own}
    wanted: dict[str, str] = {}
    # The person's own names come first, so that they stay what they are.
    for number, one in enumerate(own, 1):
        wanted[f"p:{number}"] = one.name
    for source in needs.sources:
        wanted[f"s:{source.name}"] = say("transformation.stage", name=source.slug)
    for use in models:
        wanted[f"u:{use}"] = say("transformation.build", name=slug(use, "use_case"))
    for number, model in enumerate(stated, 1):
        if model not in written:
            wanted[f"m:{number}"] = say("transformation.build", name=slug(model, "model"))
    return dict(zip(wanted, unique_all(wanted.values()), strict=True))


def feeding(use: UseCaseNeed, needs: Needs) -> tuple[SourceNeed, ...]:
    """The sources that a use case reads: documents for AI, streams for live work, else tables."""
    texts = [s for s in needs.sources if s.payload == "text" or s.shape in ("document", "file")]
    streams = [s for s in needs.sources if s.shape == "stream"]
    tables = [s for s in needs.sources if s.payload not in ("text", "binary")]
    every_one = list(needs.sources)
    # Texts that are searched are not trained on as well, where there is something else.
    asked = texts if "rag" in needs.workloads else []
    trained = [source for source in every_one if source not in asked]
    wanted = {"rag": texts, "realtime_dashboard": streams, "ml": trained}
    return tuple(wanted.get(use.workload, tables) or every_one)


def _feed(
    use: UseCaseNeed,
    needs: Needs,
    catalogue: Catalogue,
    methods: Mapping[str, Method],
    tables: Mapping[str, tuple[Table, ...]],
    joins: Mapping[str, tuple[Table, ...]],
    stated: tuple[str, ...],
    stage: Mapping[str, str],
    streams: bool,
) -> Feed:
    sources = feeding(use, needs)
    limit = catalogue.constant("micro_batch_freshness")
    flowing = streams and any(streamed(s, methods[s.name], catalogue) for s in sources)
    live = use.freshness < limit and flowing
    kinds = {model.type or "fact" for model in needs.answers.data_models}
    reads = stated if use.workload in READS_STATED and not live and kinds - {"dimension"} else ()
    read = [] if reads else [table for source in sources for table in tables[source.name]]
    facts = [table.name for table in read if table.type == "fact"]
    dimensions = [table.name for table in read if table.type == "dimension"]
    if use.workload == "realtime_dashboard" and not dimensions:
        # What happens is shown with what it happened to, as of its last load.
        things = (table.name for fact in facts for table in joins[fact])
        dimensions = list(dict.fromkeys(things))
    captured = all(methods[source.name].name != "batch" for source in sources)
    calm = _calm(use.freshness, needs, catalogue, captured=captured)
    return Feed(
        sources=sources,
        facts=tuple(facts),
        dimensions=tuple(dimensions),
        stated=reads,
        live=live,
        cron="" if live else _seldomer(calm, {stage[source.name] for source in sources}),
    )


def _seldomer(cron: str, staged: set[str]) -> str:
    """When something is built whose sources are staged so often: never more often than they."""
    gaps = {one: rhythm(one).longest if one else 0 for one in staged}
    often = min(gaps.values())
    if often < rhythm(cron).longest:
        return cron
    # Of several at one rhythm the last, so that it finds them all.
    return max((one for one in staged if gaps[one] == often), key=lambda one: time_of_day(one) or 0)


def _calm(age: float, needs: Needs, catalogue: Catalogue, *, captured: bool = False) -> str:
    """When something is built that may be this old. captured: all it reads comes as changes."""
    least = "merge_interval_least" if captured else "batch_interval_least"
    return every(age, needs.batch_start, catalogue.constant(least))
