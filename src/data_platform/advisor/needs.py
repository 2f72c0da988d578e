"""Needs: the answers with every gap filled by a stated assumption. Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from data_platform.advisor.sources import (
    Resolved,
    SourceNeed,
    UseCaseNeed,
    resolve_sources,
    resolve_use_cases,
)
from data_platform.advisor.words import say
from data_platform.blueprint.model import Assumption
from data_platform.catalog import Catalogue
from data_platform.interview.answers import Answers, kind_of
from data_platform.interview.names import slug, words_of
from data_platform.interview.quantities import show_yes_no

#: What is only done where somebody asks for it.
OPTIONAL = (
    "open_source_only",
    "row_deletes",
    "shared_engines",
    "private_network",
    "sandbox",
    "open_format",
    "row_security",
    "external_users",
    "reviews",
    "notebooks",
    "chargeback",
)


#: Records whose estimates are worth saying.
RECORDS = ("sources", "use_cases", "skills")


@dataclass(frozen=True)
class Needs:
    """What the platform must do. Units as in the answers; sources and use cases never empty.

    unsure: the inputs of the load that are estimates or assumed, by answer name.
    """

    answers: Answers
    name: str
    slug: str
    sources: tuple[SourceNeed, ...]
    use_cases: tuple[UseCaseNeed, ...]
    cloud: str
    region: str
    compliance: tuple[str, ...]
    growth: float
    step_change: float
    peak_factor: float
    peak_events: float
    history: float
    raw_retention: float
    curated_retention: float
    late_data: float
    replay_window: float
    concurrent_users: int
    bi_users: int
    heavy_queries: str
    busy_hours: int
    api_rate: float
    api_latency: float
    dashboard_latency: float
    documents: int
    team_size: int
    skills: dict[str, int]
    upkeep_hours: float
    managed: str
    domains: int
    pii: bool
    pii_kinds: tuple[str, ...]
    deletion: bool
    environments: int
    builders: int
    batch_start: str
    retries: int
    bad_rows: float
    on_bad_batch: str
    query_filter: str
    raw_format: str
    bi_tool: str
    alert_channel: str
    on_call: str
    test_depth: str
    lineage_depth: str
    governance_model: str
    contracts: str
    cost_priority: str
    cost_alert: float
    freshness_target: float
    rpo: float
    rto: float
    review_rhythm: str
    tuning_rhythm: str
    infrastructure: str
    identity_provider: bool
    encryption_keys: str
    backfill: float
    transform_style: str
    tenants: int
    cold_after: float
    pii_readers: int
    budget: Decimal | None
    assumptions: tuple[Assumption, ...]
    unsure: dict[str, str]

    @property
    def freshness(self) -> float:
        """The strictest freshness that a use case asks for, in seconds."""
        return min(use.freshness for use in self.use_cases)

    @cached_property
    def streams(self) -> int:
        """How many sources send events."""
        return sum(1 for source in self.sources if source.shape == "stream")

    @property
    def workloads(self) -> frozenset[str]:
        """All kinds of use case."""
        return frozenset(use.workload for use in self.use_cases)


def resolve(answers: Answers, catalogue: Catalogue, *, tell: bool = True) -> Needs:
    """Fill every gap of the answers; each filling is in `assumptions`, unless told not to tell."""
    got = Resolved(answers, tell=tell)
    take = got.take
    constant = catalogue.constant
    growth = take("growth", constant("default_growth"))
    uses = resolve_use_cases(got, catalogue)
    regulations = [catalogue.regulations[r] for r in answers.compliance or () if r != "none"]
    personal = list(dict.fromkeys(kind for rule in regulations for kind in rule.personal))
    sources = resolve_sources(got, catalogue, uses, growth, personal=bool(personal))
    compliance = tuple(take("compliance", ["none"]))
    held = sum(source.volume for source in sources)
    stated_volumes = [source.volume is not None for source in answers.sources] or [False]
    derived = sum(
        source.volume for source, stated in zip(sources, stated_volumes, strict=True) if not stated
    )
    large = derived > constant("large_platform_bytes")
    default = "default_raw_retention_large" if large else "default_raw_retention"
    raw_retention = take("raw_retention", constant(default))
    kept = [r.retention for r in regulations if r.retention]
    usual_reports = constant("default_curated_retention")
    usual_replay = "default_replay"
    if held > constant("large_platform_bytes"):
        # Years of such tables, and a week of such events on disk, are nobody's default.
        usual_reports, usual_replay = 0.0, "default_replay_large"
    curated_default = max([usual_reports, raw_retention, *kept])
    why_curated = "curated_as_raw" if curated_default == raw_retention > usual_reports else ""
    usual_history = constant("default_history")
    why_history = "curated_as_raw" if raw_retention < usual_history else ""
    federated = answers.governance_model == "federated"
    all_stated = all(stated_volumes) or not answers.sources
    small = held < constant("small_platform_bytes") and all_stated
    domains = take("domains", int(constant("mesh_min_domains")) if federated else 1)
    users = sum(use.users for use in uses)
    bi_users = sum(use.users for use in uses if use.workload in ("bi", "realtime_dashboard"))
    pii = any(source.pii for source in sources)
    served = any(use.workload == "operational_api" for use in uses)
    skills = {skill.name: skill.people or 1 for skill in answers.skills if skill.name}
    if not skills:
        skills = {"sql": 1}
        got.assume("skills", say("assumptions.skills_value"), "skills")
    events = take("peak_events", round(_stream_events(sources, catalogue), 3))
    name = answers.platform_name or say("common.platform_name")
    if not answers.platform_name:
        got.assume("platform_name", name, "platform_name")
    environments = {"one": 1, "two": 2, "three": 3}[take("environments", "two")]
    usual = 1 if small else 3
    if domains >= constant("mesh_min_domains"):
        usual = 2 * domains
    team = take("team_size", usual)
    documents = 0
    if any(use.workload == "rag" for use in uses):
        documents = take("documents", int(constant("default_documents")))
    daily_users = max(1, round(users * constant("concurrent_share")))
    channel = "chat" if team >= constant("chat_min_people") else "email"
    if answers.on_call == "always":
        channel = "pager"
    many = team >= constant("login_min_people") or users >= constant("login_min_users")
    signed = any("sign_on" in rule.asks for rule in regulations)
    needs: dict[str, Any] = {
        "growth": growth,
        "step_change": take("step_change", 0.0),
        "peak_factor": float(take("peak_factor", 1)),
        "peak_events": events,
        "history": take("history_needed", min(raw_retention, usual_history), why_history),
        "raw_retention": raw_retention,
        "curated_retention": take("curated_retention", curated_default, why_curated),
        "late_data": take("late_data", constant("default_late_data")),
        "replay_window": take("replay_window", constant(usual_replay)),
        "concurrent_users": take("concurrent_users", daily_users),
        "heavy_queries": take(
            "heavy_queries", "some" if held > constant("heavy_scan_bytes") else "rare"
        ),
        "busy_hours": take("busy_hours", int(constant("busy_hours_default"))),
        "api_rate": take("api_rate", 1.0) if served else (answers.api_rate or 0.0),
        "dashboard_latency": take("dashboard_latency", constant("default_dashboard_latency")),
        "upkeep_hours": take("upkeep_hours", max(8, round(team * constant("upkeep_per_person")))),
        "managed": take("managed", "balanced"),
        "domains": domains,
        "deletion": take("deletion_requests", pii and any(r.erasure for r in regulations)),
        "builders": take("builders", max(1, min(team, 2))),
        "batch_start": take("batch_start", "0 2 * * *"),
        "retries": take("retries", int(constant("default_retries"))),
        "bad_rows": take("bad_rows", constant("default_bad_rows")),
        "on_bad_batch": take("on_bad_batch", "quarantine"),
        "query_filter": take("query_filter", "date"),
        "raw_format": take("raw_format", _raw_format(sources)),
        "bi_tool": answers.bi_tool or "none"
        if _has_bi(answers, catalogue)
        else take("bi_tool", "none"),
        "alert_channel": take("alert_channel", channel),
        "on_call": take(
            "on_call", "office" if team >= constant("on_call_min_people") else "nobody"
        ),
        "test_depth": take("test_depth", "relationships"),
        "lineage_depth": take(
            "lineage_depth", "audit" if any(r.audit for r in regulations) else "table"
        ),
        "governance_model": take("governance_model", "central"),
        "contracts": take("contracts", "none"),
        "cost_priority": take("cost_priority", "balanced"),
        "cost_alert": take("cost_alert", constant("default_cost_alert")),
        "freshness_target": take("freshness_target", constant("default_freshness_target")),
        "rpo": take("rpo", constant("default_rpo")),
        "rto": take("rto", constant("default_rto")),
        "review_rhythm": take("review_rhythm", "quarterly"),
        "tuning_rhythm": take("tuning_rhythm", "quarterly"),
        "infrastructure": take("infrastructure", "code"),
        "identity_provider": take(
            "identity_provider",
            many or signed,
            "identity_provider_of_rules" if signed and not many else "",
        ),
        "encryption_keys": take("encryption_keys", "provider"),
        "backfill": take("backfill", raw_retention),
        "transform_style": take("transform_style", _style(answers, skills)),
        "tenants": take("tenants", 1),
        "cold_after": take("cold_after", constant("default_cold_after")),
        "pii_kinds": tuple(
            take("pii_kinds", personal or ["contact"], "pii_kinds_of_rules" if personal else "")
        )
        if pii
        else (),
        "pii_readers": take("pii_readers", min(2, team)) if pii else (answers.pii_readers or 0),
        "cloud": take(
            "cloud", "vm" if small and events < constant("small_platform_events") else "aws"
        ),
        "region": take("region", "eu" if "gdpr" in compliance else "us"),
    }
    needs["api_latency"] = (
        take("api_latency", constant("default_api_latency"))
        if needs["api_rate"]
        else (answers.api_latency or constant("default_api_latency"))
    )
    if tell:
        _state_open(got)
    return Needs(
        answers=answers,
        name=name,
        slug=slug(name, "platform").replace("_", "-"),
        sources=sources,
        use_cases=uses,
        compliance=tuple(one for one in compliance if one != "none"),
        bi_users=bi_users,
        documents=documents,
        team_size=team,
        skills=skills,
        pii=pii,
        environments=environments,
        budget=answers.budget,
        assumptions=tuple(got.assumptions),
        unsure=got.unsure,
        **needs,
    )


#: How sure an answer is that may turn out otherwise; the reason's phrase has the same name.
_UNSURE = ("estimate", "assumed")


def _state_open(got: Resolved) -> None:
    """Say which answers may turn out otherwise, and what was not asked for."""
    _state_estimates(got)
    for optional in OPTIONAL:
        if getattr(got.answers, optional) is None:
            got.assume(optional, show_yes_no(False), "not_asked")
    if got.answers.budget is None:
        got.assume("budget", say("assumptions.budget_value"), "budget")


def _state_estimates(got: Resolved) -> None:
    """Say which answers are estimates, or a preset's: they too may turn out otherwise."""
    answers = got.answers
    for name, sure in answers.unsure.items():
        value = getattr(answers, name)
        if sure in _UNSURE and value is not None:
            got.assume(name, kind_of(name).show(value), sure)
    for table in RECORDS:
        for at, record in enumerate(getattr(answers, table)):
            for field, sure in record.unsure.items():
                value = getattr(record, field)
                if sure in _UNSURE and value is not None and not _is_label(table, field):
                    path = f"{table}.{field}"
                    of = record.name or str(at + 1)
                    label = say("assumptions.label_of", label=words_of(field), names=of)
                    got.assume(path, kind_of(path).show(value), sure, label, [at])


