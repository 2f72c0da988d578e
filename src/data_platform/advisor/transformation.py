"""TRANSFORMATION LOGIC: the pipelines from raw to processed to curated.

One stages each source, one builds the model of each use case and each model of the
person's own; then come the pipelines that the person named.
"""

from __future__ import annotations

from collections.abc import Sequence

from data_platform.advisor.code_jobs import built_in_code, staged_in_code
from data_platform.advisor.models import subject_of
from data_platform.advisor.own_pipelines import Own
from data_platform.advisor.plan import Feed
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Transformation
from data_platform.interview.durations import show_duration
from data_platform.interview.quantities import show_number
from data_platform.interview.schedules import speak_schedule

#: A pipeline that may read every table names them up to here.
MOST_NAMED = 12


def transformation(design: Design) -> list[Transformation]:
    """Every pipeline, in the order in which data passes them."""
    needs, plan = design.needs, design.plan
    called = plan.pipelines
    found = [_stage(source, called[f"s:{source.name}"], design) for source in needs.sources]
    found += [
        _own_model(number, called[f"m:{number}"], model, design)
        for number, model in enumerate(plan.stated, 1)
        if f"m:{number}" in called
    ]
    found += [_build(use, called[f"u:{use.name}"], design) for use in needs.use_cases]
    found += [
        _own_pipeline(own, called[f"p:{number}"], design) for number, own in enumerate(plan.own, 1)
    ]
    return found


def is_text(source: SourceNeed) -> bool:
    """Whether a source holds documents, which are parsed rather than queried."""
    return source.payload == "text" or (source.shape == "document" and source.payload != "binary")


def _form(source: SourceNeed) -> str:
    """How text arrives: as documents, as files of lines, or in the fields of records."""
    return {"document": "document", "file": "file"}.get(source.shape, "record")


def _stage(source: SourceNeed, name: str, design: Design) -> Transformation:
    plan = design.plan
    tables = plan.names_of(source.name)
    cron = plan.stage[source.name]
    if cron:
        batch = design.methods[source.name].name == "batch"
        key = "transformation.after" if batch else "transformation.merged"
        schedule = say(key, spoken=speak_schedule(cron), cron=cron)
        read = say("transformation.raw", name=source.name)
        tool = design.tool(_need_of(coded=staged_in_code(source, design.needs)))
    else:
        schedule = say("transformation.continuous", age=show_duration(source.freshness))
        read = say("transformation.raw_stream", name=source.name, log=design.tool("event_log"))
        tool = design.tool("stream_processing")
    return Transformation(
        pipeline=name,
        input=read,
        output=say("transformation.processed", name=listed(tables)),
        logic="; ".join(_staging(source, design)),
        tool=tool,
        schedule=schedule,
        reads=[source.name, "Raw"],
        writes=["Processed", *tables],
    )


def _staging(source: SourceNeed, design: Design) -> list[str]:
    """What is done to the rows of a source."""
    needs = design.needs
    late = show_duration(needs.late_data)
    steps = []
    if is_text(source):
        steps.append(say(f"transformation.parse_{_form(source)}"))
        if _form(source) == "record":
            steps.append(say(f"transformation.rows_{source.update_pattern}", late=late))
        elif source.update_pattern != "append":
            steps.append(say("transformation.rows_document"))
    else:
        steps.append(say(f"transformation.rows_{source.update_pattern}", late=late))
        tables = design.plan.tables[source.name]
        past = [table.name for table in tables if table.history == "versions"]
        if past and source.update_pattern != "append":
            steps.append(say("transformation.versions", names=listed(past)))
    if source.defects:
        steps.append(
            listed((say(f"transformation.defect_{one}") for one in source.defects), most=6)
        )
    money = source.payload == "tabular" and source.shape in ("database", "api")
    if not is_text(source):
        steps.append(say(f"transformation.payload_{'money' if money else source.payload}"))
    if source.pii and needs.pii:
        plain = source.payload in ("tabular", "nested")
        steps.append(say("transformation.hash" if plain else "transformation.redact"))
    return steps


