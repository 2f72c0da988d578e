"""GOVERNANCE HOOKS: catalog, lineage, quality, access and personal data."""

from __future__ import annotations

from dataclasses import dataclass

from data_platform.advisor.models import model_names
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
    tests = sum(_tests_of(design).values())
    return [
        GovernanceHook(
            aspect="Catalog",
            implementation=say(
                f"governance.catalog_{needs.governance_model}",
                tool=tool["catalog"],
                models=show_number(len(model_names(needs))),
            ),
            tools=[tool["catalog"]],
        ),
        GovernanceHook(
            aspect="Lineage",
            implementation=say(f"governance.lineage_{needs.lineage_depth}", tool=tool["lineage"]),
            tools=[tool["lineage"]],
        ),
        GovernanceHook(
            aspect="Quality",
            implementation=say(
                f"governance.quality_{needs.test_depth}",
                tool=tool["quality"],
                tests=tests,
                **_tests_of(design),
                sigma=show_number(design.catalogue.constant("anomaly_sigma")),
            ),
            tools=[tool["quality"]],
        ),
        GovernanceHook(
            aspect="Access",
            implementation=_access(design),
            tools=[tool["access_control"]],
        ),
        GovernanceHook(
            aspect="PII",
            implementation=_pii(design),
            tools=[tool["pii"]] if "pii" in tool else [],
        ),
    ]


def _tests_of(design: Design) -> dict[str, int]:
    """How many checks of each kind: two for each model's key, one for each join, ..."""
    needs = design.needs
    sources, uses = len(needs.sources), len(needs.use_cases)
    own = len(needs.answers.data_models)
    keys = 2 * (sources + uses + own)
    joins = (sources + uses + own) if needs.test_depth != "keys" else 0
    values = (sources + uses) if needs.test_depth == "full" else 0
    return {"keys": keys, "joins": joins, "values": values, "fresh": sources}


@dataclass(frozen=True)
class GrantedRole:
    """A role. id: the name of its phrases. may: what it may do."""

    id: str
    name: str
    may: str


def granted_roles(design: Design) -> list[GrantedRole]:
    """The roles that are granted."""
    needs = design.needs
    wanted = ["analyst", "engineer", "service"]
    wanted += ["personal"] if needs.pii else []
    wanted += ["partner"] if needs.answers.external_users else []
    wanted += ["sandbox"] if needs.answers.sandbox else []
    masked = {"analyst": "analyst_masked"} if needs.pii else {}
    return [
        GrantedRole(
            id=one,
            name=say(f"governance.name_{one}"),
            may=say(f"governance.may_{masked.get(one, one)}", count=needs.pii_readers),
        )
        for one in wanted
    ]


def roles(design: Design) -> list[str]:
    """The roles that are granted, in words."""
    return [say("governance.role", name=one.name, may=one.may) for one in granted_roles(design)]


def _access(design: Design) -> str:
    needs = design.needs
    parts = [
        say("governance.roles", roles=listed(roles(design), most=8)),
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
    own = needs.cloud in ("on_prem", "vm") and needs.encryption_keys == "provider"
    parts.append(say("governance.keys_disk" if own else f"governance.keys_{needs.encryption_keys}"))
    if needs.answers.private_network:
        parts.append(say("governance.private"))
    return "; ".join(parts)


def _pii(design: Design) -> str:
    needs = design.needs
    if not needs.pii:
        return say("governance.no_pii")
    choice = design.choices["pii"]
    parts = [
        say(
            "governance.pii",
            tool=choice.technology.name,
            sources=listed(source.name for source in needs.sources if source.pii),
            kinds=listed(
                (Kind("several", of="pii_kind").label(one).lower() for one in needs.pii_kinds),
                most=6,
            ),
            readers=people(needs.pii_readers),
        )
    ]
    parts += [say(f"governance.kind_{one}") for one in needs.pii_kinds if one != "none"]
    if needs.deletion:
        parts.append(
            say("governance.erase", days=show_duration(design.catalogue.constant("erasure_days")))
        )
    audited = [
        design.catalogue.regulations[one].label
        for one in needs.compliance
        if design.catalogue.regulations[one].audit and design.catalogue.regulations[one].personal
    ]
    if audited:
        parts.append(say("governance.audited", rules=listed(audited, most=8)))
    return "; ".join(parts)