def _is_label(table: str, field: str) -> bool:
    """Whether a field only names its record, so that nothing follows from it."""
    return field == "name" and table != "skills"


def _stream_events(sources: tuple[SourceNeed, ...], catalogue: Catalogue) -> float:
    daily = sum(source.daily for source in sources if source.shape == "stream")
    mean = daily / catalogue.constant("event_bytes") / 86_400
    return mean * catalogue.constant("peak_to_mean")


def _style(answers: Answers, skills: dict[str, int]) -> str:
    """SQL, unless the people were named and write Python but no SQL."""
    tables = {"sql", "dbt", "bi", "dba"} & set(skills)
    return "python" if answers.skills and "python" in skills and not tables else "sql"


def _has_bi(answers: Answers, catalogue: Catalogue) -> bool:
    """Whether a BI tool runs already and stays, so that none needs to be assumed."""
    offered = {name for rung in catalogue.ladders["bi"].rungs for name in rung.technologies}
    kept = (tool.name for tool in answers.existing_tools if tool.name and tool.keep is not False)
    return any((found := catalogue.find(name)) and found.id in offered for name in kept)


def _raw_format(sources: tuple[SourceNeed, ...]) -> str:
    plain = all(source.payload == "tabular" for source in sources)
    return "columnar" if plain else "as_delivered"
