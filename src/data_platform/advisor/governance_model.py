"""GOVERNANCE MODEL: roles, personal data, retention and compliance, from the same design.

The hooks that carry it out are in `governance`; what rules ask and what meets it is in
`compliance`.
"""

from __future__ import annotations

from data_platform.advisor.compliance import compliance
from data_platform.advisor.governance import granted_roles
from data_platform.advisor.placement import has_cold_tier
from data_platform.advisor.stack import Design
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import (
    GovernanceModel,
    HandledKind,
    KeptLayer,
    PersonalData,
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
        handled=_handled(design) if personal else [],
        in_clear=_in_clear(design) if personal else "",
        erased=_erased(design) if personal else "",
        retention=[_kept(design, layer) for layer in ("Raw", "Processed", "Curated")],
        compliance=compliance(design),
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
    if not needs.pii:
        return []
    kinds = listed((_label(one).lower() for one in needs.pii_kinds), most=6)
    return [PersonalData(source=source.name, kinds=kinds) for source in needs.sources if source.pii]


def _label(kind: str) -> str:
    return Kind("several", of="pii_kind").label(kind)


def _handled(design: Design) -> list[HandledKind]:
    """Each kind as the PII hook treats it."""
    return [
        HandledKind(kind=_label(one), handled=say(f"governance.kind_{one}"))
        for one in design.needs.pii_kinds
        if one != "none"
    ]


def _in_clear(design: Design) -> str:
    tool = design.choices["pii"].technology.name
    return say("governance_model.in_clear", tool=tool, readers=people(design.needs.pii_readers))


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
    return KeptLayer(
        layer=layer,
        kept=show_duration(kept),
        deleted=_deleted(design, layer),
        because=because,
    )


def _deleted(design: Design, layer: str) -> str:
    needs = design.needs
    if layer != "Raw":
        return say("governance_model.rows")
    parts = [say("governance_model.days")]
    if has_cold_tier(needs, design.choices):
        parts.insert(0, say("governance_model.cold", cold=show_duration(needs.cold_after)))
    copied = [s.name for s in needs.sources if design.methods[s.name].mode == "full"]
    if copied:
        window = show_duration(min(needs.replay_window, needs.raw_retention))
        parts.append(say("governance_model.copies", sources=listed(copied), window=window))
    return "; ".join(parts)


def _asking(design: Design) -> list[Regulation]:
    rules = (design.catalogue.regulations[one] for one in design.needs.compliance)
    return [rule for rule in rules if rule.retention]


def _is_why(rule: Regulation, kept: float) -> bool:
    """Whether a layer is kept for just as long as a rule asks."""
    assert rule.retention is not None
    return not is_longer(rule.retention, kept) and not is_longer(kept, rule.retention)
