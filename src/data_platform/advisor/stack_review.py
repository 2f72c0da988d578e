"""STACK REVIEW: what becomes of today's tools, what leaving would take, and who keeps it running.

What is chosen and why is in `stack` and `decisions`.
"""

from __future__ import annotations

import math
from typing import Literal

from data_platform.advisor.ladder import (
    Choice,
    Situation,
    broken_limits,
    forbidden,
    limits_of,
)
from data_platform.advisor.placement import in_open_files
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, lowered, say
from data_platform.blueprint.model import Leaving, StackReview, ToolFate, Upkeep
from data_platform.catalog import Technology
from data_platform.interview.answers import Tool
from data_platform.interview.quantities import show_number

#: What leaving a technology of a need makes anew, and the constant for the days of each.
ANEW = {
    "analytical_store": ("models", "port_days_model"),
    "query_engine": ("models", "port_days_model"),
    "transform": ("pipelines", "port_days_pipeline"),
    "batch_transform": ("pipelines", "port_days_pipeline"),
    "stream_processing": ("streams", "port_days_source"),
    "orchestration": ("pipelines", "port_days_pipeline"),
    "batch_ingestion": ("batch", "port_days_source"),
    "change_capture": ("captured", "port_days_source"),
    "event_log": ("streams", "port_days_source"),
    "bi": ("boards", "port_days_report"),
}


def stack_review(design: Design) -> StackReview:
    """Tools of today, the way out of each technology, and the complexity budget."""
    choices = sorted(
        (choice for choice in design.choices.values() if choice.upkeep),
        key=lambda choice: -choice.upkeep,
    )
    return StackReview(
        tools=fates(design),
        leaving=_leaving(design),
        upkeep=[Upkeep(technology=c.technology.name, hours=c.upkeep) for c in choices],
        hours=design.upkeep,
        given=design.needs.upkeep_hours,
        balance=_balance(design),
    )


def fates(design: Design) -> list[ToolFate]:
    """What becomes of each tool that runs today, in the order of the answers."""
    situation = Situation(design.needs, design.catalogue, design.path)
    return [
        _fate(tool, design, situation) for tool in design.needs.answers.existing_tools if tool.name
    ]


def _fate(tool: Tool, design: Design, situation: Situation) -> ToolFate:
    name = tool.name or ""
    technology = design.catalogue.find(name)
    if technology is None:
        fate = "goes" if tool.keep is False else "stays for now"
        key = "stack_review.unwanted" if tool.keep is False else "stack_review.unknown"
        return ToolFate(tool=name, fate=fate, why=say(key))
    serves = [c for c in design.choices.values() if c.technology.id == technology.id]
    if serves:
        titles = [lowered(choice.ladder.title) for choice in serves]
        wanted = tool.keep is not False
        key = "serves" if wanted else "needed"
        why = say(f"stack_review.{key}", titles=listed(titles), why=serves[0].why)
        stays: Literal["stays", "stays for now"] = "stays" if wanted else "stays for now"
        return ToolFate(tool=name, fate=stays, why=why, serves=[c.need for c in serves])
    instead = _instead(technology, design)
    other = instead.technology.name if instead else ""
    if tool.keep is False:
        key = "replaced_as_said" if instead else "unwanted"
        why = say(f"stack_review.{key}", technology=other)
        return ToolFate(tool=name, fate="goes", why=why, replaced_by=other)
    if instead is None:
        cannot = "; ".join(forbidden(technology, situation, design.choices))
        why = say("stack_review.idle", reason=cannot or say("stack.not_needed"))
        return ToolFate(tool=name, fate="stays for now", why=why)
    reason = _too_little(technology, instead, design, situation)
    if reason and tool.keep is None:
        why = say("stack_review.replaced", technology=other, reason=reason)
        return ToolFate(tool=name, fate="goes", why=why, replaced_by=other)
    key = "beside_since" if reason else "beside"
    why = say(f"stack_review.{key}", technology=other, reason=reason)
    return ToolFate(tool=name, fate="stays for now", why=why, replaced_by=other)


