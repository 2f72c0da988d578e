"""OPERATING PLAN: health, performance, cost, scale and change, with their rhythms."""

from __future__ import annotations

from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import OperatingTask
from data_platform.interview.durations import show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_money, show_percent


def operating_plan(design: Design) -> list[OperatingTask]:
    """What is done, how often, and within which limits."""
    needs = design.needs
    rhythm = Kind("choice", of="rhythm")
    late_days = 365 * (1 - needs.freshness_target / 100)
    budget = needs.answers.budget
    owner = needs.answers.cost_owner or say("operating_plan.no_owner")
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
        ),
        "upkeep": say(
            f"operating_plan.upkeep_{key}",
            hours=f"{design.upkeep:g}",
            budget=f"{needs.upkeep_hours:g}",
        )
        + (say("operating_plan.managed") if design.managed_for_upkeep else ""),
        "performance": say(
            "operating_plan.performance",
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
    ]
