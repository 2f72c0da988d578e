"""The parts of GOVERNANCE MODEL; the other sections' are in `model`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from data_platform.blueprint.part import Part


class Role(Part):
    """A role of the GOVERNANCE MODEL: what it may read, and to whom it is granted."""

    name: str
    may: str
    granted: str


class PersonalData(Part):
    """A source with personal data. columns: those that usually hold it, by table."""

    source: str
    kinds: str
    columns: str = ""


class HandledKind(Part):
    """A kind of personal data: what is done to it after Raw, and what each layer holds of it."""

    kind: str
    handled: str
    raw: str = ""
    processed: str = ""
    curated: str = ""


class CheckedLayer(Part):
    """The quality checks of a layer: how many, of which kinds."""

    layer: Literal["Raw", "Processed", "Curated"]
    checks: int
    kinds: str


class AuditLog(Part):
    """The log of who read and changed what: where it rests, how long, and why that long."""

    where: str
    holds: str
    kept: str
    at_hand: str
    size: str
    because: str


class KeptLayer(Part):
    """How long a layer is kept, how it is deleted then, and why that long."""

    layer: Literal["Raw", "Processed", "Curated"]
    kept: str
    deleted: str
    because: str


class DemandRow(Part):
    """What a rule asks, and the section and value that meet it, or what is open."""

    asks: str
    section: str = Field(description="The heading of the section that decides it")
    by: str = Field(default="", description="The row or part of that section, if it is one")
    met: str = ""
    unmet: str = ""
    source: str
    confidence: str


class RegulationRow(Part):
    """A rule that applies, with what it asks."""

    rule: str
    demands: list[DemandRow] = Field(min_length=1)


class GovernanceModel(Part):
    """GOVERNANCE MODEL. in_clear, erased: of personal data; empty without any.

    quality: by layer. residency: where data rests, and what must not leave.
    """

    roles: list[Role] = Field(min_length=1)
    personal: list[PersonalData] = Field(default_factory=list)
    handled: list[HandledKind] = Field(default_factory=list)
    in_clear: str = ""
    erased: str = ""
    quality: list[CheckedLayer] = Field(default_factory=list)
    retention: list[KeptLayer] = Field(min_length=3, max_length=3)
    audit_log: AuditLog | None = None
    residency: list[str] = Field(default_factory=list)
    compliance: list[RegulationRow] = Field(default_factory=list)
