"""GOVERNANCE MODEL: roles, personal data, checks, retention, audit log, residency, compliance.

The hooks that carry it out are in `governance`; what rules ask and what meets it is in
`compliance`.
"""

from __future__ import annotations

from data_platform.advisor.audit_log import audit_log
from data_platform.advisor.checked import layer_checks, takes_cards
from data_platform.advisor.compliance import compliance
from data_platform.advisor.governance import granted_roles, handled, kinds_of
from data_platform.advisor.placement import has_cold_tier
from data_platform.advisor.residency import residency
from data_platform.advisor.roles import consumers
from data_platform.advisor.sources import SourceNeed, is_free_text
from data_platform.advisor.stack import Design
from data_platform.advisor.title import people
from data_platform.advisor.words import has, listed, say
from data_platform.blueprint.model import (
    CheckedLayer,
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
        quality=_quality(design),
        retention=[_kept(design, layer) for layer in ("Raw", "Processed", "Curated")],
        audit_log=audit_log(design),
        residency=residency(design),
        compliance=compliance(design),
    )


def _granted(design: Design, role: str) -> str:
    """To whom: groups or people, how many where use cases say it, and for which use cases."""
    needs = design.needs
    by = "group" if needs.identity_provider else "person"
    uses, count, is_said = consumers(needs, role)
    said = say(
        f"governance_model.to_{role}",
        by=say(f"governance_model.by_{by}"),
        team=people(needs.team_size),
        readers=people(needs.pii_readers),
    )
    if not uses:
        return said
    for_whom = "for_service" if role in ("application", "assistant") else "for_people"
    key = for_whom if is_said else f"{for_whom}_assumed"
    return said + say(f"governance_model.{key}", people=people(count), uses=listed(uses))


def _personal(design: Design) -> list[PersonalData]:
    needs = design.needs
    if not needs.pii:
        return []
    kinds = listed((_label(one).lower() for one in needs.pii_kinds), most=6)
    return [
        PersonalData(source=source.name, kinds=kinds, columns=_columns(design, source))
        for source in needs.sources
        if source.pii
    ]


def _columns(design: Design, source: SourceNeed) -> str:
    """The columns that usually hold it, by table; of documents, what the text holds."""
    if is_free_text(source):
        choice = design.choices["pii"]
        found_by = "pii_detection" in choice.rung.gives | choice.technology.gives
        key = "in_text" if found_by else "in_text_by_hand"
        return say(f"governance_model.{key}", tool=choice.technology.name)
    tables = design.plan.tables[source.name]
    kinds = [design.catalogue.personal[one] for one in design.needs.pii_kinds if one != "none"]
    someone = design.catalogue.personal["contact"].of
    found: dict[str, list[str]] = {}
    for kind in kinds:
        at = [table for of in (kind.of, someone) for table in tables if table.what in of]
        found.setdefault((at or list(tables))[0].name, []).extend(kind.columns)
    return "; ".join(
        say("governance_model.columns", table=table, columns=listed(columns, most=len(columns)))
        for table, columns in found.items()
    )


def _label(kind: str) -> str:
    return Kind("several", of="pii_kind").label(kind)


def _handled(design: Design) -> list[HandledKind]:
    """Each kind as the PII hook treats it, and what that leaves of it in each layer."""
    readers = people(design.needs.pii_readers)
    found = []
    for one in design.needs.pii_kinds:
        if one == "none":
            continue
        key = "cards" if one == "financial" and takes_cards(design.needs) else one
        in_layer = {
            layer: say(_layered(layer, key), readers=readers)
            for layer in ("raw", "processed", "curated")
        }
        found.append(HandledKind(kind=_label(one), handled=handled(design, one), **in_layer))
    return found


def _layered(layer: str, kind: str) -> str:
    """The phrase of a kind in a layer, or that of all kinds."""
    key = f"governance_model.{layer}_{kind}"
    return key if has(key) else f"governance_model.{layer}_any"


def _in_clear(design: Design) -> str:
    tool = design.choices["pii"].technology.name
    key = "in_clear_cards" if takes_cards(design.needs) else "in_clear"
    return say(f"governance_model.{key}", tool=tool, readers=people(design.needs.pii_readers))


def _erased(design: Design) -> str:
    if not design.needs.deletion:
        return say("governance_model.not_erased")
    days = show_duration(design.catalogue.constant("erasure_days"))
    return say("governance_model.erased", days=days)


def _quality(design: Design) -> list[CheckedLayer]:
    return [
        CheckedLayer(layer=layer, checks=sum(kinds.values()), kinds=kinds_of(design, kinds))
        for layer, kinds in layer_checks(design).items()
    ]


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
