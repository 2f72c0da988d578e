"""PIPELINE FLOWS: what runs when, in which order, and whether it is ready in time.

Everything that shares a schedule is one flow; what runs all the time is one flow for
each method. A flow waits for the flows that run more often, so the plan has no cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from data_platform.advisor.freshness import live_steps
from data_platform.advisor.ingestion_methods import METHOD_NEEDS
from data_platform.advisor.partitioning import landed
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.timetable import CAPTURE, STREAM, Run, copies_to_serve
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Flow, Step
from data_platform.interview.durations import MINUTE, rounded_duration, show_duration
from data_platform.interview.quantities import show_number, show_size
from data_platform.interview.schedules import speak_schedule, time_of_day


def flows(design: Design) -> list[Flow]:
    """Continuous flows first, then scheduled ones, the most frequent first."""
    # Only the flows so far can be waited for, so that no two wait for each other.
    found = _continuous(design)
    ends: dict[str, float] = {}
    place = {cron: number for number, cron in enumerate(found)}
    for run in design.timetable.runs:
        before = sorted(run.after & found.keys(), key=place.__getitem__)
        upstream = [found[cron].name for cron in before]
        place[run.cron] = len(found)
        found[run.cron] = _scheduled(run, design, ends, upstream)
    return list(found.values())


def _continuous(design: Design) -> dict[str, Flow]:
    needs, plan = design.needs, design.plan
    streamed = [s for s in needs.sources if not plan.stage[s.name]]
    merged = [
        s for s in needs.sources if plan.stage[s.name] and design.methods[s.name].name != "batch"
    ]
    found = {}
    if streamed:
        found[STREAM] = _stream(streamed, design)
    if merged:
        found[CAPTURE] = _capture(merged, design)
    return found


def _stream(sources: Sequence[SourceNeed], design: Design) -> Flow:
    """Events from the log to Processed, and on to what must be live."""
    needs, plan = design.needs, design.plan
    live = [use for use in needs.use_cases if plan.feeds[use.name].live]
    stages = [plan.pipelines[f"s:{source.name}"] for source in sources]
    builds = [plan.pipelines[f"u:{use.name}"] for use in live]
    log, engine = design.tool("event_log"), design.tool("stream_processing")
    steps = []
    published = [s.name for s in sources if design.methods[s.name].name != "CDC"]
    captured = [s.name for s in sources if design.methods[s.name].name == "CDC"]
    said = []
    if published:
        said.append(say("flows.capture_streaming", sources=listed(published), tool=log))
    if captured:
        reader = design.tool(METHOD_NEEDS["CDC"])
        said.append(say("flows.capture_to_log", sources=listed(captured), tool=reader, log=log))
    lasts = live_steps(design)
    steps = [
        _lasting("capture", "; ".join(said), lasts["capture"]),
        Step(
            name=say("flows.step_land"),
            description=say("flows.land", **_files(engine, sources, design)),
        ),
        _lasting(
            "stage", say("flows.stage_live", pipelines=listed(stages), tool=log), lasts["stage"]
        ),
    ]
    if builds:
        text = say("flows.build", pipelines=listed(builds))
        steps.append(_lasting("build", text, lasts["build"]))
    served = [plan.models[use.name] for use in live if use.workload == "operational_api"]
    if served and copies_to_serve(design):
        text = say("flows.serve", models=listed(served), tool=design.tool("serving_store"))
        steps.append(_lasting("serve", text, lasts["serve"]))
    steps.append(Step(name=say("flows.step_check"), description=say("flows.check_live")))
    names = listed(source.name for source in sources)
    age = min([*(source.freshness for source in sources), *(use.freshness for use in live)])
    return Flow(
        name=say("flows.name_streaming"),
        steps=steps,
        orchestration=engine,
        schedule=say("flows.continuous", age=show_duration(age)),
        dependencies=say("flows.needs_sources", sources=names),
        sources=[source.name for source in sources],
        pipelines=[*stages, *builds],
    )


def _capture(sources: Sequence[SourceNeed], design: Design) -> Flow:
    """Changes, or events of a log, land all the time; a scheduled flow merges what has landed."""
    reader = design.choice(METHOD_NEEDS["CDC"])
    tool = reader.technology.name
    names = listed(source.name for source in sources)
    landing = say(
        "flows.landing",
        carries=reader.technology.carries,
        window=show_duration(design.needs.replay_window),
    )
    steps = [
        _lasting(
            "capture",
            say("flows.capture_CDC", sources=names, tool=tool),
            live_steps(design)["read_log"],
        ),
        Step(name=say("flows.step_land"), description=landing),
        Step(name=say("flows.step_check"), description=say("flows.check_live")),
    ]
    crons = dict.fromkeys(design.plan.stage[source.name] for source in sources)
    staged = listed(speak_schedule(cron) for cron in crons)
    return Flow(
        name=say("flows.name_CDC"),
        steps=steps,
        orchestration=tool,
        schedule=say("flows.capturing", spoken=staged),
        dependencies=say("flows.needs_sources", sources=names),
        sources=[source.name for source in sources],
    )


def _files(tool: str, sources: Sequence[SourceNeed], design: Design) -> dict[str, str]:
    """What writes files, of which size where most is written, kept for how long."""
    sizes = {one.source.name: one.size for one in landed(design)}
    return {
        "tool": tool,
        "size": show_size(max(sizes[source.name] for source in sources)),
        "window": show_duration(design.needs.replay_window),
    }


def _lasting(name: str, text: str, seconds: float) -> Step:
    said = say("flows.lasting", text=text, lasts=rounded_duration(seconds))
    return Step(name=say(f"flows.step_{name}"), description=said, seconds=seconds)


def _scheduled(run: Run, design: Design, ends: dict[str, float], upstream: list[str]) -> Flow:
    """A flow with a schedule. ends: when the flows with a fixed start are ready, in minutes."""
    ended = [name for name in upstream if name in ends]
    landed = [name for name in upstream if name not in ends]
    # What it waits for may be ready only after its own start.
    now = max([float(run.start or 0), *((ends[name] for name in ended) if run.start else ())])
    steps = []
    for name, text in _texts(run, design).items():
        seconds = run.seconds[name]
        key = "flows.timed" if run.start is not None else "flows.lasting"
        said = say(key, at=_hhmm(now), text=text, lasts=rounded_duration(seconds))
        steps.append(Step(name=say(f"flows.step_{name}"), description=said, seconds=seconds))
        now += seconds / MINUTE
    waits = [say("flows.needs_flows", flows=listed(ended))] if ended else []
    if landed:
        waits.append(say("flows.needs_landed", flows=listed(landed)))
    if run.sources:
        waits.append(say("flows.needs_sources", sources=listed(run.sources)))
    ready, late = _ready(run, now, design)
    if run.start is not None:
        ends[run.name] = now
    return Flow(
        name=run.name,
        steps=steps,
        orchestration=design.tool("orchestration"),
        schedule=say("flows.schedule", spoken=speak_schedule(run.cron), cron=run.cron, ready=ready),
        dependencies="; ".join(waits) or say("flows.needs_nothing"),
        sources=run.sources,
        pipelines=[*run.stages, *run.builds],
        upstream=upstream,
        late=late,
    )


def _texts(run: Run, design: Design) -> dict[str, str]:
    """What each step of a run does, in its order."""
    sigma = show_number(design.catalogue.constant("anomaly_sigma"))
    found = {}
    if run.sources:
        tool = design.tool(METHOD_NEEDS["batch"])
        found["load"] = say("flows.load", sources=listed(run.sources), tool=tool)
    if run.stages:
        found["stage"] = say("flows.stage", pipelines=listed(run.stages))
    if run.builds:
        found["build"] = say("flows.build", pipelines=listed(run.builds))
    if run.served:
        store = design.tool("serving_store")
        found["serve"] = say("flows.serve", models=listed(run.served), tool=store)
    found["check"] = say(f"flows.tests_{design.needs.test_depth}", sigma=sigma)
    if "publish" in run.seconds:
        published = design.needs.on_bad_batch if run.builds else "none"
        found["publish"] = say(f"flows.publish_{published}")
    return found


def _ready(run: Run, now: float, design: Design) -> tuple[str, Literal["", "due", "overlap"]]:
    """When it is ready, how much slack there is to when it is needed, and if it is late."""
    if run.lasts > run.every:
        lasts = rounded_duration(run.lasts)
        return say("flows.overlaps", lasts=lasts, every=show_duration(run.every)), "overlap"
    if run.start is None:
        return say("flows.ready_after", lasts=rounded_duration(run.lasts)), ""
    said = say("flows.ready_at", at=_hhmm(now))
    wanted = design.needs.answers.ready_by
    due = time_of_day(wanted) if wanted else None
    if due is None:
        return said, ""
    slack = due - now
    # A run in the evening may be for the next morning.
    slack += 24 * 60 if slack < 0 and run.start > 12 * 60 else 0
    in_time = slack >= 0
    key = "flows.slack" if in_time else "flows.late"
    return said + say(key, due=_hhmm(due), slack=_minutes(abs(slack))), "" if in_time else "due"


def _hhmm(minutes: float) -> str:
    total = int(minutes)
    days = f"+{total // 1440}d " if total >= 1440 else ""
    return f"{days}{total // 60 % 24:02}:{total % 60:02}"


def _minutes(minutes: float) -> str:
    return show_duration(round(minutes) * 60)
