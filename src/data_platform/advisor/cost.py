"""COST ESTIMATE: quantity x dated rate = amount, line by line, at the 12-month load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from data_platform.advisor.placement import placed
from data_platform.advisor.pricing import CENT, priced
from data_platform.advisor.sizing import Scenario, load
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Component, Cost, CostLine
from data_platform.catalog.model import Confidence
from data_platform.interview.quantities import show_money, show_percent

COMPONENTS: tuple[Component, ...] = ("Storage", "Compute", "Egress", "Tools")
#: How sure prices are that are named as weak.
WEAK: tuple[Confidence, ...] = ("low", "assumption")


def cost(design: Design) -> Cost:
    """The estimate with its lines; low and high from uncertain answers and constants."""
    likely = lines(design, "likely")
    sums = {
        one: _sum(line.amount for line in likely if line.component == one) for one in COMPONENTS
    }
    total = sum(sums.values(), Decimal("0.00"))
    low = min(total, _sum(line.amount for line in lines(design, "low")))
    high = max(total, _sum(line.amount for line in lines(design, "high")))
    return Cost(
        lines=likely,
        storage=sums["Storage"],
        compute=sums["Compute"],
        egress=sums["Egress"],
        tools=sums["Tools"],
        total=total,
        low=low,
        high=high,
        notes=_notes(design, likely, total, high),
    )


def lines(design: Design, scenario: Scenario) -> list[CostLine]:
    """Every line of the estimate in a scenario, by component; lines of nothing are left out."""
    load_then = load(design.needs, design.catalogue, design.methods, 12, scenario)
    drivers = placed(load_then, design.needs, design.catalogue, design.pattern, design.choices)
    found: list[CostLine] = []
    done: set[tuple[str, int]] = set()
    for choice in design.choices.values():
        if choice.need == "serving_store" and _served_beside(design, drivers):
            continue
        for number, rule in enumerate(choice.technology.costs):
            key = (choice.technology.id, number)
            applies = not rule.needs or choice.need in rule.needs
            if design.needs.cloud in rule.clouds and applies and key not in done:
                done.add(key)
                found += priced(rule, choice.technology.name, drivers, design.catalogue)
    for rule in design.catalogue.platform_costs:
        if design.needs.cloud in rule.clouds:
            found += priced(rule, say("common.platform"), drivers, design.catalogue)
    found += _environments(design, found)
    return sorted(found, key=lambda line: COMPONENTS.index(line.component))


def _served_beside(design: Design, drivers: Mapping[str, float]) -> bool:
    """Whether what applications read is so small that the analytical store serves it too."""
    same = design.tool("serving_store") == design.tool("analytical_store")
    share = design.catalogue.constant("served_beside_share")
    return same and drivers["serving_gb"] <= share * drivers["database_ram_gb"]


def _environments(design: Design, found: list[CostLine]) -> Iterator[CostLine]:
    """Each further environment costs a share of the compute of production."""
    further = design.needs.environments - 1
    compute = _sum(line.amount for line in found if line.component == "Compute")
    if not further or not compute:
        return
    share = Decimal(str(design.catalogue.constant("environment_share"))) * further
    constant = design.catalogue.constants["environment_share"]
    yield CostLine(
        component="Compute",
        technology=say("common.platform"),
        item=say("cost.environments", count=further, plural="" if further == 1 else "s"),
        quantity=compute,
        unit=say("cost.compute_unit"),
        rate=share,
        amount=(compute * share).quantize(CENT, ROUND_HALF_UP),
        formula=say("cost.environment_formula", compute=f"{compute:,f}", share=f"{share:f}"),
        sku="",
        priced=say("cost.assumed", source=constant.source),
    )


def _sum(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))


def _notes(design: Design, found: list[CostLine], total: Decimal, high: Decimal) -> list[str]:
    needs = design.needs
    notes = [say("cost.at_load", upkeep=f"{design.upkeep:g}")]
    if needs.budget is not None:
        key = "over" if total > needs.budget else "tight" if high > needs.budget else "within"
        alert = needs.budget * Decimal(str(needs.cost_alert)) / 100
        notes.append(
            say(
                f"cost.budget_{key}",
                budget=show_money(needs.budget),
                rest=show_money(abs(needs.budget - total)),
                alert=show_money(alert),
                share=show_percent(needs.cost_alert),
            )
        )
    prices = design.catalogue.prices
    weak = [line for line in found if line.sku and prices[line.sku].confidence in WEAK]
    if weak:
        tools = dict.fromkeys(line.technology for line in weak)
        notes.append(say("cost.weak", tools=listed(tools)))
    if needs.region not in ("us",):
        notes.append(say("cost.region"))
    return notes
