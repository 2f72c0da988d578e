"""Quality checks: how many of which kind guard each layer, counted from what is built."""

from __future__ import annotations

from data_platform.advisor.needs import Needs
from data_platform.advisor.stack import Design

#: Checks of one table's key: unique, and never empty.
_KEY = 2


def takes_cards(needs: Needs) -> bool:
    """Whether sources may hold card numbers under rules that forbid to keep them."""
    return needs.pii and "pci" in needs.compliance and "financial" in needs.pii_kinds


def layer_checks(design: Design) -> dict[str, dict[str, int]]:
    """The number of checks by layer and kind; kinds without any are left out.

    Raw is checked by source, Processed by table, Curated by model.
    """
    needs, plan = design.needs, design.plan
    sources, tables = len(needs.sources), len(plan.of_sources)
    models = len(plan.models) + len(plan.stated)
    related = needs.test_depth != "keys"
    watched = needs.test_depth == "full"
    personal = sum(source.pii for source in needs.sources)
    found = {
        "Raw": {
            "rows": sources,
            "fresh": sources,
            "schema": sources,
            "cards": personal if takes_cards(needs) else 0,
        },
        "Processed": {"keys": _KEY * tables, "types": tables},
        "Curated": {
            "keys": _KEY * models,
            "joins": models if related else 0,
            "totals": models if related else 0,
            "values": models if watched else 0,
        },
    }
    return {
        layer: {kind: count for kind, count in kinds.items() if count}
        for layer, kinds in found.items()
    }
