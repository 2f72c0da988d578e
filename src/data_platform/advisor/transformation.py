"""TRANSFORMATION LOGIC: the pipelines from raw to processed to curated.

One stages each source, one builds the model of each use case and each model of the
person's own; then come the pipelines that the person named.
"""

from __future__ import annotations

from data_platform.advisor.ingestion import cron_of, every
from data_platform.advisor.models import feeding, model_names, subject_of
from data_platform.advisor.own_pipelines import Own, own_pipelines
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Transformation
from data_platform.interview.durations import show_duration
from data_platform.interview.names import slug, unique_all
from data_platform.interview.quantities import show_number
from data_platform.interview.schedules import speak_schedule


def pipeline_names(design: Design) -> dict[str, str]:
    """The pipeline's name for each source (`s:`), use case (`u:`), model (`m:`) and own (`p:`)."""
    needs = design.needs
    called = model_names(needs)
    written = {own.writes for own in own_pipelines(needs)}
    wanted: dict[str, str] = {}
    # The person's own names come first, so that they stay what they are.
    for number, pipeline in enumerate(needs.answers.pipelines, 1):
        wanted[f"p:{number}"] = pipeline.name or say("transformation.own", number=number)
    for source in needs.sources:
        wanted[f"s:{source.name}"] = say("transformation.stage", name=source.slug)
    for use in needs.use_cases:
        name = slug(use.name, "use_case")
        wanted[f"u:{use.name}"] = say("transformation.build", name=name)
    for number, _ in enumerate(needs.answers.data_models, 1):
        model = called[f"m:{number}"]
        if model not in written:
            wanted[f"m:{number}"] = say("transformation.build", name=slug(model, "model"))
    return dict(zip(wanted, unique_all(wanted.values()), strict=True))


def transformation(design: Design) -> list[Transformation]:
    """Every pipeline, in the order in which data passes them."""
    needs = design.needs
    called, models = pipeline_names(design), model_names(needs)
    found = [
        _stage(source, called[f"s:{source.name}"], models[f"s:{source.name}"], design)
        for source in needs.sources
    ]
    found += [_build(use, called[f"u:{use.name}"], models, design) for use in needs.use_cases]
    found += [
        _own_model(number, called[f"m:{number}"], models, design)
        for number, _ in enumerate(needs.answers.data_models, 1)
        if f"m:{number}" in called
    ]
    found += [
        _own_pipeline(own, called[f"p:{number}"], models, design)
        for number, own in enumerate(own_pipelines(needs), 1)
    ]
    return found


def stage_cron(source: SourceNeed, design: Design) -> str:
    """When a source is staged: after its load, or often enough; empty where it is a stream."""
    method = design.methods[source.name].name
    if method == "streaming":
        return ""
    return cron_of(source, design) if method == "batch" else every(source.freshness, design)


def _stage(source: SourceNeed, name: str, model: str, design: Design) -> Transformation:
    needs = design.needs
    method = design.methods[source.name].name
    streams = method == "streaming"
    steps = [
        say(f"transformation.rows_{source.update_pattern}", late=show_duration(needs.late_data))
    ]
    if source.defects:
        steps.append(
            listed((say(f"transformation.defect_{one}") for one in source.defects), most=6)
        )
    money = source.payload == "tabular" and source.shape in ("database", "api")
    steps.append(say(f"transformation.payload_{'money' if money else source.payload}"))
    if source.pii and needs.pii:
        plain = source.payload in ("tabular", "nested")
        steps.append(say("transformation.hash" if plain else "transformation.redact"))
    cron = stage_cron(source, design)
    if streams:
        schedule = say("transformation.continuous", age=show_duration(source.freshness))
        log = design.tool("event_log")
        read = say("transformation.raw_stream", name=source.name, log=log)
    else:
        key = "transformation.after" if method == "batch" else "transformation.schedule"
        schedule = say(key, spoken=speak_schedule(cron), cron=cron)
        read = say("transformation.raw", name=source.name)
    return Transformation(
        pipeline=name,
        input=read,
        output=say("transformation.processed", name=model),
        logic="; ".join(steps),
        tool=design.tool("stream_processing" if streams else "transform"),
        schedule=schedule,
        reads=[source.name, "Raw"],
        writes=["Processed", model],
    )


