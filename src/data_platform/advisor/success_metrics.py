"""SUCCESS METRICS: what the person named, and what every platform is measured by.

How old the data of a use case is at worst is added up in `freshness`.
"""

from __future__ import annotations

from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Cost, SuccessMetric
from data_platform.interview.durations import show_duration
from data_platform.interview.quantities import show_money, show_percent


def success_metrics(design: Design, cost: Cost) -> list[SuccessMetric]:
    """The person's own first; then freshness of each use case, and cost."""
    needs = design.needs
    found = [
        SuccessMetric(
            metric=metric.name or say("success_metrics.unnamed", number=number),
            today=metric.today or say("success_metrics.unknown"),
            target=metric.target or say("success_metrics.open"),
            measured_by=say("success_metrics.by_hand"),
        )
        for number, metric in enumerate(needs.answers.success_metrics, 1)
    ]
    found += [
        SuccessMetric(
            metric=say("success_metrics.fresh", name=use.name),
            today=say("success_metrics.unknown"),
            target=say(
                "success_metrics.fresh_target",
                age=show_duration(use.freshness),
                share=show_percent(needs.freshness_target),
            ),
            measured_by=design.choices["monitoring"].technology.name,
            age=design.ages[use.name],
        )
        for use in needs.use_cases
    ]
    limit = needs.budget if needs.budget is not None else cost.high
    found.append(
        SuccessMetric(
            metric=say("success_metrics.cost"),
            today=say("success_metrics.unknown"),
            target=say("success_metrics.at_most", amount=show_money(limit)),
            measured_by=say("success_metrics.bill"),
        )
    )
    return found
