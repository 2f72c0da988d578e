"""From `regulations.yaml` to what each compliance regime asks. What meets it is not here."""

from __future__ import annotations

from typing import Final, cast, get_args

from data_platform.catalog.checks import OWN, PAIR, findable
from data_platform.catalog.model import Demand, Regulation
from data_platform.catalog.price import Confidence
from data_platform.catalog.reading import Entry
from data_platform.interview.durations import parse_duration
from data_platform.interview.kinds import choices

#: What a regime may ask; those that are TIMED say within what time.
DEMANDS: Final = (
    "retention",
    "log_retention",
    "ends",
    "erasure",
    "minimal",
    "register",
    "processors",
    "transfers",
    "breach",
    "recovery",
    "audit",
    "logged",
    "access",
    "sign_on",
    "review",
    "changes",
    "masked",
    "deidentified",
    "codes",
    "shown",
    "unreadable",
    "encrypted",
    "in_transit",
)
TIMED: Final = ("retention", "log_retention", "review", "breach")

REGULATION_KEYS: Final = ("label", "personal", "asks")
_DEMAND_KEYS: Final = ("within", "source", "confidence")


def regulation(one: Entry) -> Regulation:
    """A regime with its demands. Raises BadCatalogue."""
    asks = one.entry("asks", DEMANDS)
    if not asks.value:
        raise one.bad("asks", "name at least one demand")
    kinds = [option.id for option in choices()["pii_kind"]]
    return Regulation(
        id=one.key,
        label=one.text("label"),
        personal=one.known("personal", kinds, "kind of personal data"),
        asks={key: _demand(key, asks.entry(key, _DEMAND_KEYS)) for key in asks.value},
    )


def _demand(key: str, one: Entry) -> Demand:
    if one.has("within") != (key in TIMED):
        raise one.bad("within", f"is said of {' and '.join(TIMED)}, and of these always")
    source = findable(one.text("source"), lambda problem: one.bad("source", problem))
    confidence = one.choice("confidence", get_args(Confidence), "confidence")
    if (source == OWN) != (confidence == "assumption"):
        raise one.bad("confidence", PAIR)
    within = one.parsed("within", parse_duration) if one.has("within") else None
    return Demand(id=key, source=source, confidence=cast(Confidence, confidence), within=within)
