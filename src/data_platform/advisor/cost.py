"""COST ESTIMATE: quantity x dated rate = amount, line by line, at the 12-month load.

What is billed is in `billing_items`, how a line is priced in `pricing`, what it costs
elsewhere or otherwise in `comparison`, who pays for what in `cost_shares`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from data_platform.advisor.billing_items import Place, items
from data_platform.advisor.comparison import cheaper, clouds, in_high_case
from data_platform.advisor.cost_shares import by_use_case
from data_platform.advisor.ladder import Choice
from data_platform.advisor.otherwise import otherwise
from data_platform.advisor.placement import copies_elsewhere, placed
from data_platform.advisor.pricing import WEAK, amount, priced
from data_platform.advisor.scenarios import Scenario, constant
from data_platform.advisor.sizing import GB, MB, Load
from data_platform.advisor.stack import Design, decide
from data_platform.advisor.words import listed, lowered, say
from data_platform.blueprint.model import Component, Cost, CostLine
from data_platform.catalog.billing import CENT
from data_platform.catalog.price import CLOUD_OF_VENDOR
from data_platform.interview.durations import HOUR, show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_money, show_percent, show_size

COMPONENTS: tuple[Component, ...] = ("Storage", "Compute", "Egress", "Tools")

#: Vendors by the cloud of the interview that is theirs.
_VENDORS = {cloud: vendor for vendor, cloud in CLOUD_OF_VENDOR.items()}


def cost(design: Design, month: int = 12) -> Cost:
    """The estimate with its lines; low and high from uncertain answers and constants.

    month: at the load of which month from now, the 12th unless told.
    """
    billed = list(_lines(design, _drivers(design, "likely", month)))
    found = _added_up([line for line, _ in billed], design)
    likely, total = found.lines, found.total
    bands = [_band(one, month) for one in (design, *_if_confirmed(design))]
    low, high = min(one.low for one in bands), max(one.high for one in bands)
    return found.model_copy(
        update={
            "low": low,
            "high": high,
            "use_cases": by_use_case(design, billed, total),
            "clouds": clouds(design, design.sizer.load(month), _likely),
            "notes": [
                *_notes(design, likely, total, high),
                *_high_notes(design, bands[0].moved),
                *cheaper(design, _likely),
                *otherwise(design, lambda one: _likely(one, one.later)),
            ],
        }
    )


def bill(design: Design) -> Cost:
    """The likely lines and their sums alone: no band, nothing compared and nothing noted."""
    return _added_up(lines(design), design)


def _added_up(likely: list[CostLine], design: Design) -> Cost:
    """Lines and their sums, as a cost without a band."""
    sums = {
        one: _sum(line.amount for line in likely if line.component == one) for one in COMPONENTS
    }
    total = sum(sums.values(), Decimal("0.00"))
    return Cost(
        lines=likely,
        storage=sums["Storage"],
        compute=sums["Compute"],
        egress=sums["Egress"],
        tools=sums["Tools"],
        total=total,
        low=total,
        high=total,
        people_hours=design.upkeep,
        use_cases=[],
        clouds=[],
        notes=[],
    )


class _Band(NamedTuple):
    """The low and the high case of a design; moved, what makes the high one dearer by then."""

    low: Decimal
    high: Decimal
    moved: dict[str, Choice]


def _band(design: Design, month: int) -> _Band:
    likely = _total(design, _drivers(design, "likely", month), "likely")
    dear = _drivers(design, "high", month)
    low = min(likely, _total(design, _drivers(design, "low", month), "low"))
    high = max(likely, _total(design, dear, "high"))
    moved: dict[str, Choice] = {}
    load = design.sizer.load(month, "high")
    for need, choice in in_high_case(design, dear).items():
        # A load just below keeps what is there: where that is dearer, it is the high case.
        beyond = {**design.choices, **moved, need: choice}
        there = placed(load, design.needs, design.catalogue, design.pattern, beyond)
        amount_then = _total(design, there, "high", beyond)
        if amount_then > high:
            high, moved = amount_then, {**moved, need: choice}
    return _Band(low, high, moved)


def _if_confirmed(design: Design) -> Iterator[Design]:
    """What would be designed if every answer were confirmed as it stands; nothing if all are.

    Its band lies within that of the design, so that what is not known only widens. Choices are
    made anew only where the likely load or what is asked of it depends on how sure it is.
    """
    sources = design.needs.sources
    if not design.needs.unsure and all(source.sure == "known" for source in sources):
        return
    known = design.sizer.as_if_sure
    again = any(source.sure == "unknown" for source in sources)
    if again or known.load() != design.sizer.load():
        surely = tuple(replace(source, sure="known") for source in sources)
        needs = replace(known.needs, sources=surely)
        yield decide(needs, design.catalogue, thrifty=design.thrifty)
    else:
        yield replace(design, needs=known.needs, sizer=known)


def lines(design: Design, scenario: Scenario = "likely", month: int = 12) -> list[CostLine]:
    """Every line of the estimate in a scenario, by component; lines of nothing are left out."""
    return [line for line, _ in _lines(design, _drivers(design, scenario, month), scenario)]


def total(design: Design) -> Decimal:
    """The likely cost a month, to the cent, without the words of its lines."""
    return _total(design, design.later, "likely")


def _drivers(design: Design, scenario: Scenario, month: int) -> Load:
    if scenario == "likely" and month in design.path:
        return design.path[month]
    load = design.sizer.load(month, scenario)
    return placed(load, design.needs, design.catalogue, design.pattern, design.choices)


def _place(design: Design, scenario: Scenario) -> Place:
    further = float(_environment_share(design, scenario))
    return Place(design.catalogue, design.needs.cloud, design.needs.region, further)


def _lines(
    design: Design, drivers: Load, scenario: Scenario = "likely"
) -> list[tuple[CostLine, str]]:
    """Every line and the need that it serves, by component."""
    place = _place(design, scenario)
    applying, load = items(design.choices, drivers, place)
    found = [
        (line, item.need)
        for item in applying
        for line in priced(item.rule, item.technology, load, design.catalogue, place.region)
    ]
    found += [(line, "") for line in _environments(design, [line for line, _ in found], scenario)]
    return sorted(found, key=lambda pair: COMPONENTS.index(pair[0].component))


def _likely(design: Design, drivers: Load) -> Decimal:
    return _total(design, drivers, "likely")


def _total(
    design: Design,
    drivers: Load,
    scenario: Scenario,
    choices: Mapping[str, Choice] | None = None,
) -> Decimal:
    """What all comes to a month in a scenario, to the cent."""
    place = _place(design, scenario)
    applying, load = items(choices or design.choices, drivers, place)
    sums = dict.fromkeys(COMPONENTS, Decimal(0))
    for item in applying:
        found = amount(item.rule, load, design.catalogue, place.region, scenario)
        sums[item.rule.component] += Decimal(str(round(found, 2)))
    share = _environment_share(design, scenario)
    return (sum(sums.values(), Decimal(0)) + sums["Compute"] * share).quantize(CENT, ROUND_HALF_UP)


def _environment_share(design: Design, scenario: Scenario) -> Decimal:
    """What the further environments cost, as a share of the compute of production."""
    share = constant(design.catalogue, "environment_share", scenario, more_is_dearer=True)
    return Decimal(str(round(share, 4))) * (design.needs.environments - 1)


def _environments(design: Design, found: list[CostLine], scenario: Scenario) -> Iterator[CostLine]:
    """Each further environment costs a share of the compute of production."""
    further = design.needs.environments - 1
    compute = _sum(line.amount for line in found if line.component == "Compute")
    if not further or not compute:
        return
    share = _environment_share(design, scenario)
    yield CostLine(
        component="Compute",
        technology=say("common.platform"),
        item=say("cost.environments", count=further, plural="" if further == 1 else "s"),
        quantity=compute,
        unit=say("cost.compute_unit"),
        rate=share,
        amount=(compute * share).quantize(CENT, ROUND_HALF_UP),
        formula=say("cost.environment_formula", share=f"{share / further:f}"),
        sku="",
        priced=say("cost.assumed", source=design.catalogue.constants["environment_share"].source),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))


def _high_notes(design: Design, moved: Mapping[str, Choice]) -> Iterator[str]:
    for need, choice in moved.items():
        yield say(
            "cost.high_case",
            technology=design.choices[need].technology.name,
            title=lowered(choice.ladder.title),
            instead=choice.technology.name,
        )


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
    unpriced = [one.technology for one in design.choices.values() if not one.technology.priced]
    if unpriced:
        names = dict.fromkeys(technology.name for technology in unpriced)
        notes.append(say("cost.unpriced", tools=listed(names)))
    notes += _places(design, found)
    notes.append(_backups(design))
    return notes


def _places(design: Design, found: list[CostLine]) -> Iterator[str]:
    """Which prices are for another place than the one that was asked for."""
    needs, catalogue = design.needs, design.catalogue
    if needs.cloud == "on_prem":
        yield say("cost.on_prem")
    skus = dict.fromkeys(line.sku for line in found if line.sku)
    factors = [catalogue.price_factor(sku, needs.region) for sku in skus]
    told = {one.seller: one for one in factors if one and one.value != 1 and needs.region != "us"}
    for seller, one in told.items():
        yield say(
            "cost.region_factor",
            seller=_VENDORS.get(seller, seller),
            factor=f"{one.value:f}",
            low=f"{one.low:f}",
            high=f"{one.high:f}",
            region=Kind("choice", of="region").label(needs.region),
            source=one.source,
        )
    if needs.region == "several":
        key = "cost.several_personal" if needs.pii else "cost.several"
        yield say(key, count=f"{catalogue.constant('regions_several'):g}")
    elif needs.region != "us" and any(
        catalogue.price_factor(sku, needs.region) is None and catalogue.prices[sku].in_us
        for sku in skus
    ):
        yield say("cost.region")


def _backups(design: Design) -> str:
    """What is copied where, and how and how fast it comes back."""
    needs = design.needs
    files, tables = copies_elsewhere(design.choices)
    size = design.later["backup_gb"] * GB
    said = {"rpo": show_duration(needs.rpo), "rto": show_duration(needs.rto)}
    if not size:
        return say("cost.backup_managed", store=design.tool("analytical_store"), **said)
    copies = design.catalogue.constant("backup_copies")
    held = (
        design.later["table_gb"] if tables else 0.0,
        design.later["stored_gb"] if files else 0.0,
    )
    # The machines read back side by side, each its own part.
    rate = design.catalogue.constant("restore_mb_per_second") * MB * design.later["hosts"]
    seconds = max(held) * GB / rate
    key = "cost.backup" if seconds <= needs.rto else "cost.backup_slow"
    return say(
        key,
        size=show_size(size),
        copies=f"{copies:g}",
        hours=show_duration(max(HOUR, round(seconds / HOUR) * HOUR)),
        **said,
    )
