"""The timetable: what runs together on one schedule, and how long each step of a run takes.

Flows are written from it, and the age of the data is added up from it, so that both agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from data_platform.advisor.volumes import read_bytes
from data_platform.advisor.words import say
from data_platform.interview.durations import DAY, MINUTE
from data_platform.interview.names import unique_all
from data_platform.interview.schedules import rhythm, time_of_day

if TYPE_CHECKING:
    from data_platform.advisor.stack import Design

#: What runs all the time, where a schedule would stand: events, and changes that land as files.
STREAM = "stream"
CAPTURE = "capture"


@dataclass
class Run:
    """What shares a schedule: sources to load, and pipelines that stage and build.

    loaded, staged, built: bytes a day that these steps work on. served: the models that are
    copied to a store for applications. after: the schedules of the runs that write what it
    reads, or STREAM or CAPTURE. seconds: how long each step takes, in order.
    """

    cron: str
    name: str = ""
    sources: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    builds: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    loaded: float = 0.0
    staged: float = 0.0
    built: float = 0.0
    after: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)

    @cached_property
    def start(self) -> int | None:
        """Its fixed start in minutes after midnight; None for one that starts more often."""
        return time_of_day(self.cron)

    @cached_property
    def every(self) -> int:
        """The shortest time to the next run, in seconds."""
        return rhythm(self.cron).shortest

    @cached_property
    def gap(self) -> int:
        """The longest time to the next run, in seconds."""
        return rhythm(self.cron).longest

    @property
    def lasts(self) -> float:
        """How long a run takes, in seconds."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class Timetable:
    """All runs, the most frequent first. of_source, of_use: the run that stages or builds one."""

    runs: tuple[Run, ...]
    of_source: dict[str, Run]
    of_use: dict[str, Run]


def timetable_of(design: Design) -> Timetable:
    """What runs on which schedule, with the seconds of each step."""
    needs, plan = design.needs, design.plan
    runs: dict[str, Run] = {}
    of_source: dict[str, Run] = {}
    of_use: dict[str, Run] = {}

    def run(cron: str) -> Run:
        return runs.setdefault(cron, Run(cron))

    for source in needs.sources:
        cron = plan.stage[source.name]
        if not cron:
            continue
        mine = of_source[source.name] = run(cron)
        mine.stages.append(plan.pipelines[f"s:{source.name}"])
        method = design.methods[source.name]
        moved = read_bytes(source, method)
        if method.mode != "full":
            moved *= max(1.0, mine.every / DAY)  # what came since the run before
        mine.staged += moved
        if plan.read[source.name]:
            mine.sources.append(source.name)
            mine.loaded += moved
        else:
            mine.after.add(CAPTURE)
    written = _writers(design)
    everything = {plan.stage[source.name] or STREAM for source in needs.sources}
    for number, _ in enumerate(plan.stated, 1):
        if f"m:{number}" in plan.pipelines:
            mine = run(plan.stated_cron)
            mine.builds.append(plan.pipelines[f"m:{number}"])
            mine.after |= everything
    for use in needs.use_cases:
        feed = plan.feeds[use.name]
        if feed.cron:
            mine = of_use[use.name] = run(feed.cron)
            mine.builds.append(plan.pipelines[f"u:{use.name}"])
            mine.built += sum(source.daily for source in feed.sources)
            mine.after |= {written[name] for name in feed.inputs}
            if use.workload == "operational_api" and copies_to_serve(design):
                mine.served.append(plan.models[use.name])
    for number, own in enumerate(plan.own, 1):
        mine = run(own.cron or needs.batch_start)
        mine.builds.append(plan.pipelines[f"p:{number}"])
        read = {plan.stage[name] or STREAM for name in own.sources}
        read |= {written[name] for name in (*own.staged, *own.tables)}
        mine.after |= read or everything
    ordered = sorted(runs.values(), key=lambda one: (one.every, one.start or 0, one.cron))
    for one, name in zip(ordered, unique_all(map(_name, ordered)), strict=True):
        one.name = name
        one.after.discard(one.cron)
        one.seconds.update(_seconds(one, design))
    return Timetable(tuple(ordered), of_source, of_use)


def _writers(design: Design) -> dict[str, str]:
    """The schedule of the run that writes each table; STREAM where it is written all the time."""
    plan = design.plan
    found = {table.name: plan.stage[table.of] or STREAM for table in plan.of_sources}
    found |= {plan.models[use]: feed.cron or STREAM for use, feed in plan.feeds.items()}
    found |= dict.fromkeys(plan.stated, plan.stated_cron)
    found |= {own.writes: own.cron or design.needs.batch_start for own in plan.own}
    return found


def _name(run: Run) -> str:
    if run.every > DAY:
        return say("flows.name_rare")
    return say("flows.name_daily" if run.every == DAY else "flows.name_often")


def copies_to_serve(design: Design) -> bool:
    """Whether applications read a copy in a store of their own."""
    store = "serving_store"
    return store in design.choices and design.tool(store) != design.tool("analytical_store")


def _seconds(run: Run, design: Design) -> dict[str, float]:
    """How long each step of a run takes, in its order."""
    c = design.catalogue.constant
    daily = run.every >= DAY
    runs = max(1.0, rhythm(run.cron).runs_a_day)
    rate = c("batch_mb_per_vcpu_second") * 10**6
    target = min(c("load_hours_target") * 3600, run.every / 4)
    # A run's steps take a minute at least, and less where the next run is minutes away.
    least = min(float(MINUTE), run.every / 8)

    def lasts(moved: float) -> float:
        """Seconds for a run's share, on as many workers as it takes to be done in time."""
        work = moved / runs / rate
        return max(least, _up(work / max(c("load_vcpus"), work / target)))

    found = {}
    if run.sources:
        found["load"] = lasts(run.loaded)
    if run.stages:
        found["stage"] = lasts(run.staged)
    if run.builds:
        each = c("build_minutes") * MINUTE * (1 if daily else c("build_often_share"))
        found["build"] = max(lasts(run.built), _up(len(run.builds) * min(each, run.every / 8)))
    if run.served:
        found["serve"] = least
    checks = c("check_minutes") * MINUTE
    found["check"] = (
        checks if daily else min(checks, max(least, run.every * c("check_often_share")))
    )
    if daily:
        found["publish"] = float(MINUTE)
    return found


def _up(seconds: float) -> float:
    """Rounded up to whole minutes, or below one to whole seconds."""
    unit = MINUTE if seconds > MINUTE else 1
    return float(math.ceil(seconds / unit) * unit)