def _build(use: UseCaseNeed, name: str, design: Design) -> Transformation:
    feed, model = design.plan.feeds[use.name], design.plan.models[use.name]
    need = _need_of(coded=built_in_code(use, design.needs))
    tool = design.tool("stream_processing" if feed.live else need)
    cron = feed.cron
    staged = (*feed.facts, *feed.dimensions)
    key = "transformation.curated_model" if feed.stated else "transformation.processed"
    inputs = listed(feed.inputs)
    return Transformation(
        pipeline=name,
        input=say(key, name=inputs, model=inputs),
        output=say("transformation.curated_model", model=model),
        logic="; ".join(_logic(use, feed, model, design)),
        tool=tool,
        schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron)
        if cron
        else say("transformation.continuous", age=show_duration(use.freshness)),
        reads=[
            *(["Curated"] if feed.stated else []),
            *(["Processed"] if staged else []),
            *feed.inputs,
        ],
        writes=["Curated", model],
    )


def _logic(use: UseCaseNeed, feed: Feed, model: str, design: Design) -> list[str]:
    """What the model of a use case is made of."""
    needs = design.needs
    variant = "_live" if use.workload == "ml" and feed.live else ""
    main = (*feed.stated, *feed.facts) or feed.dimensions
    logic = [
        say(
            f"transformation.for_{use.workload}{variant}",
            model=model,
            facts=listed(main),
            **subject_of(feed, design),
            tokens=show_number(design.catalogue.constant("chunk_tokens")),
            **{need: _tool(need, design) for need in ("llm", "vector_store", "serving_store")},
        )
    ]
    if use.workload == "realtime_dashboard" and feed.dimensions and feed.live:
        logic.append(say("transformation.looked_up", names=listed(feed.dimensions)))
    if needs.answers.business_rules:
        logic.append(
            say("transformation.rules", rules=_one_line(needs.answers.business_rules).rstrip("."))
        )
    ahead = design.catalogue.constant("aggregates_below")
    if use.workload in ("bi", "realtime_dashboard") and needs.dashboard_latency < ahead:
        logic.append(say("transformation.ahead", latency=show_duration(needs.dashboard_latency)))
    return logic


def _own_model(number: int, name: str, model: str, design: Design) -> Transformation:
    plan, said = design.plan, design.needs.answers.data_models[number - 1]
    keys = listed(said.key_fields or [say("models.key_open")], most=8)
    key = f"transformation.for_{said.type or 'fact'}"
    logic = say(
        key, model=model, keys=keys, history=say(f"models.history_{said.history or 'overwrite'}")
    )
    cron = plan.stated_cron
    read, inputs = _every_table(plan.staged)
    return Transformation(
        pipeline=name,
        input=say("transformation.processed", name=read),
        output=say("transformation.curated_model", model=model),
        logic=logic,
        tool=design.tool("transform"),
        schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Processed", *inputs],
        writes=["Curated", model],
    )


def _every_table(staged: Sequence[str]) -> tuple[str, Sequence[str]]:
    """What may read every staged table, in words, and the tables that are named."""
    if len(staged) > MOST_NAMED:
        return say("transformation.all_staged", count=show_number(len(staged))), ()
    return listed(staged), staged


def _own_pipeline(own: Own, name: str, design: Design) -> Transformation:
    plan = design.plan
    cron = own.cron or design.needs.batch_start
    staged = [*(table for source in own.sources for table in plan.names_of(source)), *own.staged]
    tables: Sequence[str] = [*dict.fromkeys((*staged, *own.tables))]
    said = listed(tables)
    if not tables:
        said, tables = _every_table(plan.staged)
    curated = bool(own.tables)
    key = "transformation.curated_model" if curated and not staged else "transformation.processed"
    return Transformation(
        pipeline=name,
        input=say(key, name=said, model=said),
        output=say("transformation.curated_model", model=own.writes),
        logic=own.logic or say("transformation.logic_open"),
        tool=design.tool("transform"),
        schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Curated" if curated else "Processed", *tables],
        writes=["Curated", own.writes],
    )


def _need_of(*, coded: bool) -> str:
    """The need that a scheduled pipeline belongs to: jobs in code, or transformations in SQL."""
    return "batch_transform" if coded else "transform"


def _tool(need: str, design: Design) -> str:
    """The technology of a need that not every platform has."""
    return design.tool(need) if need in design.choices else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
