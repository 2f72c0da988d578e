"""GOVERNANCE MODEL: roles, personal data, retention and compliance, from the same design.

The hooks that carry it out are in `governance`.
"""

from __future__ import annotations

from data_platform.advisor.governance import granted_roles
from data_platform.advisor.stack import Design
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import (
    GovernanceModel,
    KeptLayer,
    PersonalData,
    RegulationRow,
    Role,
)
from data_platform.catalog import Regulation
from data_platform.interview.durations import is_longer, show_duration
from data_platform.interview.kinds import Kind


def governance_model(design: Design) -> GovernanceModel:
    """Who may read what, which personal data there is, what is kept and what rules ask."""
    personal = _personal(design)
    return GovernanceModel(
        roles=[
            Role(name=one.name, may=one.may, granted=_granted(design, one.id))
            for one in granted_roles(design)
        ],
        personal=personal,
        handling=_handling(design) if personal else "",
        erased=_erased(design) if personal else "",
        retention=[_kept(design, layer) for layer in ("Raw", "Processed", "Curated")],
        compliance=[
            _row(design, design.catalogue.regulations[one]) for one in design.needs.compliance
        ],
    )


def _granted(design: Design, role: str) -> str:
    needs = design.needs
    by = "group" if needs.identity_provider else "person"
    return say(
        f"governance_model.to_{role}",
        by=say(f"governance_model.by_{by}"),
        team=people(needs.team_size),
        readers=people(needs.pii_readers),
    )


def _personal(design: Design) -> list[PersonalData]:
    needs = design.needs
    if not needs.pii or "pii" not in design.choices:
        return []
    kind = Kind("several", of="pii_kind")
    kinds = listed((kind.label(one).lower() for one in needs.pii_kinds), most=6)
    return [PersonalData(source=source.name, kinds=kinds) for source in needs.sources if source.pii]


def _handling(design: Design) -> str:
    tool = design.choices["pii"].technology.name
    return say("governance_model.handling", tool=tool, readers=people(design.needs.pii_readers))


def _erased(design: Design) -> str:
    if not design.needs.deletion:
        return say("governance_model.not_erased")
    days = show_duration(design.catalogue.constant("erasure_days"))
    return say("governance_model.erased", days=days)


def _kept(design: Design, layer: str) -> KeptLayer:
    needs = design.needs
    answer = "curated_retention" if layer == "Curated" else "raw_retention"
    kept: float = getattr(needs, answer)
    sure = needs.unsure.get(answer, "known")
    rules = [rule.label for rule in _asking(design) if _is_why(rule, kept)]
    if layer == "Processed":
        because = say("governance_model.as_raw")
    elif rules and layer == "Curated":
        because = say("governance_model.rule", rules=listed(rules))
    else:
        because = say(f"governance_model.because_{sure}")
    return KeptLayer(layer=layer, kept=show_duration(kept), because=because)


def _asking(design: Design) -> list[Regulation]:
    rules = (design.catalogue.regulations[one] for one in design.needs.compliance)
    return [rule for rule in rules if rule.retention]


def _is_why(rule: Regulation, kept: float) -> bool:
    """Whether a layer is kept for just as long as a rule asks."""
    assert rule.retention is not None
    return not is_longer(rule.retention, kept) and not is_longer(kept, rule.retention)


def _row(design: Design, rule: Regulation) -> RegulationRow:
    """What a rule asks, and where that is met; what is not met is OPEN."""
    needs = design.needs
    asks: list[str] = []
    met: list[str] = []
    unmet: list[str] = []
    if rule.retention is not None:
        wanted = show_duration(rule.retention)
        asks.append(say("governance_model.asks_retention", duration=wanted))
        if is_longer(rule.retention, needs.curated_retention):
            unmet.append(say("governance_model.open_retention", duration=wanted))
        else:
            kept = show_duration(needs.curated_retention)
            met.append(say("governance_model.met_retention", duration=kept))
    if rule.erasure:
        asks.append(say("governance_model.asks_erasure"))
        if needs.deletion:
            met.append(_erased(design))
        elif needs.pii:
            unmet.append(say("governance_model.open_erasure"))
        else:
            met.append(say("governance_model.nothing_personal"))
    if rule.audit:
        asks.append(say("governance_model.asks_audit"))
        tool = design.choices["lineage"].technology.name
        if needs.lineage_depth == "audit":
            met.append(say("governance_model.met_audit", tool=tool))
        else:
            unmet.append(say("governance_model.open_audit"))
    return RegulationRow(rule=rule.label, asks=asks, met=met, unmet=unmet, source=rule.source)
