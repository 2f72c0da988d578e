"""The answers: what a person told us, typed. Each field is asked by one question.

Every field is optional: a blueprint exists from the first moment, and what is
missing becomes a stated assumption. `unsure` names the fields whose answer is an
estimate, assumed by a preset, or unknown. Units: bytes, bytes a day, events a second,
seconds, percent, US dollars a month. No question text and no rules live here.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

from data_platform.interview.kinds import Kind

#: assumed: taken over from a preset, and not confirmed by a person yet.
Certainty = Literal["known", "estimate", "assumed", "unknown"]


Text = Annotated[str | None, Kind("text")]
LongText = Annotated[str | None, Kind("longtext")]
Names = Annotated[list[str] | None, Kind("names")]
Percent = Annotated[float | None, Kind("percent")]
Share = Annotated[float | None, Kind("percent", most=100)]
Size = Annotated[int | None, Kind("size")]
Rate = Annotated[int | None, Kind("rate")]
Events = Annotated[float | None, Kind("events")]
Money = Annotated[Decimal | None, Kind("money")]
Duration = Annotated[float | None, Kind("duration")]
Schedule = Annotated[str | None, Kind("schedule")]
YesNo = Annotated[bool | None, Kind("yesno")]


def number(least: float = 0, most: float | None = None) -> Kind:
    """A whole number with bounds."""
    return Kind("number", least=least, most=most)


def choice(of: str) -> Kind:
    """One option of a named list."""
    return Kind("choice", of=of)


def several(of: str) -> Kind:
    """Several options of a named list."""
    return Kind("several", of=of)


class Answered(BaseModel):
    """Answers with their certainty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unsure: dict[str, Literal["estimate", "assumed", "unknown"]] = Field(default_factory=dict)

    def certainty(self, name: str) -> Certainty | None:
        """How sure the answer to a field is; None where it was not answered."""
        if name in self.unsure:
            return self.unsure[name]
        return None if getattr(self, name) is None else "known"


class Source(Answered):
    """A place where data comes from."""

    name: Text = None
    kind: Annotated[str | None, choice("source_kind")] = None
    volume: Size = None
    daily_volume: Rate = None
    pii: YesNo = None
    owner: Text = None
    location: Annotated[str | None, choice("source_location")] = None
    tables: Annotated[int | None, number(least=1, most=1_000_000)] = None
    schema_change: Annotated[str | None, choice("schema_change")] = None
    payload: Annotated[str | None, choice("payload")] = None
    quality: Annotated[str | None, choice("quality")] = None
    defects: Annotated[list[str] | None, several("defects")] = None
    update_pattern: Annotated[str | None, choice("update_pattern")] = None
    change_column: Text = None
    freshness: Duration = None
    access: Annotated[str | None, choice("source_access")] = None
    read_window: Schedule = None


class UseCase(Answered):
    """What the platform is for: who needs which data how fresh."""

    name: Text = None
    workload: Annotated[str | None, choice("workload")] = None
    freshness: Duration = None
    users: Annotated[int | None, number(most=10_000_000)] = None


class Skill(Answered):
    """Something the team can do."""

    name: Annotated[str | None, choice("skill")] = None
    people: Annotated[int | None, number(least=1, most=10_000)] = None


class Tool(Answered):
    """A tool that already runs."""

    name: Text = None
    keep: YesNo = None


class Metric(Answered):
    """A measure of success."""

    name: Text = None
    today: Text = None
    target: Text = None


class Override(Answered):
    """A decision that the person takes over from the advisor."""

    need: Annotated[str | None, choice("need")] = None
    technology: Text = None
    reason: Text = None


class Pipeline(Answered):
    """A pipeline that the person asks for beside the derived ones."""

    name: Text = None
    inputs: Names = None
    logic: Text = None
    schedule: Schedule = None


class DataModel(Answered):
    """A table that the person asks for beside the derived ones."""

    name: Text = None
    type: Annotated[str | None, choice("model_type")] = None
    grain: Text = None
    key_fields: Names = None
    history: Annotated[str | None, choice("history")] = None


