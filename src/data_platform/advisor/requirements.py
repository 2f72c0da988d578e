"""Requirements: which needs a platform has, for which stated reason, and what they ask.

Each function looks at the needs and yields demands for ladders. A need that no
requirement names is not in the blueprint.
"""

from __future__ import annotations

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.ladder import Demand, Want
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern
from data_platform.advisor.words import listed, say
from data_platform.catalog import Catalogue
from data_platform.interview.durations import show_duration


def demands(
    needs: Needs, catalogue: Catalogue, methods: dict[str, Method], pattern: Pattern
) -> list[Demand]:
    """All demands, in the order in which they are decided: stores first, then what uses them."""
    answers = needs.answers
    sql = [use.name for use in needs.use_cases if use.workload not in ("rag",)]
    found = [
        _object_storage(needs, pattern),
        Demand(
            "analytical_store",
            (_serves(sql or [needs.use_cases[0].name]),),
            _store_wants(needs, catalogue, pattern),
        ),
    ]
    if pattern.table_wants:
        found.append(
            Demand(
                "table_format",
                tuple(dict.fromkeys(w.because for w in pattern.table_wants)),
                pattern.table_wants,
            )
        )
    by_method: dict[str, list[str]] = {"batch": [], "CDC": [], "streaming": []}
    for name, method in methods.items():
        by_method[method.name].append(name)
    if by_method["batch"]:
        found.append(_batch(needs, catalogue, by_method["batch"]))
    if by_method["CDC"]:
        found.append(Demand("change_capture", (_reads(by_method["CDC"]),)))
    if by_method["streaming"]:
        names = by_method["streaming"]
        found.append(Demand("event_log", (_reads(names),)))
        writes = Want("open_format", say("requirements.open_tables"))
        wants = (writes,) if pattern.tables_in_files else ()
        found.append(Demand("stream_processing", (_reads(names),), wants))
    if not live_only(needs, catalogue, methods):
        found += _scheduled(needs, sql, catalogue, pattern)
    found += [
        _quality(needs),
        _catalog(needs, pattern),
        _lineage(needs),
        _access(needs),
    ]
    if needs.pii:
        names = [source.name for source in needs.sources if source.pii]
        found.append(Demand("pii", (say("requirements.pii", sources=listed(names)),)))
    found.append(_monitoring(needs))
    found.append(_infrastructure(needs))
    found += _workloads(needs, catalogue)
    if answers.notebooks and not any(d.need == "notebooks" for d in found):
        found.append(Demand("notebooks", (say("requirements.notebooks"),)))
    return found


def live_only(needs: Needs, catalogue: Catalogue, methods: dict[str, Method]) -> bool:
    """Whether everything runs all the time, so that nothing is scheduled."""
    limit = catalogue.constant("micro_batch_freshness")
    return (
        all(method.name == "streaming" for method in methods.values())
        and all(use.freshness < limit for use in needs.use_cases)
        and not needs.answers.pipelines
    )


def _scheduled(
    needs: Needs, names: list[str], catalogue: Catalogue, pattern: Pattern
) -> list[Demand]:
    return [
        Demand(
            "transform",
            (say("requirements.curated", names=listed(names or [needs.name])),),
            _transform_wants(needs),
        ),
        Demand(
            "orchestration",
            (_on_time(needs),),
            _orchestration_wants(needs, catalogue, pattern),
        ),
    ]


def _serves(names: list[str]) -> str:
    return say("requirements.use_cases", names=listed(names))


def _reads(names: list[str]) -> str:
    return say("requirements.reads", names=listed(names))


def _on_time(needs: Needs) -> str:
    strictest = min(needs.use_cases, key=lambda use: use.freshness)
    return say("requirements.fresh", name=strictest.name, age=show_duration(strictest.freshness))


def _object_storage(needs: Needs, pattern: Pattern) -> Demand:
    wants = []
    if {"lakehouse", "data_lake", "data_mesh"} & set(pattern.ids):
        wants.append(Want("shared_engines", say("requirements.shared_files")))
    if needs.encryption_keys == "customer":
        wants.append(Want("customer_keys", say("requirements.own_keys")))
    if needs.answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    kept = say("requirements.raw_kept", duration=show_duration(needs.raw_retention))
    return Demand("object_storage", (kept,), tuple(wants))


