"""The blueprint's model: what every section, total, drawing and export is made from.

One class per section, named as the section is. Texts are finished plain text (never
markup); amounts are Decimal US dollars a month. Nothing here decides or renders.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

#: An amount in US dollars; a string with its cents in JSON.
Amount = Annotated[
    Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json")
]
Component = Literal["Storage", "Compute", "Egress", "Tools"]


class Part(BaseModel):
    """Base of all parts: immutable, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(Part):
    """The title block."""

    name: str = Field(description="The platform's name")
    use_cases: list[str] = Field(description="Its primary use cases")
    scale: str = Field(description="Data held, volume a day and velocity, today and at 12 months")
    team: str = Field(description="Size and expertise")


class Band(Part):
    """One band of the architecture drawing: a heading and its boxes."""

    title: str
    boxes: list[str] = Field(min_length=1)
    chained: bool = Field(default=False, description="Boxes are joined by arrows, not listed")


class Overview(Part):
    """ARCHITECTURE OVERVIEW: the six bands from sources to consumption."""

    bands: list[Band] = Field(min_length=6, max_length=6)


class DataSource(Part):
    """A row of DATA SOURCES."""

    source: str
    type: str
    volume: str
    frequency: str


class Ingestion(Part):
    """An entry of INGESTION PATTERNS."""

    source: str
    method: Literal["batch", "streaming", "CDC"]
    tool: str
    schedule: str
    schema_handling: str
    errors: str


class Layer(Part):
    """A layer of STORAGE DESIGN."""

    name: Literal["Raw", "Processed", "Curated"]
    format: str
    location: str
    partitioning: str
    retention: str


class Transformation(Part):
    """An entry of TRANSFORMATION LOGIC: a pipeline between two layers.

    reads and writes name sources, layers or models, so that agreement can be checked.
    """

    pipeline: str
    input: str
    output: str
    logic: str
    tool: str
    schedule: str
    reads: list[str]
    writes: list[str]


class DataModel(Part):
    """An entry of DATA MODELS."""

    name: str
    type: Literal["fact", "dimension", "aggregate"]
    grain: str
    key_fields: list[str]
    relationships: str
    joins: list[str] = Field(default_factory=list, description="Names of the models it joins")


class Step(Part):
    """A numbered step of a flow."""

    name: str
    description: str


class Flow(Part):
    """An entry of PIPELINE FLOWS."""

    name: str
    steps: list[Step] = Field(min_length=1)
    orchestration: str
    schedule: str
    dependencies: str
    sources: list[str] = Field(default_factory=list)
    pipelines: list[str] = Field(default_factory=list)
    upstream: list[str] = Field(default_factory=list, description="Flows that must end before")
    late: Literal["", "due", "overlap"] = Field(
        default="", description="Ready after it is needed, or running when the next run starts"
    )


class GovernanceHook(Part):
    """A row of GOVERNANCE HOOKS."""

    aspect: Literal["Catalog", "Lineage", "Quality", "Access", "PII"]
    implementation: str
    tools: list[str] = Field(default_factory=list)


class StackEntry(Part):
    """A row of TECHNOLOGY STACK."""

    layer: str
    technology: str
    reason: str
    serves: list[str] = Field(min_length=1, description="The requirements that it serves")


class Scaling(Part):
    """SCALING CONSIDERATIONS."""

    current: str
    projected: str
    strategy: list[str] = Field(min_length=1)


class CostLine(Part):
    """One line of the arithmetic: quantity x rate = amount, a month."""

    component: Component
    technology: str
    item: str
    quantity: Amount
    unit: str
    rate: Amount
    amount: Amount
    formula: str
    sku: str
    priced: str = Field(description="Region, date, source and confidence of the rate")


class Cost(Part):
    """COST ESTIMATE: its lines, the four components and the total, with a band."""

    lines: list[CostLine]
    storage: Amount
    compute: Amount
    egress: Amount
    tools: Amount
    total: Amount
    low: Amount
    high: Amount
    notes: list[str] = Field(default_factory=list)


