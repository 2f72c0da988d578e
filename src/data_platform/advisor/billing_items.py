"""What a design is billed for: the cost rules that apply, with small tools on shared machines.

A rule says here which technology it is of and which need it serves; what it comes to is in
`pricing`, what all of it adds up to in `cost`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data_platform.advisor.ladder import Choice
from data_platform.advisor.pricing import amount, factor_value
from data_platform.advisor.sizing import Load
from data_platform.advisor.words import listed, say
from data_platform.catalog import Catalogue, CostRule, Factor


@dataclass(frozen=True)
class Item:
    """A cost rule that applies: of which technology, for which need; empty for the platform."""

    need: str
    technology: str
    rule: CostRule


@dataclass(frozen=True)
class Place:
    """Where a bill is written: cloud and region, and what is known of prices there.

    further: what the compute of further environments costs, as a share of that of production.
    """

    catalogue: Catalogue
    cloud: str
    region: str
    further: float = 0.0


def items(
    choices: Mapping[str, Choice], drivers: Load, place: Place
) -> tuple[list[Item], dict[str, float]]:
    """All rules that apply, and the load with the machines that there are to watch."""
    found = list(_applying(choices, drivers, place))
    shared = _shared(found, drivers, place)
    machines = sum(_machines(item.rule, drivers) for item in shared)
    return shared, {**drivers, "hosts": float(max(1, machines))}


def _applying(choices: Mapping[str, Choice], drivers: Load, place: Place) -> Iterator[Item]:
    done: set[tuple[str, int]] = set()
    for choice in choices.values():
        if choice.need == "serving_store" and _served_beside(choices, drivers, place.catalogue):
            continue
        for number, rule in enumerate(choice.technology.costs):
            key = (choice.technology.id, number)
            applies = not rule.needs or choice.need in rule.needs
            if place.cloud in rule.clouds and applies and key not in done:
                done.add(key)
                yield Item(choice.need, choice.technology.name, rule)
    for rule in place.catalogue.platform_costs:
        if place.cloud in rule.clouds:
            yield Item("", say("common.platform"), rule)


def _served_beside(choices: Mapping[str, Choice], drivers: Load, catalogue: Catalogue) -> bool:
    """Whether what applications read is so small that the analytical store serves it too."""
    same = choices["serving_store"].technology is choices["analytical_store"].technology
    share = catalogue.constant("served_beside_share")
    return same and drivers["serving_gb"] <= share * drivers["database_ram_gb"]


def _machines(rule: CostRule, drivers: Load) -> Decimal:
    """How many machines a rule pays for all the time; 0 for what is none, or paid by use."""
    if not rule.shape or rule.by_use:
        return Decimal(0)
    total = Decimal(1)
    for factor in rule.quantity:
        if factor.driver != "hours_month":
            total *= factor_value(factor, drivers)
    return total


# -- small tools on one machine ------------------------------------------------------


def _shared(found: Sequence[Item], drivers: Load, place: Place) -> list[Item]:
    """The items with those small tools on one machine that are cheaper there than alone."""
    alone = sorted(
        (item for item in found if _is_small(item, drivers, place)),
        key=lambda item: (_memory(item, drivers), item.technology, item.rule.item),
    )
    best, least = list(found), 0.0
    for count in range(1, len(alone) + 1):
        moved = alone[:count]
        if all(item.rule.by_use for item in moved) or len(moved) < 2:
            continue
        host = _host(moved, drivers, place)
        if host is None:
            break
        saved = sum(_amount(item, drivers, place) for item in moved)
        saved -= _amount(host, drivers, place)
        if saved > least:
            least = saved
            best = [host, *(item for item in found if item not in moved)]
    return best


def _is_small(item: Item, drivers: Load, place: Place) -> bool:
    """Whether an item may share a machine: one that is mostly idle, or jobs of a few hours."""
    rule = item.rule
    if rule.shares is None:
        return False
    if not rule.by_use:
        return _machines(rule, drivers) == 1
    c = place.catalogue.constant
    hours = Decimal(1)
    for factor in rule.quantity:
        hours *= factor_value(factor, drivers)
    # The shared machine is slower than the one that such jobs are paid on.
    busy = float(hours) * c("shared_host_slower")
    return busy <= c("shared_host_busy_share") * c("hours_month")


def _host(moved: Sequence[Item], drivers: Load, place: Place) -> Item | None:
    """The smallest machine that holds all memory; None where none that is small enough does."""
    c = place.catalogue.constant
    asked = sum((_memory(item, drivers) for item in moved), Decimal(0))
    asked += Decimal(str(c("shared_host_system_gb")))
    fits = sorted(
        (memory, shape)
        for shape, memory in place.catalogue.node_memory.items()
        if asked <= memory <= c("shared_host_gb_most")
    )
    if not fits:
        return None
    memory, shape = fits[0]
    sku = place.catalogue.nodes[shape][place.cloud]
    hourly = place.catalogue.prices[sku].unit == "hour"
    names = listed(dict.fromkeys(item.technology for item in moved))
    rule = CostRule(
        component="Tools" if all(_is_tool(item.rule) for item in moved) else "Compute",
        item=say("cost.shared_host", tools=names, asked=f"{asked:.1f}", memory=f"{memory:f}"),
        sku=sku,
        quantity=(Factor(driver="hours_month"),) if hourly else (),
        clouds=frozenset([place.cloud]),
        shape=shape,
    )
    return Item("", say("common.platform"), rule)


def _is_tool(rule: CostRule) -> bool:
    """Whether a machine is a tool's; jobs that are paid by use find room on any machine."""
    return rule.component == "Tools" or rule.by_use


def _memory(item: Item, drivers: Load) -> Decimal:
    """GB of memory that an item takes of a shared machine."""
    return factor_value(item.rule.shares, drivers) if item.rule.shares else Decimal(0)


def _amount(item: Item, drivers: Load, place: Place) -> float:
    found = amount(item.rule, drivers, place.catalogue, place.region)
    return found * (1 + place.further if item.rule.component == "Compute" else 1)