def _store_wants(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> tuple[Want, ...]:
    wants = list(pattern.store_wants)
    answers = needs.answers
    live = [use for use in needs.use_cases if use.workload == "realtime_dashboard"]
    if any(use.freshness <= catalogue.constant("streaming_freshness") for use in live):
        wants.append(Want("live_events", say("requirements.live", name=live[0].name)))
    if answers.row_security or needs.tenants > 1:
        wants.append(Want("row_security", _rows(needs)))
    if needs.encryption_keys == "customer":
        wants.append(Want("customer_keys", say("requirements.own_keys")))
    if answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    if answers.row_deletes:
        wants.append(Want("row_deletes", say("requirements.row_deletes")))
    elif needs.deletion:
        wants.append(Want("row_deletes", say("requirements.erasure")))
    # Users of reports log in to the BI tool; a team logs in to the store.
    team = needs.team_size >= catalogue.constant("login_min_people")
    login = team if answers.identity_provider is None else answers.identity_provider
    if login and needs.concurrent_users > catalogue.constant("login_min_queries"):
        wants.append(Want("single_sign_on", say("requirements.login")))
    return tuple(wants)


def _batch(needs: Needs, catalogue: Catalogue, names: list[str]) -> Demand:
    members = [source for source in needs.sources if source.name in names]
    wants = []
    vendors = [source.name for source in members if source.kind == "saas_api"]
    if len(vendors) > catalogue.constant("own_connectors_most"):
        wants.append(Want("saas_connectors", say("requirements.connectors", count=len(vendors))))
    if needs.transform_style == "visual":
        wants.append(Want("visual", say("requirements.visual")))
    if needs.answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    return Demand("batch_ingestion", (_reads(names),), tuple(wants))


def _transform_wants(needs: Needs) -> tuple[Want, ...]:
    if needs.transform_style in ("python", "visual"):
        style = needs.transform_style
        return (Want(style, say(f"requirements.{style}")),)
    return ()


def _orchestration_wants(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> tuple[Want, ...]:
    wants = []
    daily = sum(source.daily for source in needs.sources)
    shared = {"lakehouse", "data_mesh"} & set(pattern.ids)
    if shared or daily > catalogue.constant("large_daily_bytes"):
        wants.append(Want("backfill", say("requirements.backfill")))
    if needs.on_call == "always" or needs.alert_channel == "pager":
        wants.append(Want("alerts", say("requirements.alerts")))
    return tuple(wants)


def _quality(needs: Needs) -> Demand:
    wants = []
    if needs.test_depth == "full":
        wants.append(Want("anomaly_detection", say("requirements.anomalies")))
    names = listed(source.name for source in needs.sources)
    return Demand("quality", (say("requirements.trusted", sources=names),), tuple(wants))


def _catalog(needs: Needs, pattern: Pattern) -> Demand:
    wants = []
    if "data_mesh" in pattern.ids:
        wants.append(Want("data_products", say("requirements.products", domains=needs.domains)))
    elif needs.governance_model == "federated":
        wants.append(Want("search", say("requirements.federated")))
    return Demand("catalog", (say("requirements.find", team=needs.team_size),), tuple(wants))


def _lineage(needs: Needs) -> Demand:
    wants = []
    if needs.lineage_depth in ("column", "audit"):
        wants.append(Want("column_lineage", say("requirements.columns")))
    if needs.lineage_depth == "audit":
        wants.append(Want("audit_trail", say("requirements.audit")))
    return Demand("lineage", (say(f"requirements.lineage_{needs.lineage_depth}"),), tuple(wants))


def _access(needs: Needs) -> Demand:
    wants = []
    if needs.identity_provider:
        wants.append(Want("single_sign_on", say("requirements.login")))
    if needs.encryption_keys == "customer":
        wants.append(Want("customer_keys", say("requirements.own_keys")))
    if needs.answers.row_security or needs.tenants > 1:
        wants.append(Want("row_security", _rows(needs)))
    return Demand(
        "access_control", (say("requirements.access", team=needs.team_size),), tuple(wants)
    )


def _rows(needs: Needs) -> str:
    """Why rights must reach the single row."""
    tenants = needs.tenants > 1 and not needs.answers.row_security
    return say("requirements.tenants" if tenants else "requirements.row_security")


def _monitoring(needs: Needs) -> Demand:
    wants = []
    if needs.alert_channel == "pager" or needs.on_call == "always":
        wants.append(Want("paging", say("requirements.paging")))
    else:
        wants.append(Want("alerts", say("requirements.notice")))
    return Demand("monitoring", (say("requirements.notice"),), tuple(wants))


def _infrastructure(needs: Needs) -> Demand:
    wants = []
    if needs.infrastructure == "code" and needs.environments > 1:
        wants.append(Want("repeatable", say("requirements.environments", count=needs.environments)))
    return Demand(
        "infrastructure", (say(f"requirements.setup_{needs.infrastructure}"),), tuple(wants)
    )


def _workloads(needs: Needs, catalogue: Catalogue) -> list[Demand]:
    """What the kinds of use case make necessary, with the use cases that ask for it."""
    asked: dict[str, list[str]] = {}
    for use in needs.use_cases:
        for need in catalogue.workloads[use.workload].wants:
            asked.setdefault(need, []).append(use.name)
    if needs.api_rate and "serving_store" not in asked and "operational_api" not in needs.workloads:
        asked["serving_store"] = [say("requirements.api")]
    found = []
    for need, names in asked.items():
        wants: tuple[Want, ...] = ()
        if need == "feature_store" and "operational_api" in needs.workloads:
            wants = (Want("online_features", say("requirements.online")),)
        if need == "serving_store" and needs.api_latency < 1:
            wants = (
                Want(
                    "low_latency_api",
                    say("requirements.latency", age=show_duration(needs.api_latency)),
                ),
            )
        if need == "data_sharing" and (needs.answers.private_network or needs.pii):
            wants = (Want("audit_trail", say("requirements.named_receivers")),)
        found.append(Demand(need, (_serves(names),), wants))
    return found
