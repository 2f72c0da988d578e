"""How old data is at worst: the sum along the path of each use case, against what it asks.

The numbers are those of the timetable, so that the flows and this sum agree.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.timetable import Run, copies_to_serve
from data_platform.advisor.words import say
from data_platform.blueprint.model import Age, AgeStep
from data_platform.interview.durations import DAY, MINUTE, MONTH, rounded_duration, show_duration

if TYPE_CHECKING:
    from data_platform.advisor.stack import Design

#: The steps of a run that its data passes before it can be read.
BEFORE = ("load", "stage")
BEHIND = ("build", "serve", "check", "publish")


def live_steps(design: Design) -> dict[str, float]:
    """Seconds of each step of what runs all the time; read_log: until a change has landed."""
    c = design.catalogue.constant
    hop = c("stream_hop")
    return {
        "capture": c("log_lag"),
        "read_log": c("capture_lag"),
        "stage": hop,
        "build": hop,
        "serve": hop,
    }


def age_of(use: UseCaseNeed, design: Design) -> Age:
    """The age of the oldest source that a use case reads, just before its next build is ready."""
    seen: dict[tuple[str, str], Age] = {}
    for source in design.plan.feeds[use.name].sources:
        run = design.timetable.of_source.get(source.name)
        key = (run.cron if run else "", design.methods[source.name].name)
        if key not in seen:
            seen[key] = _age(use, source, _path(use, source, design), design)
    return max(seen.values(), key=lambda age: age.worst)


def _path(use: UseCaseNeed, source: SourceNeed, design: Design) -> list[AgeStep]:
    """What a change in a source passes until a use case can see it, at worst."""
    staged = design.timetable.of_source.get(source.name)
    built = design.timetable.of_use.get(use.name)
    read = "read" if design.plan.read[source.name] else "merged"
    if staged is None:
        behind = [_waited("built", built.gap), *_of(built, BEHIND)] if built else _live(use, design)
        return [*_streamed(source, design), *behind]
    first = [_waited(read, staged.gap), *_of(staged, BEFORE)]
    if read == "merged":
        first.insert(0, _step("capture", live_steps(design)["read_log"], say("flows.name_CDC")))
    if built is None:
        return [*first, *_live(use, design)]
    behind = _of(built, BEHIND)
    if staged is built:
        return [*first, *behind]
    if built.gap < staged.gap:
        return [*first, _waited("next", built.gap), *behind]
    if staged.start is not None and built.start is not None and staged.gap == built.gap == DAY:
        apart = (built.start - staged.start) % (DAY // MINUTE) * MINUTE
        return [_waited("apart", apart), _waited("built", built.gap), *behind]
    return [*first, _waited("built", built.gap), *behind]


def _streamed(source: SourceNeed, design: Design) -> list[AgeStep]:
    """Until what a source sends all the time is staged."""
    seconds, flow = live_steps(design), say("flows.name_streaming")
    found = [_step("capture", seconds["capture"], flow), _step("stage", seconds["stage"], flow)]
    if design.methods[source.name].name == "CDC":
        found.insert(0, _waited("captured", seconds["read_log"]))
    return found


def _live(use: UseCaseNeed, design: Design) -> list[AgeStep]:
    """From Processed to what is read, all the time."""
    seconds, flow = live_steps(design), say("flows.name_streaming")
    found = [_step("build", seconds["build"], flow)]
    if use.workload == "operational_api" and copies_to_serve(design):
        found.append(_step("serve", seconds["serve"], flow))
    return found


def _of(run: Run, steps: tuple[str, ...]) -> list[AgeStep]:
    return [_step(name, run.seconds[name], run.name) for name in steps if name in run.seconds]


def _step(name: str, seconds: float, flow: str) -> AgeStep:
    return AgeStep(name=say(f"flows.step_{name}"), seconds=seconds, flow=flow)


def _waited(name: str, seconds: float) -> AgeStep:
    return AgeStep(name=say(f"success_metrics.wait_{name}"), seconds=seconds)


def _age(use: UseCaseNeed, source: SourceNeed, steps: list[AgeStep], design: Design) -> Age:
    worst = sum(step.seconds for step in steps)
    whole = use.freshness >= DAY
    met = _counted(worst, whole) <= _allowed(use.freshness)
    parts = " + ".join(_said(step) for step in steps)
    values = {
        "asked": show_duration(use.freshness),
        "parts": parts,
        "worst": show_duration(worst if worst < MINUTE else math.ceil(worst / 6) * 6),
        "source": source.name,
    }
    key = "worst_days" if whole and met and worst > use.freshness else "worst"
    return Age(
        use_case=use.name,
        source=source.name,
        asked=use.freshness,
        steps=steps,
        worst=worst,
        met=met,
        said=say(f"success_metrics.{key}", **values),
        remedy="" if met else _remedy(use, source, steps, design),
    )


def _said(step: AgeStep) -> str:
    lasts = rounded_duration(step.seconds)
    return say("success_metrics.part", name=step.name.lower(), lasts=lasts)


def _counted(worst: float, whole: bool) -> float:
    """An age of a day or more is counted in whole days, as people mean “yesterday's data”."""
    return math.floor(worst / DAY) * DAY if whole else worst


def _allowed(asked: float) -> float:
    """Some months have 31 days."""
    return asked if asked < MONTH else math.ceil(asked / MONTH) * DAY + asked


def _remedy(use: UseCaseNeed, source: SourceNeed, steps: list[AgeStep], design: Design) -> str:
    """What would give data as fresh as it is asked for."""
    built = design.timetable.of_use.get(use.name)
    method = design.methods[source.name]
    asked = show_duration(use.freshness)
    half = use.freshness / 2
    waits = sum(step.seconds for step in steps if not step.flow)
    if built is None:
        key = "at_once"
    elif waits <= half:
        key = "shorter"
    elif source.read_window:
        key = "window"
    elif method.name == "batch" and half >= design.catalogue.constant("batch_interval_least"):
        key = "oftener"
    elif method.name == "CDC" or (method.name == "streaming"):
        key = "live"
    elif source.shape == "database":
        key = "log" if source.change_log else "notified"
    else:
        key = {"stream": "subscribed", "api": "pushed"}.get(source.shape, "delivered")
    said = {"source": source.name, "asked": asked, "half": rounded_duration(half)}
    return say(f"success_metrics.remedy_{key}", **said)
