"""Checks that the governance model says what hooks, sources and layers say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from data_platform.blueprint.checks.names import repeated, source_names, strangers
from data_platform.blueprint.model import SECTIONS, Blueprint


def roles_are_those_of_the_hook(blueprint: Blueprint) -> Iterator[str]:
    """The Access hook names each role with what it may do, and no other one."""
    rest = _hook(blueprint, "Access")
    for role in blueprint.governance_model.roles:
        said = f"{role.name} ({role.may})"
        if said not in rest:
            yield f"Role “{role.name}” of the governance model is not in the Access hook."
        rest = rest.replace(said, "", 1)
    if "(" in rest:
        yield "The Access hook grants a role that the governance model does not have."


def personal_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each source with personal data is a data source, and the PII hook is about it."""
    model = blueprint.governance_model
    sources = [one.source for one in model.personal]
    for source in strangers(sources, source_names(blueprint)):
        yield f"The governance model names “{source}”, which is no data source."
    for source in repeated(sources):
        yield f"The governance model names “{source}” twice."
    hook = next((h for h in blueprint.governance if h.aspect == "PII"), None)
    if hook is not None and bool(hook.tools) != bool(sources):
        yield "The PII hook and the governance model differ on whether there is personal data."
    if sources and not (model.in_clear and model.erased):
        yield "The governance model does not say how personal data is treated."


def kinds_are_handled_as_hooked(blueprint: Blueprint) -> Iterator[str]:
    """The PII hook says the same of each kind of personal data."""
    said = _hook(blueprint, "PII")
    for one in blueprint.governance_model.handled:
        if one.handled not in said:
            yield f"{one.kind} is handled in another way in the PII hook."


def layers_are_kept_as_stored(blueprint: Blueprint) -> Iterator[str]:
    """Each layer has its row, and is kept as long as the storage design says."""
    kept = [one.layer for one in blueprint.governance_model.retention]
    if sorted(kept) != sorted(layer.name for layer in blueprint.storage):
        yield f"The governance model keeps {', '.join(kept)}, not the layers of the storage design."
    stored = {layer.name: layer.retention for layer in blueprint.storage}
    for one in blueprint.governance_model.retention:
        said = stored.get(one.layer, "")
        if not said.startswith(one.kept) or said[len(one.kept) :][:1] not in _ENDS:
            yield f"{one.layer} is kept “{one.kept}” in the governance model only."


def rules_stand_once(blueprint: Blueprint) -> Iterator[str]:
    """A rule has one row."""
    for rule in repeated(row.rule for row in blueprint.governance_model.compliance):
        yield f"{rule} has more than one row in the governance model."


def quality_is_counted_as_hooked(blueprint: Blueprint) -> Iterator[str]:
    """The Quality hook gives the number of checks that the layers have together."""
    checked = blueprint.governance_model.quality
    total = f"{sum(one.checks for one in checked):,}"
    if checked and not re.search(rf"(?<![\d,]){total} checks", _hook(blueprint, "Quality")):
        yield f"The layers have {total} quality checks, the Quality hook another number."
    for layer in repeated(one.layer for one in checked):
        yield f"{layer} has its quality checks twice."


def logs_are_kept_as_told(blueprint: Blueprint) -> Iterator[str]:
    """A demand that the audit log meets says where it rests; where there is none, none is met."""
    log = blueprint.governance_model.audit_log
    for row in blueprint.governance_model.compliance:
        for demand in row.demands:
            if demand.by == AUDIT_LOG and demand.met:
                place = demand.met.split(": ")[0].split(", ")[0]
                if log is None or not log.where.startswith(place):
                    yield f"{row.rule}, “{demand.asks}”, is met by an audit log that is not there."


def demands_are_settled(blueprint: Blueprint) -> Iterator[str]:
    """Whatever a rule asks is met or open, by a section of the blueprint."""
    for row in blueprint.governance_model.compliance:
        for demand in row.demands:
            if bool(demand.met) == bool(demand.unmet):
                yield f"{row.rule}, “{demand.asks}”, must be either met or open."
            if demand.section not in SECTIONS.values():
                yield f"{row.rule} is met in “{demand.section}”, which is no section."
            elif demand.by and demand.by not in _parts(blueprint, demand.section):
                yield f"{row.rule} is met by “{demand.by}”, which is not in {demand.section}."


def _parts(blueprint: Blueprint, section: str) -> set[str]:
    """The names of a section's rows, or of its parts."""
    model = blueprint.governance_model
    named: dict[str, set[str]] = {
        "storage": {layer.name for layer in blueprint.storage},
        "governance": {hook.aspect for hook in blueprint.governance},
        "build_plan": {step.title for step in blueprint.build_plan},
        "operating_plan": {task.aspect for task in blueprint.operating_plan},
        "governance_model": {"Roles", "Personal data", "Retention"}
        | ({AUDIT_LOG} if model.audit_log else set())
        | ({"Residency"} if model.residency else set())
        | ({"Quality checks"} if model.quality else set()),
    }
    return next((named[key] for key in named if SECTIONS[key] == section), set())


#: The part of the governance model that says how the audit log is kept.
AUDIT_LOG: Final = "Audit log"
#: What may follow a time in the words of a storage layer.
_ENDS: Final = ("", ",", ";", ":")


def _hook(blueprint: Blueprint, aspect: str) -> str:
    return next((h.implementation for h in blueprint.governance if h.aspect == aspect), "")


RULES: Final[tuple[Callable[[Blueprint], Iterator[str]], ...]] = (
    roles_are_those_of_the_hook,
    personal_sources_exist,
    kinds_are_handled_as_hooked,
    layers_are_kept_as_stored,
    rules_stand_once,
    quality_is_counted_as_hooked,
    logs_are_kept_as_told,
    demands_are_settled,
)