class Answers(Answered):
    """All answers of one session."""

    # DISCOVER
    platform_name: Text = None
    sources: list[Source] = Field(default_factory=list)
    use_cases: list[UseCase] = Field(default_factory=list)
    documents: Annotated[int | None, number(most=10**12)] = None
    cloud: Annotated[str | None, choice("cloud")] = None
    region: Annotated[str | None, choice("region")] = None
    compliance: Annotated[list[str] | None, several("compliance")] = None
    peak_events: Events = None
    team_size: Annotated[int | None, number(most=100_000)] = None
    skills: list[Skill] = Field(default_factory=list)
    existing_tools: list[Tool] = Field(default_factory=list)
    current_pain: LongText = None
    budget: Money = None
    success_metrics: list[Metric] = Field(default_factory=list)
    deadline: Duration = None
    # SourceMapper.MOD
    contracts: Annotated[str | None, choice("contracts")] = None
    late_data: Duration = None
    # DESIGN
    patterns: Annotated[list[str] | None, several("pattern")] = None
    domains: Annotated[int | None, number(least=1, most=10_000)] = None
    central_bottleneck: YesNo = None
    managed: Annotated[str | None, choice("managed")] = None
    open_source_only: YesNo = None
    overrides: list[Override] = Field(default_factory=list)
    pipelines: list[Pipeline] = Field(default_factory=list)
    history_needed: Duration = None
    row_deletes: YesNo = None
    shared_engines: YesNo = None
    governance_model: Annotated[str | None, choice("governance_model")] = None
    lineage_depth: Annotated[str | None, choice("lineage_depth")] = None
    # PipelineArchitect.MOD
    backfill: Duration = None
    private_network: YesNo = None
    transform_style: Annotated[str | None, choice("transform_style")] = None
    business_rules: LongText = None
    data_models: list[DataModel] = Field(default_factory=list)
    batch_start: Schedule = None
    ready_by: Schedule = None
    retries: Annotated[int | None, number(most=20)] = None
    bad_rows: Share = None
    on_bad_batch: Annotated[str | None, choice("on_bad_batch")] = None
    replay_window: Duration = None
    alert_channel: Annotated[str | None, choice("alert_channel")] = None
    on_call: Annotated[str | None, choice("on_call")] = None
    # StorageDesigner.MOD
    sandbox: YesNo = None
    tenants: Annotated[int | None, number(least=1, most=10**8)] = None
    raw_format: Annotated[str | None, choice("raw_format")] = None
    open_format: YesNo = None
    query_filter: Annotated[str | None, choice("query_filter")] = None
    raw_retention: Duration = None
    curated_retention: Duration = None
    deletion_requests: YesNo = None
    growth: Percent = None
    cold_after: Duration = None
    cost_priority: Annotated[str | None, choice("cost_priority")] = None
    # AccessManager.MOD
    concurrent_users: Annotated[int | None, number(most=10_000_000)] = None
    heavy_queries: Annotated[str | None, choice("heavy_queries")] = None
    row_security: YesNo = None
    identity_provider: YesNo = None
    external_users: YesNo = None
    api_rate: Events = None
    api_latency: Duration = None
    dashboard_latency: Duration = None
    busy_hours: Annotated[int | None, number(least=1, most=24)] = None
    pii_kinds: Annotated[list[str] | None, several("pii_kind")] = None
    pii_readers: Annotated[int | None, number(most=100_000)] = None
    encryption_keys: Annotated[str | None, choice("encryption_keys")] = None
    # BUILD
    environments: Annotated[str | None, choice("environments")] = None
    infrastructure: Annotated[str | None, choice("infrastructure")] = None
    builders: Annotated[int | None, number(least=1, most=10_000)] = None
    first_source: Text = None
    test_depth: Annotated[str | None, choice("test_depth")] = None
    reviews: YesNo = None
    bi_tool: Annotated[str | None, choice("bi_tool")] = None
    notebooks: YesNo = None
    cost_alert: Share = None
    freshness_target: Share = None
    # OPERATE
    upkeep_hours: Annotated[int | None, number(most=100_000)] = None
    rpo: Duration = None
    rto: Duration = None
    tuning_rhythm: Annotated[str | None, choice("rhythm")] = None
    cost_owner: Text = None
    chargeback: YesNo = None
    peak_factor: Annotated[int | None, number(least=1, most=1000)] = None
    step_change: Percent = None
    future_needs: Annotated[list[str] | None, several("future_need")] = None
    review_rhythm: Annotated[str | None, choice("rhythm")] = None


@cache
def fields(model: type[Answered] = Answers) -> dict[str, Kind | type[Answered]]:
    """Each answerable field of a model: its kind, or the record model of a list of records."""
    found: dict[str, Kind | type[Answered]] = {}
    for name, info in model.model_fields.items():
        if name == "unsure":
            continue
        if get_origin(info.annotation) is list:
            found[name] = get_args(info.annotation)[0]
        else:
            found[name] = next(m for m in info.metadata if isinstance(m, Kind))
    return found


def kind_of(path: str) -> Kind:
    """The kind of an answerable field, named like `growth` or `sources.volume`."""
    first, _, rest = path.partition(".")
    found = fields()[first]
    if not isinstance(found, Kind):
        found = fields(found)[rest]
    if not isinstance(found, Kind):
        raise KeyError(path)
    return found
