"""Low, likely and high: how far unsure answers and the bands of constants move a load.

An answer that is unknown moves all the way to the edge of its band, an estimate less far.
Constants move half of the way (in powers), since not all of them are off the same way at
once. `high` is always the dearer end.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

from data_platform.advisor.needs import Needs
from data_platform.catalog import Catalogue, Constant

Scenario = Literal["low", "likely", "high"]

#: The numbers of the needs that a load is made of, by the answer that each comes from.
_NUMBERS: Final = {
    "growth": "growth",
    "peak_factor": "peak_factor",
    "peak_events": "peak_events",
    "history_needed": "history",
    "raw_retention": "raw_retention",
    "curated_retention": "curated_retention",
    "concurrent_users": "concurrent_users",
    "busy_hours": "busy_hours",
    "api_rate": "api_rate",
    "documents": "documents",
    "users": "bi_users",
}
#: The constants whose own band says how far an unknown answer may be from what was assumed.
_ASSUMED_BY: Final = {
    "growth": "default_growth",
    "peak_factor": "default_peak_factor",
    "history_needed": "default_history",
    "raw_retention": "default_raw_retention",
    "curated_retention": "default_curated_retention",
    "concurrent_users": "concurrent_share",
    "busy_hours": "busy_hours_default",
    "documents": "default_documents",
}


def band(catalogue: Catalogue, scenario: Scenario, sure: str, constant: str = "") -> float:
    """The factor on a quantity for a scenario: 1 if it is known, wider the less sure it is.

    constant: the one that an unknown quantity is assumed by, whose band is then meant.
    """
    if scenario == "likely" or sure == "known":
        return 1.0
    if sure == "estimate":
        found = catalogue.constants["band_estimate"]
    else:
        found = catalogue.constants[constant or "band_unknown"]
    return _edge(found, scenario) / found.value


def constant(catalogue: Catalogue, name: str, scenario: Scenario, more_is_dearer: bool) -> float:
    """A constant's value in a scenario, half of the way to the edge of its band."""
    found = catalogue.constants[name]
    if scenario == "likely":
        return found.value
    edge = found.high if (scenario == "high") == more_is_dearer else found.low
    return float((found.value * edge) ** 0.5)


def in_scenario(needs: Needs, catalogue: Catalogue, scenario: Scenario) -> Needs:
    """The needs with every unsure number of the load moved to its edge of the band."""
    if scenario == "likely":
        return needs
    moved: dict[str, Any] = {}
    for answer, field in _NUMBERS.items():
        sure = needs.unsure.get(answer, "known")
        factor = band(catalogue, scenario, sure, _ASSUMED_BY.get(answer, ""))
        if factor != 1:
            moved[field] = getattr(needs, field) * factor
    if scenario == "low":
        # In the low case what was assumed of the retention may take away what was stated.
        moved["unsure"] = {k: v for k, v in needs.unsure.items() if k != "raw_retention"}
    return replace(needs, **moved)


def _edge(found: Constant, scenario: Scenario) -> float:
    return found.low if scenario == "low" else found.high
