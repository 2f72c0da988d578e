"""PIPELINE FLOWS: what runs when, in which order, and whether it is ready in time.

Everything that shares a schedule is one flow; what runs all the time is one flow for
each method. A flow waits for the flows that run more often, so the plan has no cycle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from data_platform.advisor.ingestion import cron_of
from data_platform.advisor.overview import METHOD_NEEDS
from data_platform.advisor.stack import Design
from data_platform.advisor.transformation import cron_for, is_live, pipeline_names
from data_platform.advisor.words import listed, say, unique
from data_platform.blueprint.model import Flow, Step
from data_platform.interview.quantities import DAY, show_duration
from data_platform.interview.schedules import interval, speak_schedule, time_of_day


@dataclass
class _Group:
    """What shares a schedule: sources, and the pipelines that build models."""

    cron: str
    sources: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    builds: list[str] = field(default_factory=list)
    daily: float = 0.0


def flows(design: Design) -> list[Flow]:
    """Continuous flows first, then scheduled ones, the most frequent first."""
    continuous = _continuous(design)
    groups = _groups(design)
    found = list(continuous)
    for group in groups:
        found.append(_scheduled(group, design, found))
    return found


def _groups(design: Design) -> list[_Group]:
    needs, called = design.needs, pipeline_names(design)
    groups: dict[str, _Group] = {}

    def group(cron: str) -> _Group:
        return groups.setdefault(cron, _Group(cron))

    for source in needs.sources:
        cron = cron_of(source, design)
        if cron:
            mine = group(cron)
            mine.sources.append(source.name)
            mine.stages.append(called[f"s:{source.name}"])
            mine.daily += source.daily if source.update_pattern != "snapshot" else source.volume
    for use in needs.use_cases:
        if not is_live(use, design):
            group(cron_for(use, design)).builds.append(called[f"u:{use.name}"])
    for number, pipeline in enumerate(needs.answers.pipelines, 1):
        group(pipeline.schedule or needs.batch_start).builds.append(called[f"p:{number}"])
    return sorted(
        groups.values(), key=lambda g: (interval(g.cron), time_of_day(g.cron) or 0, g.cron)
    )


def _continuous(design: Design) -> list[Flow]:
    needs, called = design.needs, pipeline_names(design)
    found = []
    for method in ("streaming", "CDC"):
        sources = [s for s in needs.sources if design.methods[s.name].name == method]
        if not sources:
            continue
        tool = design.choices[METHOD_NEEDS[method]].technology.name
        live = (
            [use for use in needs.use_cases if is_live(use, design)]
            if method == "streaming"
            else []
        )
        names = listed(source.name for source in sources)
        stages = [called[f"s:{source.name}"] for source in sources]
        builds = [called[f"u:{use.name}"] for use in live]
        steps = [
            ("capture", say(f"flows.capture_{method}", sources=names, tool=tool)),
            ("land", say("flows.land", window=show_duration(needs.replay_window))),
            ("stage", say("flows.stage", pipelines=listed(stages))),
        ]
        if builds:
            steps.append(("build", say("flows.build", pipelines=listed(builds))))
        steps.append(("check", say("flows.check_live")))
        age = min(source.freshness for source in sources)
        age = min([age, *(use.freshness for use in live)])
        found.append(
            Flow(
                name=say(f"flows.name_{method}"),
                steps=[Step(name=say(f"flows.step_{n}"), description=text) for n, text in steps],
                orchestration=tool,
                schedule=say("flows.continuous", age=show_duration(age)),
                dependencies=say("flows.needs_sources", sources=names),
                sources=[source.name for source in sources],
                pipelines=[*stages, *builds],
                upstream=[],
            )
        )
    return found


def _scheduled(group: _Group, design: Design, earlier: list[Flow]) -> Flow:
    clock = _Clock(group, design)
    tests = say(f"flows.tests_{design.needs.test_depth}")
    steps: list[Step] = []

    def add(name: str, minutes: float, text: str) -> None:
        steps.append(Step(name=say(f"flows.step_{name}"), description=clock.take(text, minutes)))

    batch = design.choices.get("batch_ingestion")
    if group.sources and batch:
        names = listed(group.sources)
        add("load", clock.load, say("flows.load", sources=names, tool=batch.technology.name))
        add("stage", clock.load, say("flows.stage", pipelines=listed(group.stages)))
    if group.builds:
        add("build", clock.build, say("flows.build", pipelines=listed(group.builds)))
    add("check", 5, tests)
    add("publish", 1, say(f"flows.publish_{design.needs.on_bad_batch}"))
    upstream = [flow.name for flow in earlier] if group.builds else []
    waits = [say("flows.needs_flows", flows=listed(upstream))] if upstream else []
    if group.sources:
        waits.append(say("flows.needs_sources", sources=listed(group.sources)))
    every = interval(group.cron)
    name = say("flows.name_daily" if every >= DAY else "flows.name_often")
    if every > DAY:
        name = say("flows.name_rare")
    return Flow(
        name=unique(name, [flow.name for flow in earlier]),
        steps=steps,
        orchestration=design.tool("orchestration"),
        schedule=say(
            "flows.schedule",
            spoken=speak_schedule(group.cron),
            cron=group.cron,
            ready=clock.ready(),
        ),
        dependencies="; ".join(waits) or say("flows.needs_nothing"),
        sources=group.sources,
        pipelines=[*group.stages, *group.builds],
        upstream=upstream,
    )


class _Clock:
    """Adds up the steps of a flow from its start, in minutes."""

    def __init__(self, group: _Group, design: Design) -> None:
        c = design.catalogue.constant
        self.start = time_of_day(group.cron)
        self.now = float(self.start or 0)
        self.spent = 0.0
        self.design = design
        runs = max(1.0, DAY / interval(group.cron))
        rate = c("batch_mb_per_vcpu_second") * 10**6 * 60
        bytes_a_run = group.daily / runs
        # As many workers as it takes to be done in time, and not fewer than the usual ones.
        vcpus = max(c("load_vcpus"), bytes_a_run / rate / (c("load_hours_target") * 60))
        self.load = max(1.0, math.ceil(bytes_a_run / rate / vcpus))
        self.every = interval(group.cron) / 60
        self.build = max(1.0, len(group.builds) * c("build_minutes"))

    def take(self, text: str, minutes: float) -> str:
        """The step's text with its start, if the flow has a fixed one, and how long it takes."""
        at = self.now
        self.now += minutes
        self.spent += minutes
        key = "flows.timed" if self.start is not None else "flows.lasting"
        return say(key, at=_hhmm(at), text=text, lasts=_minutes(minutes))

    def ready(self) -> str:
        """When it is ready, and how much slack there is to when it is needed."""
        if self.spent > self.every:
            return say("flows.overlaps", lasts=_minutes(self.spent), every=_minutes(self.every))
        if self.start is None:
            return say("flows.ready_after", lasts=_minutes(self.spent))
        said = say("flows.ready_at", at=_hhmm(self.now))
        wanted = self.design.needs.answers.ready_by
        due = time_of_day(wanted) if wanted else None
        if due is None:
            return said
        slack = due - self.now
        # A run in the evening may be for the next morning.
        slack += 24 * 60 if slack < 0 and (self.start or 0) > 12 * 60 else 0
        key = "flows.slack" if slack >= 0 else "flows.late"
        return said + say(key, due=_hhmm(due), slack=_minutes(abs(slack)))


def _hhmm(minutes: float) -> str:
    total = int(minutes)
    days = f"+{total // 1440}d " if total >= 1440 else ""
    return f"{days}{total // 60 % 24:02}:{total % 60:02}"


def _minutes(minutes: float) -> str:
    return show_duration(round(minutes) * 60)


def late_flows(found: list[Flow]) -> list[str]:
    """Names of the flows that are not ready when they are needed."""
    sign = say("flows.late_sign")
    return [flow.name for flow in found if sign in flow.schedule]