class Decision(Part):
    """An entry of DECISIONS."""

    need: str
    title: str
    choice: str
    why: str
    rejected: list[str] = Field(default_factory=list)
    grow: str
    upkeep_hours: float = 0
    overruled: str = Field(default="", description="What the advisor would have chosen")
    sources: list[str] = Field(default_factory=list)


class Role(Part):
    """A role of the GOVERNANCE MODEL: what it may read, and to whom it is granted."""

    name: str
    may: str
    granted: str


class PersonalData(Part):
    """A source with personal data."""

    source: str
    kinds: str


class HandledKind(Part):
    """A kind of personal data, and what is done to it after Raw."""

    kind: str
    handled: str


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
    met: str = ""
    unmet: str = ""
    source: str
    confidence: str


class RegulationRow(Part):
    """A rule that applies, with what it asks."""

    rule: str
    demands: list[DemandRow] = Field(min_length=1)


class GovernanceModel(Part):
    """GOVERNANCE MODEL. in_clear, erased: of personal data; empty without any."""

    roles: list[Role] = Field(min_length=1)
    personal: list[PersonalData] = Field(default_factory=list)
    handled: list[HandledKind] = Field(default_factory=list)
    in_clear: str = ""
    erased: str = ""
    retention: list[KeptLayer] = Field(min_length=3, max_length=3)
    compliance: list[RegulationRow] = Field(default_factory=list)


class BuildStep(Part):
    """A step of the BUILD PLAN."""

    when: str
    title: str
    work: list[str]


class OperatingTask(Part):
    """A row of the OPERATING PLAN."""

    aspect: str
    practice: str


class SuccessMetric(Part):
    """A row of SUCCESS METRICS."""

    metric: str
    today: str
    target: str
    measured_by: str


class Assumption(Part):
    """What was assumed in place of an answer. key is the answer's name in the interview.

    records: the positions of the records that it was assumed for, from 0, for a field of
    records that are answered.
    """

    key: str
    label: str
    value: str
    reason: str
    records: list[int] = []


class OpenQuestion(Part):
    """What should be settled next, and why."""

    question: str
    why: str
    key: str = ""


class Blueprint(Part):
    """The DATA PLATFORM BLUEPRINT."""

    title: Title
    overview: Overview
    data_sources: list[DataSource]
    ingestion: list[Ingestion]
    storage: list[Layer] = Field(min_length=3, max_length=3)
    transformation: list[Transformation]
    models: list[DataModel]
    flows: list[Flow]
    governance: list[GovernanceHook] = Field(min_length=5, max_length=5)
    stack: list[StackEntry]
    scaling: Scaling
    cost: Cost
    decisions: list[Decision]
    governance_model: GovernanceModel
    build_plan: list[BuildStep]
    operating_plan: list[OperatingTask]
    success_metrics: list[SuccessMetric]
    assumptions: list[Assumption]
    open_questions: list[OpenQuestion]


#: Each section's name in the model, and its heading. Their order is the blueprint's.
SECTIONS: dict[str, str] = {
    "title": "DATA PLATFORM BLUEPRINT",
    "overview": "ARCHITECTURE OVERVIEW",
    "data_sources": "DATA SOURCES",
    "ingestion": "INGESTION PATTERNS",
    "storage": "STORAGE DESIGN",
    "transformation": "TRANSFORMATION LOGIC",
    "models": "DATA MODELS",
    "flows": "PIPELINE FLOWS",
    "governance": "GOVERNANCE HOOKS",
    "stack": "TECHNOLOGY STACK",
    "scaling": "SCALING CONSIDERATIONS",
    "cost": "COST ESTIMATE",
    "decisions": "DECISIONS",
    "governance_model": "GOVERNANCE MODEL",
    "build_plan": "BUILD PLAN",
    "operating_plan": "OPERATING PLAN",
    "success_metrics": "SUCCESS METRICS",
    "assumptions": "ASSUMPTIONS",
    "open_questions": "OPEN QUESTIONS",
}
