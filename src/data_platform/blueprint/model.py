"""The blueprint's model: what every section, total, drawing and export is made from.

One class per section, named as the section is. Texts are finished plain text (never
markup); amounts are Decimal US dollars a month. Nothing here decides or renders.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from data_platform.blueprint.governance_parts import AuditLog as AuditLog
from data_platform.blueprint.governance_parts import CheckedLayer as CheckedLayer
from data_platform.blueprint.governance_parts import DemandRow as DemandRow
from data_platform.blueprint.governance_parts import GovernanceModel as GovernanceModel
from data_platform.blueprint.governance_parts import HandledKind as HandledKind
from data_platform.blueprint.governance_parts import KeptLayer as KeptLayer
from data_platform.blueprint.governance_parts import PersonalData as PersonalData
from data_platform.blueprint.governance_parts import RegulationRow as RegulationRow
from data_platform.blueprint.governance_parts import Role as Role
from data_platform.blueprint.part import Amount as Amount
from data_platform.blueprint.part import Component as Component
from data_platform.blueprint.part import Part as Part


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
    history: Literal["", "overwrite", "versions", "snapshots"] = Field(
        default="", description="How a dimension keeps what was true before"
    )


class Step(Part):
    """A numbered step of a flow. seconds: how long it takes; 0 for what runs beside the others."""

    name: str
    description: str
    seconds: float = 0


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


class Trigger(Part):
    """A limit that growth passes: in which month, of what, and what is done then."""

    month: int = Field(ge=1, description="Months from now")
    metric: str
    value: str
    need: str
    title: str
    technology: str
    move: str
    effort: str


class Scaling(Part):
    """SCALING CONSIDERATIONS. later: in 36 months. sizes: of the parts, and how reckoned."""

    current: str
    projected: str
    strategy: list[str] = Field(min_length=1)
    later: str = ""
    triggers: list[Trigger] = Field(default_factory=list)
    sizes: list[str] = Field(default_factory=list)


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


class UseCaseCost(Part):
    """What a use case costs a month. own: of it, what serves its kind of use alone."""

    name: str
    amount: Amount
    own: Amount


class CloudCost(Part):
    """What the same design would cost a month on a cloud. instead: what would stand for others."""

    cloud: str
    total: Amount
    instead: list[str] = Field(default_factory=list)


class Cost(Part):
    """COST ESTIMATE: its lines, the four components and the total, with a band.

    people_hours: of upkeep a month. use_cases: they add up to the total. clouds: where the
    answers leave the cloud open.
    """

    lines: list[CostLine]
    storage: Amount
    compute: Amount
    egress: Amount
    tools: Amount
    total: Amount
    low: Amount
    high: Amount
    people_hours: float = 0
    use_cases: list[UseCaseCost] = Field(default_factory=list)
    clouds: list[CloudCost] = Field(default_factory=list)
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


class ToolFate(Part):
    """What becomes of a tool that runs today. serves: the decisions that it was chosen for."""

    tool: str
    fate: Literal["stays", "stays for now", "goes"]
    why: str
    serves: list[str] = Field(default_factory=list)
    replaced_by: str = ""


class Leaving(Part):
    """What leaving a technology would take. days: of work; 0 for what is portable as it is."""

    technology: str
    days: float = 0
    takes: str


class Upkeep(Part):
    """Hours a month that a technology takes."""

    technology: str
    hours: float


class StackReview(Part):
    """STACK REVIEW: tools of today, what leaving would take, and the complexity budget.

    upkeep: what takes hours, the most first. hours, given: their sum, and what the team can
    give a month. balance: what follows from the two, in words.
    """

    tools: list[ToolFate] = Field(default_factory=list)
    leaving: list[Leaving] = Field(default_factory=list)
    upkeep: list[Upkeep] = Field(default_factory=list)
    hours: float = 0
    given: float = 0
    balance: str = ""


class BuildStep(Part):
    """A step of the BUILD PLAN."""

    when: str
    title: str
    work: list[str]


class OperatingTask(Part):
    """A row of the OPERATING PLAN."""

    aspect: str
    practice: str


class AgeStep(Part):
    """What makes data older on its way. flow: the flow of whose steps it is one, or empty."""

    name: str
    seconds: float
    flow: str = ""


class Age(Part):
    """How old the data of a use case is at worst, as a sum along its path, in seconds.

    source: where its oldest data comes from. asked: the age that it asks for. said: the sum in
    words. remedy: what would meet what was asked; empty if that is met.
    """

    use_case: str
    source: str
    asked: float
    steps: list[AgeStep] = Field(min_length=1)
    worst: float
    met: bool
    said: str
    remedy: str = ""


class SuccessMetric(Part):
    """A row of SUCCESS METRICS. age: the sum behind it, where it is about the age of data."""

    metric: str
    today: str
    target: str
    measured_by: str
    age: Age | None = None


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
    stack_review: StackReview = Field(default_factory=StackReview)
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
    "stack_review": "STACK REVIEW",
    "governance_model": "GOVERNANCE MODEL",
    "build_plan": "BUILD PLAN",
    "operating_plan": "OPERATING PLAN",
    "success_metrics": "SUCCESS METRICS",
    "assumptions": "ASSUMPTIONS",
    "open_questions": "OPEN QUESTIONS",
}