def _build(use: UseCaseNeed, name: str, models: dict[str, str], design: Design) -> Transformation:
    needs = design.needs
    live = is_live(use, design)
    documents = use.workload == "rag"
    tool = design.tool("stream_processing" if live else "transform")
    if documents and "batch_ingestion" in design.choices:
        tool = design.tool("batch_ingestion")
    read = feeding(use, needs)
    model = models[f"u:{use.name}"]
    variant = "_live" if use.workload == "ml" and live else ""
    logic = [
        say(
            f"transformation.for_{use.workload}{variant}",
            model=model,
            facts=listed(source.name for source in read),
            **subject_of(use, needs),
            tokens=show_number(design.catalogue.constant("chunk_tokens")),
            **{need: _tool(need, design) for need in ("llm", "vector_store", "serving_store")},
        )
    ]
    if needs.answers.business_rules:
        logic.append(
            say("transformation.rules", rules=_one_line(needs.answers.business_rules).rstrip("."))
        )
    ahead = design.catalogue.constant("aggregates_below")
    if use.workload in ("bi", "realtime_dashboard") and needs.dashboard_latency < ahead:
        logic.append(say("transformation.ahead", latency=show_duration(needs.dashboard_latency)))
    inputs = [models[f"s:{source.name}"] for source in read]
    cron = cron_for(use, design)
    return Transformation(
        pipeline=name,
        input=say("transformation.processed", name=listed(inputs)),
        output=say("transformation.curated_model", model=model),
        logic="; ".join(logic),
        tool=tool,
        schedule=say("transformation.continuous", age=show_duration(use.freshness))
        if live
        else say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Processed", *inputs],
        writes=["Curated", model],
    )


def _own_model(number: int, name: str, models: dict[str, str], design: Design) -> Transformation:
    needs = design.needs
    said, model = needs.answers.data_models[number - 1], models[f"m:{number}"]
    inputs = [models[f"s:{source.name}"] for source in needs.sources]
    keys = listed(said.key_fields or [say("models.key_open")], most=8)
    key = f"transformation.for_{said.type or 'fact'}"
    logic = say(
        key, model=model, keys=keys, history=say(f"models.history_{said.history or 'overwrite'}")
    )
    cron = needs.batch_start
    return Transformation(
        pipeline=name,
        input=say("transformation.processed", name=listed(inputs)),
        output=say("transformation.curated_model", model=model),
        logic=logic,
        tool=design.tool("transform"),
        schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Processed", *inputs],
        writes=["Curated", model],
    )


def _own_pipeline(own: Own, name: str, models: dict[str, str], design: Design) -> Transformation:
    cron = own.cron or design.needs.batch_start
    staged = [models[f"s:{source}"] for source in own.sources]
    every = [models[f"s:{source.name}"] for source in design.needs.sources]
    tables = [*staged, *own.tables] or every
    curated = bool(own.tables)
    key = "transformation.curated_model" if curated and not staged else "transformation.processed"
    return Transformation(
        pipeline=name,
        input=say(key, name=listed(tables), model=listed(tables)),
        output=say("transformation.curated_model", model=own.writes),
        logic=own.logic or say("transformation.logic_open"),
        tool=design.tool("transform"),
        schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Curated" if curated else "Processed", *tables],
        writes=["Curated", own.writes],
    )


def _tool(need: str, design: Design) -> str:
    """The technology of a need that not every platform has."""
    return design.tool(need) if need in design.choices else ""


def is_live(use: UseCaseNeed, design: Design) -> bool:
    """Whether a use case is fed by the stream rather than by a schedule."""
    limit = design.catalogue.constant("micro_batch_freshness")
    return use.freshness < limit and "stream_processing" in design.choices


def cron_for(use: UseCaseNeed, design: Design) -> str:
    """When a use case's models are built."""
    return every(use.freshness, design)


def _one_line(text: str) -> str:
    return " ".join(text.split())
