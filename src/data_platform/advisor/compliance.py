"""What each rule that applies asks, and the section that meets it; what none meets is open.

The rules and their sources are in the catalogue; the rest of the GOVERNANCE MODEL is in
`governance_model`.
"""

from __future__ import annotations

from typing import NamedTuple

from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import SECTIONS, DemandRow, RegulationRow
from data_platform.catalog import Demand, Regulation
from data_platform.interview.durations import MONTH, is_longer, show_duration
from data_platform.interview.kinds import Kind

#: How often access is reviewed, in seconds between two reviews.
_RHYTHMS = {"monthly": MONTH, "quarterly": 3 * MONTH, "yearly": 12 * MONTH}


class _Found(NamedTuple):
    """What was found for a demand. section: its name. said: what meets it, or lacks."""

    section: str
    is_met: bool
    said: str


def compliance(design: Design) -> list[RegulationRow]:
    """A row for each rule that was answered, in the order of the answer."""
    rules = (design.catalogue.regulations[one] for one in design.needs.compliance)
    return [
        RegulationRow(
            rule=rule.label,
            demands=[_row(design, rule, demand) for demand in rule.asks.values()],
        )
        for rule in rules
    ]


def _row(design: Design, rule: Regulation, demand: Demand) -> DemandRow:
    found = _found(design, rule, demand)
    within = show_duration(demand.within) if demand.within is not None else ""
    return DemandRow(
        asks=say(f"compliance.asks_{demand.id}", within=within),
        section=SECTIONS[found.section],
        met=found.said if found.is_met else "",
        unmet="" if found.is_met else found.said,
        source=demand.source,
        confidence=demand.confidence,
    )


def _found(design: Design, rule: Regulation, demand: Demand) -> _Found:
    match demand.id:
        case "retention":
            return _retention(design, demand)
        case "ends":
            return _ends(design)
        case "erasure":
            return _erasure(design)
        case "audit":
            return _audit(design, rule)
        case "access":
            return _access(design)
        case "review":
            return _review(design, demand)
        case "masked":
            return _masked(design)
        case "unreadable":
            return _unreadable(design, rule)
        case _:
            return _encrypted(design)


def _nothing_personal() -> _Found:
    return _Found("data_sources", True, say("compliance.nothing_personal"))


def _retention(design: Design, demand: Demand) -> _Found:
    kept = design.needs.curated_retention
    assert demand.within is not None
    if is_longer(demand.within, kept):
        wanted, longest = show_duration(demand.within), show_duration(kept)
        return _Found(
            "storage", False, say("compliance.open_retention", within=wanted, kept=longest)
        )
    return _Found("storage", True, say("compliance.met_retention", kept=show_duration(kept)))


def _ends(design: Design) -> _Found:
    needs = design.needs
    if not needs.pii:
        return _nothing_personal()
    raw, curated = show_duration(needs.raw_retention), show_duration(needs.curated_retention)
    return _Found("storage", True, say("compliance.met_ends", raw=raw, curated=curated))


def _erasure(design: Design) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    if not design.needs.deletion:
        return _Found("storage", False, say("compliance.open_erasure"))
    days = show_duration(design.catalogue.constant("erasure_days"))
    return _Found("storage", True, say("compliance.met_erasure", days=days))


def _audit(design: Design, rule: Regulation) -> _Found:
    if design.needs.lineage_depth != "audit":
        return _Found("governance", False, say("compliance.open_audit"))
    tool = design.choices["lineage"].technology.name
    said = say("compliance.met_audit", tool=tool)
    if rule.personal and design.needs.pii:
        said += say("compliance.and_reads")
    return _Found("governance", True, said)


def _access(design: Design) -> _Found:
    if design.needs.governance_model == "nobody":
        return _Found("governance", False, say("compliance.open_access"))
    tool = design.choices["access_control"].technology.name
    return _Found("governance", True, say("compliance.met_access", tool=tool))


def _review(design: Design, demand: Demand) -> _Found:
    said = Kind("choice", of="rhythm").label(design.needs.review_rhythm).lower()
    assert demand.within is not None
    is_met = not is_longer(_RHYTHMS[design.needs.review_rhythm], demand.within)
    name = "met" if is_met else "open"
    within = show_duration(demand.within)
    return _Found(
        "governance", is_met, say(f"compliance.{name}_review", rhythm=said, within=within)
    )


def _masked(design: Design) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    tool = design.choices["pii"].technology.name
    return _Found("governance", True, say("compliance.met_masked", tool=tool))


def _unreadable(design: Design, rule: Regulation) -> _Found:
    """Personal data that may nowhere be stored in clear; Raw does hold it so."""
    if not design.needs.pii:
        return _nothing_personal()
    if not set(rule.personal) & set(design.needs.pii_kinds):
        return _Found("governance", True, say("compliance.met_unreadable"))
    return _Found("governance", False, say("compliance.open_unreadable"))


def _encrypted(design: Design) -> _Found:
    needs = design.needs
    own = needs.cloud in ("on_prem", "vm") and needs.encryption_keys == "provider"
    said = say("governance.keys_disk" if own else f"governance.keys_{needs.encryption_keys}")
    return _Found("governance", True, said)
