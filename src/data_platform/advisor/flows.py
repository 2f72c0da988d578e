"""PIPELINE FLOWS: what runs when, in which order, and whether it is ready in time.

Everything that shares a schedule is one flow; what runs all the time is one flow for
each method. A flow waits for the flows that run more often, so the plan has no cycle.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from data_platform.advisor.ingestion import cron_of
from data_platform.advisor.ingestion_methods import METHOD_NEEDS
from data_platform.advisor.models import feeding, model_names
from data_platform.advisor.own_pipelines import own_pipelines
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.transformation import cron_for, is_live, pipeline_names, stage_cron
from data_platform.advisor.volumes import read_bytes
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Flow, Step
from data_platform.interview.durations import DAY, MINUTE, rounded_duration, show_duration
from data_platform.interview.names import unique
from data_platform.interview.quantities import show_number
from data_platform.interview.schedules import rhythm, speak_schedule, time_of_day


@dataclass
class _Group:
    """What shares a schedule: sources to load, and pipelines that stage and build."""

    cron: str
    sources: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    builds: list[str] = field(default_factory=list)
    daily: float = 0.0
    built: float = 0.0


def flows(design: Design) -> list[Flow]:
    """Continuous flows first, then scheduled ones, the most frequent first."""
    found = _continuous(design)
    ends: dict[str, float] = {}
    for group in _groups(design):
        found.append(_scheduled(group, design, ends, found))
    return found


def _groups(design: Design) -> list[_Group]:
    needs, called = design.needs, pipeline_names(design)
    groups: dict[str, _Group] = {}

    def group(cron: str) -> _Group:
        return groups.setdefault(cron, _Group(cron))

    for source in needs.sources:
        cron = stage_cron(source, design)
        if not cron:
            continue
        mine = group(cron)
        mine.stages.append(called[f"s:{source.name}"])
        mine.daily += read_bytes(source, design.methods[source.name])
        if cron_of(source, design):
            mine.sources.append(source.name)
    for use in needs.use_cases:
        if not is_live(use, design):
            mine = group(cron_for(use, design))
            mine.builds.append(called[f"u:{use.name}"])
            mine.built += sum(source.daily for source in feeding(use, needs))
    for number, _ in enumerate(needs.answers.data_models, 1):
        if f"m:{number}" in called:
            group(needs.batch_start).builds.append(called[f"m:{number}"])
    for number, own in enumerate(own_pipelines(needs), 1):
        group(own.cron or needs.batch_start).builds.append(called[f"p:{number}"])
    return sorted(
        groups.values(), key=lambda g: (rhythm(g.cron).shortest, time_of_day(g.cron) or 0, g.cron)
    )


def _continuous(design: Design) -> list[Flow]:
    sources = {
        method: [s for s in design.needs.sources if design.methods[s.name].name == method]
        for method in ("streaming", "CDC")
    }
    found = []
    if sources["streaming"]:
        found.append(_stream(sources["streaming"], design))
    if sources["CDC"]:
        found.append(_capture(sources["CDC"], design))
    return found


def _stream(sources: Sequence[SourceNeed], design: Design) -> Flow:
    """Events from the log to Processed, and on to what must be live."""
    needs, called = design.needs, pipeline_names(design)
    live = [use for use in needs.use_cases if is_live(use, design)]
    stages = [called[f"s:{source.name}"] for source in sources]
    builds = [called[f"u:{use.name}"] for use in live]
    log = design.tool(METHOD_NEEDS["streaming"])
    engine = design.tool("stream_processing")
    names = listed(source.name for source in sources)
    steps = [
        ("capture", say("flows.capture_streaming", sources=names, tool=log)),
        ("land", say("flows.land", tool=engine, window=show_duration(needs.replay_window))),
        ("stage", say("flows.stage_live", pipelines=listed(stages), tool=log)),
    ]
    if builds:
        steps.append(("build", say("flows.build", pipelines=listed(builds))))
    if served := _served(design, builds):
        steps.append(("serve", served))
    age = min([*(source.freshness for source in sources), *(use.freshness for use in live)])
    return Flow(
        name=say("flows.name_streaming"),
        steps=_steps([*steps, ("check", say("flows.check_live"))]),
        orchestration=engine,
        schedule=say("flows.continuous", age=show_duration(age)),
        dependencies=say("flows.needs_sources", sources=names),
        sources=[source.name for source in sources],
        pipelines=[*stages, *builds],
    )


def _capture(sources: Sequence[SourceNeed], design: Design) -> Flow:
    """Changes land all the time; a scheduled flow stages what has landed."""
    tool = design.tool(METHOD_NEEDS["CDC"])
    names = listed(source.name for source in sources)
    steps = [
        ("capture", say("flows.capture_CDC", sources=names, tool=tool)),
        ("land", say("flows.land", tool=tool, window=show_duration(design.needs.replay_window))),
        ("check", say("flows.check_live")),
    ]
    crons = dict.fromkeys(stage_cron(source, design) for source in sources)
    staged = listed(speak_schedule(cron) for cron in crons)
    return Flow(
        name=say("flows.name_CDC"),
        steps=_steps(steps),
        orchestration=tool,
        schedule=say("flows.capturing", spoken=staged),
        dependencies=say("flows.needs_sources", sources=names),
        sources=[source.name for source in sources],
    )


def _served(design: Design, builds: Sequence[str]) -> str:
    """What is copied to a store for applications; empty where they read the tables themselves."""
    store = "serving_store"
    if store not in design.choices or design.tool(store) == design.tool("analytical_store"):
        return ""
    called, models = pipeline_names(design), model_names(design.needs)
    served = [
        models[f"u:{use.name}"]
        for use in design.needs.use_cases
        if use.workload == "operational_api" and called[f"u:{use.name}"] in builds
    ]
    return say("flows.serve", models=listed(served), tool=design.tool(store)) if served else ""


def _steps(said: Sequence[tuple[str, str]]) -> list[Step]:
    return [Step(name=say(f"flows.step_{name}"), description=text) for name, text in said]


def _scheduled(
    group: _Group, design: Design, ends: dict[str, float], earlier: Sequence[Flow]
) -> Flow:
    """A flow with a schedule. ends: when the flows with a fixed start are ready, in minutes."""
    upstream = [flow.name for flow in earlier] if group.builds or not group.sources else []
    ended = [name for name in upstream if name in ends]
    landed = [name for name in upstream if name not in ends]
    clock = _Clock(group, design, [ends[name] for name in ended])
    sigma = show_number(design.catalogue.constant("anomaly_sigma"))
    tests = say(f"flows.tests_{design.needs.test_depth}", sigma=sigma)
    steps: list[tuple[str, str]] = []

    def add(name: str, minutes: float, text: str) -> None:
        steps.append((name, clock.take(text, minutes)))

    if group.sources:
        tool = design.tool(METHOD_NEEDS["batch"])
        add("load", clock.load, say("flows.load", sources=listed(group.sources), tool=tool))
    if group.stages:
        add("stage", clock.load, say("flows.stage", pipelines=listed(group.stages)))
    if group.builds:
        add("build", clock.build, say("flows.build", pipelines=listed(group.builds)))
    if served := _served(design, group.builds):
        add("serve", 1, served)
    add("check", clock.check, tests)
    if clock.every >= DAY / MINUTE:
        published = design.needs.on_bad_batch if group.builds else "none"
        add("publish", 1, say(f"flows.publish_{published}"))
    waits = [say("flows.needs_flows", flows=listed(ended))] if ended else []
    if landed:
        waits.append(say("flows.needs_landed", flows=listed(landed)))
    if group.sources:
        waits.append(say("flows.needs_sources", sources=listed(group.sources)))
    ready, late = clock.ready()
    name = unique(_name(group), [flow.name for flow in earlier])
    if clock.start is not None:
        ends[name] = clock.now
    return Flow(
        name=name,
        steps=_steps(steps),
        orchestration=design.tool("orchestration"),
        schedule=say(
            "flows.schedule", spoken=speak_schedule(group.cron), cron=group.cron, ready=ready
        ),
        dependencies="; ".join(waits) or say("flows.needs_nothing"),
        sources=group.sources,
        pipelines=[*group.stages, *group.builds],
        upstream=upstream,
        late=late,
    )


def _name(group: _Group) -> str:
    every = rhythm(group.cron).shortest
    if every > DAY:
        return say("flows.name_rare")
    return say("flows.name_daily" if every == DAY else "flows.name_often")


class _Clock:
    """Adds up the steps of a flow from its start, in minutes."""

    def __init__(self, group: _Group, design: Design, upstream: Sequence[float]) -> None:
        c = design.catalogue.constant
        self.start = time_of_day(group.cron)
        # What it waits for may be ready only after its own start.
        self.now = max([float(self.start or 0), *(upstream if self.start is not None else ())])
        self.spent = 0.0
        self.design = design
        self.every = rhythm(group.cron).shortest / MINUTE
        runs = max(1.0, rhythm(group.cron).runs_a_day)
        rate = c("batch_mb_per_vcpu_second") * 10**6 * 60
        target = min(c("load_hours_target") * 60, self.every / 4)

        def lasts(daily: float) -> float:
            """Minutes for a run's share, on as many workers as it takes to be done in time."""
            work = daily / runs / rate
            return max(1.0, math.ceil(work / max(c("load_vcpus"), work / target)))

        self.load = lasts(group.daily)
        daily = self.every >= DAY / MINUTE
        build = len(group.builds) * c("build_minutes") * (1 if daily else c("build_often_share"))
        self.build = max(lasts(group.built), math.ceil(build))
        check = c("check_minutes") if daily else self.every * c("check_often_share")
        self.check = max(1.0, min(c("check_minutes"), math.floor(check)))

    def take(self, text: str, minutes: float) -> str:
        """The step's text with its start, if the flow has a fixed one, and how long it takes."""
        at = self.now
        self.now += minutes
        self.spent += minutes
        key = "flows.timed" if self.start is not None else "flows.lasting"
        return say(key, at=_hhmm(at), text=text, lasts=rounded_duration(minutes * MINUTE))

    def ready(self) -> tuple[str, Literal["", "due", "overlap"]]:
        """When it is ready, how much slack there is to when it is needed, and if it is late."""
        if self.spent > self.every:
            lasts, every = _minutes(self.spent), _minutes(self.every)
            return say("flows.overlaps", lasts=lasts, every=every), "overlap"
        if self.start is None:
            return say("flows.ready_after", lasts=rounded_duration(self.spent * MINUTE)), ""
        said = say("flows.ready_at", at=_hhmm(self.now))
        wanted = self.design.needs.answers.ready_by
        due = time_of_day(wanted) if wanted else None
        if due is None:
            return said, ""
        slack = due - self.now
        # A run in the evening may be for the next morning.
        slack += 24 * 60 if slack < 0 and (self.start or 0) > 12 * 60 else 0
        in_time = slack >= 0
        key = "flows.slack" if in_time else "flows.late"
        return said + say(key, due=_hhmm(due), slack=_minutes(abs(slack))), "" if in_time else "due"


def _hhmm(minutes: float) -> str:
    total = int(minutes)
    days = f"+{total // 1440}d " if total >= 1440 else ""
    return f"{days}{total // 60 % 24:02}:{total % 60:02}"


def _minutes(minutes: float) -> str:
    return show_duration(round(minutes) * 60)
