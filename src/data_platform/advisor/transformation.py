"""TRANSFORMATION LOGIC: the pipelines from raw to processed to curated."""

from __future__ import annotations

from data_platform.advisor.ingestion import cron_of, defects_handled, every
from data_platform.advisor.models import feeding, names
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say, slug, unique
from data_platform.blueprint.model import Transformation
from data_platform.interview.quantities import show_duration
from data_platform.interview.schedules import speak_schedule


def pipeline_names(design: Design) -> dict[str, str]:
    """The pipeline's name for each source (`s:`), use case (`u:`) and own pipeline (`p:`)."""
    needs, found = design.needs, dict[str, str]()
    for source in needs.sources:
        name = say("transformation.stage", name=slug(source.name, "source"))
        found[f"s:{source.name}"] = unique(name, found.values())
    for use in needs.use_cases:
        name = say("transformation.build", name=slug(use.name, "use_case"))
        found[f"u:{use.name}"] = unique(name, found.values())
    for number, pipeline in enumerate(needs.answers.pipelines, 1):
        name = pipeline.name or say("transformation.own", number=number)
        found[f"p:{number}"] = unique(name, found.values())
    return found


def transformation(design: Design) -> list[Transformation]:
    """One pipeline from raw to processed for each source, then one for each use case."""
    needs = design.needs
    called = pipeline_names(design)
    found = [_stage(source, called[f"s:{source.name}"], design) for source in needs.sources]
    found += [_build(use, called[f"u:{use.name}"], design) for use in needs.use_cases]
    tool = design.tool("transform")
    known = {source.name.casefold(): source.name for source in needs.sources}
    for number, pipeline in enumerate(needs.answers.pipelines, 1):
        reads = [
            known[name.casefold()] for name in pipeline.inputs or [] if name.casefold() in known
        ]
        cron = pipeline.schedule or needs.batch_start
        found.append(
            Transformation(
                pipeline=called[f"p:{number}"],
                input=say("transformation.input_own", names=listed(reads or ["Processed"])),
                output=say("transformation.curated"),
                logic=pipeline.logic or say("transformation.logic_open"),
                tool=tool,
                schedule=say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
                reads=[*reads, "Processed"],
                writes=["Curated"],
            )
        )
    return found


def _stage(source: SourceNeed, name: str, design: Design) -> Transformation:
    streams = design.methods[source.name].name == "streaming"
    tool = design.tool("stream_processing" if streams else "transform")
    needs = design.needs
    steps = [
        say(f"transformation.rows_{source.update_pattern}", late=show_duration(needs.late_data))
    ]
    if source.defects:
        steps.append(defects_handled(source))
    steps.append(say(f"transformation.payload_{source.payload}"))
    if source.pii and needs.pii:
        plain = source.payload in ("tabular", "nested")
        steps.append(say("transformation.hash" if plain else "transformation.redact"))
    cron = cron_of(source, design)
    return Transformation(
        pipeline=name,
        input=say("transformation.raw", name=source.name),
        output=say("transformation.processed", name=slug(source.name, "source")),
        logic="; ".join(steps),
        tool=tool,
        schedule=say("transformation.after", spoken=speak_schedule(cron))
        if cron
        else say("transformation.continuous", age=show_duration(source.freshness)),
        reads=[source.name, "Raw"],
        writes=["Processed"],
    )


def _build(use: UseCaseNeed, name: str, design: Design) -> Transformation:
    needs = design.needs
    called = names(needs)
    live = is_live(use, design)
    tool = design.tool("stream_processing" if live else "transform")
    facts = [source.name for source in feeding(use, needs)]
    logic = [
        say(
            f"transformation.for_{use.workload}",
            model=called[f"u:{use.name}"],
            facts=listed(facts),
            by=say(f"models.by_{needs.query_filter}"),
        )
    ]
    if needs.answers.business_rules:
        logic.append(say("transformation.rules", rules=_one_line(needs.answers.business_rules)))
    if use.workload in ("bi", "realtime_dashboard") and needs.dashboard_latency < 10:
        logic.append(say("transformation.ahead", latency=show_duration(needs.dashboard_latency)))
    writes = ["Curated", called[f"u:{use.name}"]]
    cron = cron_for(use, design)
    return Transformation(
        pipeline=name,
        input=say("transformation.processed_all"),
        output=say("transformation.curated_model", model=called[f"u:{use.name}"]),
        logic="; ".join(logic),
        tool=tool,
        schedule=say("transformation.continuous", age=show_duration(use.freshness))
        if live
        else say("transformation.schedule", spoken=speak_schedule(cron), cron=cron),
        reads=["Processed"],
        writes=writes,
    )


def is_live(use: UseCaseNeed, design: Design) -> bool:
    """Whether a use case is fed by the stream rather than by a schedule."""
    limit = design.catalogue.constant("micro_batch_freshness")
    return use.freshness < limit and "stream_processing" in design.choices


def cron_for(use: UseCaseNeed, design: Design) -> str:
    """When a use case's models are built."""
    return every(use.freshness, design.needs.batch_start)


def _one_line(text: str) -> str:
    return " ".join(text.split())