def _instead(technology: Technology, design: Design) -> Choice | None:
    """The choice on a ladder where a technology stands too; None where nothing asks for any."""
    for choice in design.choices.values():
        if any(technology.id in rung.technologies for rung in choice.ladder.rungs):
            return choice
    return None


def _too_little(
    technology: Technology, chosen: Choice, design: Design, situation: Situation
) -> str:
    """Why a technology does not do where another was chosen; empty where it would do as well."""
    cannot = forbidden(technology, situation, design.choices)
    if cannot:
        return "; ".join(cannot)
    rungs = chosen.ladder.rungs
    level = next(n for n, rung in enumerate(rungs) if technology.id in rung.technologies)
    broken = broken_limits(limits_of(rungs[level], technology, chosen.need), situation)
    if broken:
        return broken[0]
    # A rung below that holds the load lacks what is wanted; the decision says which.
    title = f"{rungs[level].title}: "
    said = next((one for one in chosen.rejected if one.startswith(title)), "")
    return said.removeprefix(title) if level < rungs.index(chosen.rung) else ""


def _leaving(design: Design) -> list[Leaving]:
    """What is portable as it is, then what is not, the most work first."""
    seen: dict[str, Leaving] = {}
    for choice in design.choices.values():
        one = _way_out(choice, design)
        before = seen.get(one.technology)
        if before is None or one.days > before.days:
            seen[one.technology] = one
    return sorted(seen.values(), key=lambda one: (one.days > 0, -one.days))


def _way_out(choice: Choice, design: Design) -> Leaving:
    technology, c = choice.technology, design.catalogue.constant
    if technology.open_source:
        return Leaving(technology=technology.name, takes=say("stack_review.open"))
    what, unit = ANEW.get(choice.need, ("part", "port_days_part"))
    count = _counts(design)[what]
    days = math.ceil(max(1, count) * c(unit) * 2) / 2
    key = choice.need if choice.need in ANEW or choice.need == "object_storage" else "part"
    if key == "object_storage":
        days = c("port_days_part")
    twin = _open_twin(technology, design)
    if key == "analytical_store" and in_open_files(design.pattern, design.choices):
        key = "engine"
    elif key == "analytical_store" and twin and "rows" in choice.rung.gives:
        key, days = "same_engine", c("port_days_part")
    takes = say(
        f"stack_review.leave_{key}",
        count=show_number(count),
        twin=twin,
        plural="" if count == 1 else "s",
        days=say("stack_review.day" if days == 1 else "stack_review.days", days=f"{days:g}"),
    )
    return Leaving(technology=technology.name, days=days, takes=takes)


def _open_twin(technology: Technology, design: Design) -> str:
    """The open source database that a service runs, told by its tables; empty where none is."""
    known = design.catalogue.technologies.values()
    return next(
        (
            one.name
            for one in known
            if one.open_source and technology.format and one.format == technology.format
        ),
        "",
    )


def _counts(design: Design) -> dict[str, int]:
    """How many of everything would be made anew."""
    needs, plan = design.needs, design.plan
    named = [method.name for method in design.methods.values()]
    boards = [use for use in needs.use_cases if use.workload in ("bi", "realtime_dashboard")]
    return {
        "models": plan.count,
        "pipelines": len(plan.pipelines),
        "streams": sum(1 for cron in plan.stage.values() if not cron),
        "batch": named.count("batch"),
        "captured": named.count("CDC"),
        "boards": len(boards),
        "part": 1,
    }


def _balance(design: Design) -> str:
    """The hours against what the team can give, and what was done about it."""
    hours, given = design.upkeep, design.needs.upkeep_hours
    over = hours - given
    said = say(
        "stack_review.over" if over > 0 else "stack_review.within",
        hours=f"{hours:g}",
        given=f"{given:g}",
        over=f"{abs(over):g}",
    )
    relieved = [
        f"{choice.technology.name} ({lowered(choice.ladder.title)})"
        for need, choice in design.choices.items()
        if need in design.managed_for_upkeep
    ]
    if relieved:
        said += say("stack_review.relieved", technologies=listed(relieved, most=8))
    return said
