"""Checks that the governance model says what hooks, sources and layers say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from data_platform.blueprint.checks.names import source_names, strangers
from data_platform.blueprint.model import Blueprint


def roles_are_in_the_hook(blueprint: Blueprint) -> Iterator[str]:
    """The Access hook names each role, with what it may do."""
    access = next((h.implementation for h in blueprint.governance if h.aspect == "Access"), "")
    for role in blueprint.governance_model.roles:
        if f"{role.name} ({role.may})" not in access:
            yield f"Role “{role.name}” of the governance model is not in the Access hook."


def personal_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each source with personal data is a data source, and the PII hook is about it."""
    personal = blueprint.governance_model.personal
    for source in strangers((one.source for one in personal), source_names(blueprint)):
        yield f"The governance model names “{source}”, which is no data source."
    hook = next((h for h in blueprint.governance if h.aspect == "PII"), None)
    if hook is not None and bool(hook.tools) != bool(personal):
        yield "The PII hook and the governance model differ on whether there is personal data."


def layers_are_kept_as_stored(blueprint: Blueprint) -> Iterator[str]:
    """Each layer is kept as long as the storage design says."""
    stored = {layer.name: layer.retention for layer in blueprint.storage}
    for kept in blueprint.governance_model.retention:
        if not stored.get(kept.layer, "").startswith(kept.kept):
            yield f"{kept.layer} is kept “{kept.kept}” in the governance model only."


def what_rules_ask_is_settled(blueprint: Blueprint) -> Iterator[str]:
    """Whatever a rule asks is met, or said to be open."""
    for row in blueprint.governance_model.compliance:
        if len(row.met) + len(row.unmet) != len(row.asks):
            yield f"What {row.rule} asks is neither met nor open."


RULES: Final[tuple[Callable[[Blueprint], Iterator[str]], ...]] = (
    roles_are_in_the_hook,
    personal_sources_exist,
    layers_are_kept_as_stored,
    what_rules_ask_is_settled,
)
