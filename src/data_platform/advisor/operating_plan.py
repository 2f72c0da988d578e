"""OPERATING PLAN: health, performance, cost, scale and change, with their rhythms."""

from __future__ import annotations

from data_platform.advisor.sizing import GB
from data_platform.advisor.stack import Design
from data_platform.advisor.storage import lake_path
from data_platform.advisor.words import say
from data_platform.blueprint.model import OperatingTask
from data_platform.interview.durations import show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_money, show_percent, show_size


def operating_plan(design: Design) -> list[OperatingTask]:
    """What is done, how often, and within which limits."""
    needs = design.needs
    rhythm = Kind("choice", of="rhythm")
    late_days = 365 * (1 - needs.freshness_target / 100)
    budget = needs.answers.budget
    owner = needs.answers.cost_owner or say("operating_plan.no_owner")
    boards = any(use.workload in ("bi", "realtime_dashboard") for use in needs.use_cases)
    short = needs.rto <= design.catalogue.constant("short_rto")
    key = "over" if design.upkeep > needs.upkeep_hours else "within"
    tasks = {
        "health": say(
            "operating_plan.health",
            tool=design.choices["monitoring"].technology.name,
            channel=Kind("choice", of="alert_channel").label(needs.alert_channel).lower(),
            target=show_percent(needs.freshness_target),
            late=round(late_days),
            on_call=say(f"operating_plan.on_call_{needs.on_call}"),
        ),
        "backup": say(
            "operating_plan.backup",
            rpo=show_duration(needs.rpo),
            rto=show_duration(needs.rto),
            rhythm=rhythm.label("quarterly" if short else "yearly").lower(),
            place=backup_place(design),
        ),
        "breach": _breach(design),
        "upkeep": say(
            f"operating_plan.upkeep_{key}",
            hours=f"{design.upkeep:g}",
            budget=f"{needs.upkeep_hours:g}",
        )
        + (say("operating_plan.managed") if design.managed_for_upkeep else ""),
        "performance": say(
            "operating_plan.performance" if boards else "operating_plan.performance_plain",
            rhythm=rhythm.label(needs.tuning_rhythm).lower(),
            latency=show_duration(needs.dashboard_latency),
        ),
        "cost": say(
            "operating_plan.cost_budget" if budget is not None else "operating_plan.cost",
            owner=owner,
            share=show_percent(needs.cost_alert),
            alert=show_money((budget or 0) * int(needs.cost_alert * 100) / 10_000),
        )
        + (say("operating_plan.chargeback") if needs.answers.chargeback else ""),
        "scale": say("operating_plan.scale", rhythm=rhythm.label(needs.review_rhythm).lower()),
        "change": say("operating_plan.change", rhythm=rhythm.label(needs.review_rhythm).lower()),
    }
    return [
        OperatingTask(aspect=say(f"operating_plan.aspect_{name}"), practice=text)
        for name, text in tasks.items()
        if text
    ]


def _breach(design: Design) -> str:
    """What is done when personal data gets out, by the strictest rule; empty if none asks."""
    rules = (design.catalogue.regulations[one] for one in design.needs.compliance)
    asked = [
        (demand.within, rule.label)
        for rule in rules
        if (demand := rule.asks.get("breach")) is not None and demand.within is not None
    ]
    if not asked or not design.needs.pii:
        return ""
    within, rule = min(asked)
    return say("operating_plan.breach", within=show_duration(within), rule=rule)


def backup_place(design: Design) -> str:
    """Where backups go and how much that is; what keeps its own copies needs no other place."""
    size = design.later.get("backup_gb", 0.0)
    if not size:
        return say("operating_plan.place_none", store=design.tool("analytical_store"))
    place = say(f"operating_plan.place_{design.needs.cloud}", lake=lake_path(design))
    return say("operating_plan.place", place=place, size=show_size(size * GB))
