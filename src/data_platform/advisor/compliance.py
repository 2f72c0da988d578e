"""What each rule that applies asks, and the section that meets it; what none meets is open.

The rules and their sources are in the catalogue; the rest of the GOVERNANCE MODEL is in
`governance_model`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from data_platform.advisor.audit_log import log_kept, log_place
from data_platform.advisor.checked import takes_cards
from data_platform.advisor.governance import deidentified, encryption, leaving
from data_platform.advisor.residency import IN_EUROPE, home, vendors
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import SECTIONS, DemandRow, RegulationRow
from data_platform.catalog import Demand, Regulation
from data_platform.interview.durations import MONTH, is_longer, show_duration
from data_platform.interview.kinds import Kind

#: How often access is reviewed, in seconds between two reviews.
_RHYTHMS = {"monthly": MONTH, "quarterly": 3 * MONTH, "yearly": 12 * MONTH}


class _Found(NamedTuple):
    """What was found for a demand.

    section: its name. by: the row or part of it. said: what meets the demand, or lacks.
    """

    section: str
    by: str
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


def left_open(design: Design) -> list[tuple[str, DemandRow, str]]:
    """What no part of the design meets: the rule, its row, and the answer that could settle it."""
    found = []
    for row, one in zip(compliance(design), design.needs.compliance, strict=True):
        asks = design.catalogue.regulations[one].asks
        for demand, said in zip(asks, row.demands, strict=True):
            if said.unmet:
                found.append((row.rule, said, _SETTLED_BY.get(demand, "compliance")))
    return found


#: The answer that settles a demand which the design leaves open.
_SETTLED_BY: Final = {
    "retention": "curated_retention",
    "erasure": "deletion_requests",
    "minimal": "governance_model",
    "access": "governance_model",
    "review": "review_rhythm",
    "sign_on": "identity_provider",
    "changes": "reviews",
    "audit": "lineage_depth",
    "transfers": "region",
}


def _row(design: Design, rule: Regulation, demand: Demand) -> DemandRow:
    found = _FINDERS[demand.id](design, rule, demand)
    within = show_duration(demand.within) if demand.within is not None else ""
    return DemandRow(
        asks=say(f"compliance.asks_{demand.id}", within=within),
        section=SECTIONS[found.section],
        by=found.by,
        met=found.said if found.is_met else "",
        unmet="" if found.is_met else found.said,
        source=demand.source,
        confidence=demand.confidence,
    )


def _hook(by: str, is_met: bool, said: str) -> _Found:
    return _Found("governance", by, is_met, said)


def _part(by: str, is_met: bool, said: str) -> _Found:
    """A part of the GOVERNANCE MODEL, by the name of its phrase."""
    return _Found("governance_model", say(f"compliance.part_{by}"), is_met, said)


def _nothing_personal() -> _Found:
    return _Found("data_sources", "", True, say("compliance.nothing_personal"))


def _retention(design: Design, _rule: Regulation, demand: Demand) -> _Found:
    kept = design.needs.curated_retention
    assert demand.within is not None
    if is_longer(demand.within, kept):
        wanted, longest = show_duration(demand.within), show_duration(kept)
        said = say("compliance.open_retention", within=wanted, kept=longest)
        return _Found("storage", "Curated", False, said)
    said = say("compliance.met_retention", kept=show_duration(kept))
    return _Found("storage", "Curated", True, said)


def _log_retention(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    """Met by design: the audit log is kept as long as the strictest rule asks."""
    kept = show_duration(log_kept(design))
    at_hand = show_duration(design.catalogue.constant("audit_log_at_hand"))
    said = say("compliance.met_log_retention", place=log_place(design), kept=kept, at_hand=at_hand)
    return _part("audit_log", True, said)


def _ends(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    needs = design.needs
    if not needs.pii:
        return _nothing_personal()
    raw, curated = show_duration(needs.raw_retention), show_duration(needs.curated_retention)
    return _part("retention", True, say("compliance.met_ends", raw=raw, curated=curated))


def _erasure(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    if not design.needs.deletion:
        return _Found("storage", "Raw", False, say("compliance.open_erasure"))
    days = show_duration(design.catalogue.constant("erasure_days"))
    return _Found("storage", "Raw", True, say("compliance.met_erasure", days=days))


def _minimal(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    if design.needs.governance_model == "nobody":
        return _part("roles", False, say("compliance.open_access"))
    return _part("roles", True, say("compliance.met_minimal"))


def _register(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    tool = design.choices["catalog"].technology.name
    return _hook("Catalog", True, say("compliance.met_register", tool=tool))


def _processors(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    firms = vendors(design)
    if not firms:
        return _part("residency", True, say("compliance.no_processors"))
    said = say("compliance.met_processors", firms=listed(firms, most=8))
    return _Found("build_plan", say("build_plan.setup"), True, said)


def _transfers(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    region = design.needs.region
    named = Kind("choice", of="region").label(region)
    if region == "several":
        return _part("residency", True, say("compliance.met_transfers_several", home=home(design)))
    key = f"met_transfers_{region}" if region in IN_EUROPE else "open_transfers"
    return _part("residency", region in IN_EUROPE, say(f"compliance.{key}", region=named))


def _breach(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    by = say("operating_plan.aspect_breach")
    return _Found("operating_plan", by, True, say("compliance.met_breach"))


def _recovery(design: Design, rule: Regulation, _demand: Demand) -> _Found:
    if rule.personal and not design.needs.pii:
        return _nothing_personal()
    rpo, rto = show_duration(design.needs.rpo), show_duration(design.needs.rto)
    by = say("operating_plan.aspect_backup")
    return _Found("operating_plan", by, True, say("compliance.met_recovery", rpo=rpo, rto=rto))


def _audit(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if design.needs.lineage_depth != "audit":
        return _hook("Lineage", False, say("compliance.open_audit"))
    tool = design.choices["lineage"].technology.name
    return _hook("Lineage", True, say("compliance.met_audit", tool=tool))


def _logged(design: Design, rule: Regulation, _demand: Demand) -> _Found:
    said = say("compliance.met_logged", place=log_place(design))
    if rule.personal and design.needs.pii:
        said += say("compliance.and_reads")
    return _part("audit_log", True, said)


def _access(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if design.needs.governance_model == "nobody":
        return _hook("Access", False, say("compliance.open_access"))
    tool = design.choices["access_control"].technology.name
    return _hook("Access", True, say("compliance.met_access", tool=tool))


def _sign_on(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    is_met = design.needs.identity_provider
    return _hook("Access", is_met, say(f"compliance.{'met' if is_met else 'open'}_sign_on"))


def _review(design: Design, _rule: Regulation, demand: Demand) -> _Found:
    said = Kind("choice", of="rhythm").label(design.needs.review_rhythm).lower()
    assert demand.within is not None
    is_met = not is_longer(_RHYTHMS[design.needs.review_rhythm], demand.within)
    name = "met" if is_met else "open"
    within = show_duration(demand.within)
    return _hook("Access", is_met, say(f"compliance.{name}_review", rhythm=said, within=within))


def _changes(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    """Changes are written down, reviewed and tried; what is set up by hand leaves no trace."""
    needs = design.needs
    if needs.infrastructure != "code":
        by = say("build_plan.setup")
        return _Found("build_plan", by, False, say("compliance.open_changes_console"))
    by = say("build_plan.transforms")
    if needs.answers.reviews is False:
        return _Found("build_plan", by, False, say("compliance.open_changes"))
    return _Found("build_plan", by, True, say("compliance.met_changes"))


def _masked(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    tool = design.choices["pii"].technology.name
    return _hook("PII", True, say("compliance.met_masked", tool=tool))


def _deidentified(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    if not design.needs.pii:
        return _nothing_personal()
    if not deidentified(design):
        return _part("roles", True, say("compliance.nothing_leaves"))
    uses = listed(leaving(design))
    return _hook("PII", True, say("compliance.met_deidentified", uses=uses))


def _cards(design: Design, _rule: Regulation, demand: Demand) -> _Found:
    """Card data is kept out before Raw, so that no layer holds any."""
    if not design.needs.pii:
        return _nothing_personal()
    if not takes_cards(design.needs):
        return _hook("PII", True, say("compliance.no_cards"))
    return _hook("PII", True, say(f"compliance.met_{demand.id}"))


def _encrypted(design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    return _hook("Access", True, encryption(design))


def _in_transit(_design: Design, _rule: Regulation, _demand: Demand) -> _Found:
    return _hook("Access", True, say("governance.in_transit"))


#: What finds the answer to each demand of the catalogue.
_FINDERS: Final[dict[str, Callable[[Design, Regulation, Demand], _Found]]] = {
    "retention": _retention,
    "log_retention": _log_retention,
    "ends": _ends,
    "erasure": _erasure,
    "minimal": _minimal,
    "register": _register,
    "processors": _processors,
    "transfers": _transfers,
    "breach": _breach,
    "recovery": _recovery,
    "audit": _audit,
    "logged": _logged,
    "access": _access,
    "sign_on": _sign_on,
    "review": _review,
    "changes": _changes,
    "masked": _masked,
    "deidentified": _deidentified,
    "codes": _cards,
    "shown": _cards,
    "unreadable": _cards,
    "encrypted": _encrypted,
    "in_transit": _in_transit,
}
