"""GOVERNANCE HOOKS: catalog, lineage, quality, access and personal data."""

from __future__ import annotations

from dataclasses import dataclass

from data_platform.advisor.checked import layer_checks, takes_cards
from data_platform.advisor.residency import outside
from data_platform.advisor.roles import consumers, role_ids
from data_platform.advisor.stack import Design
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import GovernanceHook
from data_platform.interview.durations import show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_number


def governance(design: Design) -> list[GovernanceHook]:
    """The five hooks, in the order of the format."""
    needs = design.needs
    tool = {need: choice.technology.name for need, choice in design.choices.items()}
    held = [tool[need] for need in ("access_control", "secrets") if need in tool]
    return [
        GovernanceHook(
            aspect="Catalog",
            implementation=_catalog(design, tool["catalog"]),
            tools=[tool["catalog"]],
        ),
        GovernanceHook(
            aspect="Lineage",
            implementation=say(f"governance.lineage_{needs.lineage_depth}", tool=tool["lineage"]),
            tools=[tool["lineage"]],
        ),
        GovernanceHook(
            aspect="Quality",
            implementation=_quality(design, tool["quality"]),
            tools=[tool["quality"]],
        ),
        GovernanceHook(aspect="Access", implementation=_access(design), tools=held),
        GovernanceHook(
            aspect="PII",
            implementation=_pii(design),
            tools=[tool["pii"]] if "pii" in tool else [],
        ),
    ]


def _catalog(design: Design, tool: str) -> str:
    said = say(
        f"governance.catalog_{design.needs.governance_model}",
        tool=tool,
        models=show_number(design.plan.count),
    )
    return said + say("governance.register") if design.needs.pii else said


def _quality(design: Design, tool: str) -> str:
    checks = layer_checks(design)
    return say(
        f"governance.quality_{design.needs.test_depth}",
        tool=tool,
        tests=show_number(sum(sum(kinds.values()) for kinds in checks.values())),
        layers="; ".join(
            say("governance.checked", layer=layer, kinds=kinds_of(design, kinds))
            for layer, kinds in checks.items()
        ),
    )


def kinds_of(design: Design, kinds: dict[str, int]) -> str:
    """The checks of a layer in words, each kind with its number."""
    sigma = show_number(design.catalogue.constant("anomaly_sigma"))
    return listed(
        (
            say(f"governance.check_{kind}", count=show_number(count), sigma=sigma)
            for kind, count in kinds.items()
        ),
        most=8,
    )


@dataclass(frozen=True)
class GrantedRole:
    """A role. id: the name of its phrases. may: what it may do."""

    id: str
    name: str
    may: str


def granted_roles(design: Design) -> list[GrantedRole]:
    """The roles that are granted."""
    needs = design.needs
    masked = {"analyst", "scientist", "application"} if needs.pii else set()
    return [
        GrantedRole(
            id=one,
            name=say(f"governance.name_{one}"),
            may=say(
                f"governance.may_{one}" + ("_masked" if one in masked else ""),
                readers=people(needs.pii_readers),
            ),
        )
        for one in role_ids(needs, design.catalogue)
    ]


def roles(design: Design) -> list[str]:
    """The roles that are granted, in words."""
    return [say("governance.role", name=one.name, may=one.may) for one in granted_roles(design)]


def _access(design: Design) -> str:
    needs = design.needs
    parts = [
        say("governance.roles", roles=listed(roles(design), most=len(roles(design)))),
        say("governance.groups" if needs.identity_provider else "governance.people"),
    ]
    if needs.answers.row_security:
        parts.append(say("governance.rows"))
    if needs.tenants > 1:
        parts.append(say("governance.tenants", count=show_number(needs.tenants)))
    parts.append(
        say(
            f"governance.owner_{needs.governance_model}",
            rhythm=Kind("choice", of="rhythm").label(needs.review_rhythm).lower(),
        )
    )
    if "secrets" in design.choices:
        parts.append(say("governance.secrets", tool=design.tool("secrets")))
    parts.append(encryption(design))
    parts.append(say("governance.in_transit"))
    if needs.answers.private_network:
        parts.append(say("governance.private"))
    return "; ".join(parts)


def encryption(design: Design) -> str:
    """How data is encrypted at rest, and with whose keys."""
    needs = design.needs
    own = needs.cloud in ("on_prem", "vm") and needs.encryption_keys == "provider"
    return say("governance.keys_disk" if own else f"governance.keys_{needs.encryption_keys}")


def handled(design: Design, kind: str) -> str:
    """What is done to a kind of personal data after Raw; to card numbers, before it."""
    cards = kind == "financial" and takes_cards(design.needs)
    return say("governance.kind_cards" if cards else f"governance.kind_{kind}")


def _pii(design: Design) -> str:
    needs = design.needs
    if not needs.pii:
        return say("governance.no_pii")
    choice = design.choices["pii"]
    cards = takes_cards(needs)
    parts = [
        say(
            "governance.pii_cards" if cards else "governance.pii",
            tool=choice.technology.name,
            sources=listed(source.name for source in needs.sources if source.pii),
            kinds=listed(
                (Kind("several", of="pii_kind").label(one).lower() for one in needs.pii_kinds),
                most=6,
            ),
            readers=people(needs.pii_readers),
        )
    ]
    parts += [handled(design, one) for one in needs.pii_kinds if one != "none"]
    if needs.deletion:
        parts.append(
            say("governance.erase", days=show_duration(design.catalogue.constant("erasure_days")))
        )
    if deidentified(design):
        parts.append(say("governance.deidentified"))
    logged = [
        rule.label
        for rule in (design.catalogue.regulations[one] for one in needs.compliance)
        if rule.personal and {"logged", "audit"} & set(rule.asks)
    ]
    if logged:
        parts.append(say("governance.audited", rules=listed(logged, most=8)))
    return "; ".join(parts)


def deidentified(design: Design) -> bool:
    """Whether health data leaves for partners or a language model, so that it is stripped."""
    needs = design.needs
    rules = [design.catalogue.regulations[one] for one in needs.compliance]
    asked = any("deidentified" in rule.asks for rule in rules)
    return asked and needs.pii and bool(leaving(design))


def leaving(design: Design) -> list[str]:
    """The use cases whose consumers are outside, or a language model of a vendor."""
    needs = design.needs
    shared, _, _ = consumers(needs, "partner")
    model = design.choices.get("llm")
    asked, _, _ = consumers(needs, "assistant")
    return shared + (asked if model and model.technology.name in outside(design) else [])
