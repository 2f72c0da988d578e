"""What all parts of the blueprint's model are made of: their base, amounts, cost components."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

#: An amount in US dollars; a string with its cents in JSON.
Amount = Annotated[
    Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json")
]
Component = Literal["Storage", "Compute", "Egress", "Tools"]


class Part(BaseModel):
    """Base of all parts: immutable, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
