"""Requirements: which needs a platform has, for which stated reason, and what they ask.

Each function looks at the needs and yields demands for ladders. A need that no
requirement names is not in the blueprint.
"""

from __future__ import annotations

from data_platform.advisor.code_jobs import built_in_code, code_style, staged_in_code
from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.ladder import Demand, Want
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern, live_uses
from data_platform.advisor.pattern_facts import REPORTS, updated_bytes
from data_platform.advisor.sources import has_login, is_free_text
from data_platform.advisor.store_wants import by_row, store_wants
from data_platform.advisor.timing import streamed
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
            store_wants(needs, catalogue, pattern),
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
    found += _flowing(needs, catalogue, methods, pattern)
    if by_method["CDC"]:
        found.append(Demand("change_capture", (_reads(by_method["CDC"]),)))
    if not live_only(needs, catalogue, methods):
        found += _scheduled(needs, catalogue, methods, pattern)
    found += [
        _quality(needs),
        _catalog(needs, pattern),
        _lineage(needs),
        _access(needs),
        *_secrets(needs, catalogue),
    ]
    if needs.pii:
        names = [source.name for source in needs.sources if source.pii]
        serves = say("requirements.pii", sources=listed(names))
        found.append(Demand("pii", (serves,), _found(needs)))
    found.append(_monitoring(needs))
    found.append(_infrastructure(needs))
    found += _workloads(needs, catalogue, pattern)
    if answers.notebooks and not any(d.need == "notebooks" for d in found):
        found.append(Demand("notebooks", (say("requirements.notebooks"),)))
    return found


def _flowing(
    needs: Needs, catalogue: Catalogue, methods: dict[str, Method], pattern: Pattern
) -> list[Demand]:
    """The log of events and what processes them.

    Changes that are asked within a minute or so are processed as they come, like events. The
    changes of many databases go through the log too, from where they are merged in batches.
    """
    live = [s.name for s in needs.sources if streamed(s, methods[s.name], catalogue)]
    captured = [name for name, method in methods.items() if method.name == "CDC"]
    many = len(captured) > catalogue.constant("change_readers_most")
    carried = [s.name for s in needs.sources if s.name in live or (many and s.name in captured)]
    if not carried:
        return []
    changes = [name for name in carried if name in captured]
    asks = "kafka_api" if many else "replay"
    speaks = Want(asks, say(f"requirements.changes_{asks}", sources=listed(changes)))
    found = [Demand("event_log", (_reads(carried),), (speaks,) if changes else ())]
    if live:
        writes = Want("open_format", say("requirements.open_tables"))
        wants: tuple[Want, ...] = (writes,) if pattern.tables_in_files else ()
        wants += _stream_wants(needs, catalogue)
        found.append(Demand("stream_processing", (_reads(live),), wants))
    return found


def live_only(needs: Needs, catalogue: Catalogue, methods: dict[str, Method]) -> bool:
    """Whether everything runs all the time, so that nothing is scheduled."""
    return (
        all(method.name == "streaming" for method in methods.values())
        and len(live_uses(needs, catalogue)) == len(needs.use_cases)
        and not needs.answers.pipelines
    )


def _scheduled(
    needs: Needs, catalogue: Catalogue, methods: dict[str, Method], pattern: Pattern
) -> list[Demand]:
    found = _transforms(needs, catalogue, methods, pattern)
    wants = _orchestration_wants(needs, catalogue, pattern)
    return [*found, Demand("orchestration", (_on_time(needs),), wants)]


def _transforms(
    needs: Needs, catalogue: Catalogue, methods: dict[str, Method], pattern: Pattern
) -> list[Demand]:
    """Transformation in SQL wherever SQL can, jobs in code where it cannot."""
    landed = [s for s in needs.sources if methods[s.name].name != "streaming"]
    coded = [s.name for s in landed if staged_in_code(s, needs)]
    built = [use.name for use in needs.use_cases if built_in_code(use, needs)]
    tables = [use.name for use in needs.use_cases if use.name not in built]
    own = bool(needs.answers.pipelines or needs.answers.data_models)
    found = []
    if not code_style(needs) and (tables or own or len(coded) < len(landed)):
        serves = say("requirements.curated", names=listed(tables or [needs.name]))
        found.append(Demand("transform", (serves,), _transform_wants(needs, catalogue, pattern)))
    if coded or built or not found:
        found.append(Demand("batch_transform", _code_serves(needs, coded, built)))
    return found


def _code_serves(needs: Needs, coded: list[str], built: list[str]) -> tuple[str, ...]:
    if code_style(needs):
        return (say("requirements.python"),)
    found = [say("requirements.parsed", names=listed(coded))] if coded else []
    if built:
        found.append(say("requirements.built", names=listed(built)))
    return tuple(found)


def _stream_wants(needs: Needs, catalogue: Catalogue) -> tuple[Want, ...]:
    """What a stream must do: a model that decides at once needs sums over the latest events."""
    seconds = catalogue.constant("streaming_freshness")
    decides = any(
        use.workload == "operational_api" and use.freshness <= seconds for use in needs.use_cases
    )
    if decides and "ml" in needs.workloads:
        return (Want("stateful_stream", say("requirements.decides")),)
    return ()


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


def _batch(needs: Needs, catalogue: Catalogue, names: list[str]) -> Demand:
    read = set(names)
    vendors = [s.name for s in needs.sources if s.name in read and s.kind == "saas_api"]
    wants = []
    if len(vendors) > catalogue.constant("own_connectors_most"):
        wants.append(Want("saas_connectors", say("requirements.connectors", count=len(vendors))))
    if needs.transform_style == "visual":
        wants.append(Want("visual", say("requirements.visual")))
    if needs.answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    return Demand("batch_ingestion", (_reads(names),), tuple(wants))


def _transform_wants(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> tuple[Want, ...]:
    heavy = updated_bytes(needs) > catalogue.constant("update_heavy_bytes")
    if heavy and "lakehouse" in pattern.ids:
        merges = say("requirements.merges")
        return (Want("own_compute", merges), Want("python", merges))
    wants = []
    if pattern.tables_in_files:
        wants.append(Want("open_format", say("requirements.open_tables")))
    if needs.transform_style == "visual":
        wants.append(Want("visual", say("requirements.visual")))
    return tuple(wants)


def _orchestration_wants(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> tuple[Want, ...]:
    wants = []
    daily = sum(source.daily for source in needs.sources)
    shared = {"lakehouse", "data_mesh"} & set(pattern.ids)
    stated = sum(source.volume for source in needs.sources if source.sure != "unknown")
    large = daily > catalogue.constant("large_daily_bytes")
    if shared or large or stated > catalogue.constant("orchestrated_bytes"):
        wants.append(Want("backfill", say("requirements.backfill")))
    # Models wait for features, these for tables, these for loads: a chain that must hold.
    chain = "ml" in needs.workloads and needs.workloads & REPORTS
    if chain and needs.team_size > catalogue.constant("chain_by_hand_most"):
        wants.append(Want("dependencies", say("requirements.chain")))
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
        wants.append(Want("row_security", by_row(needs)))
    return Demand(
        "access_control", (say("requirements.access", team=needs.team_size),), tuple(wants)
    )


def _found(needs: Needs) -> tuple[Want, ...]:
    """Personal data in free text has no column to hash: it must be found first."""
    texts = [source.name for source in needs.sources if source.pii and is_free_text(source)]
    if not texts:
        return ()
    return (Want("pii_detection", say("requirements.free_text", sources=listed(texts))),)


def _secrets(needs: Needs, catalogue: Catalogue) -> list[Demand]:
    """A place for logins, unless all sources are files that need none."""
    named = [source.name for source in needs.sources if has_login(source)]
    if not named:
        return []
    wants = []
    if any("logged" in catalogue.regulations[rule].asks for rule in needs.compliance):
        wants.append(Want("audit_trail", say("requirements.logged")))
    if needs.encryption_keys == "customer":
        wants.append(Want("customer_keys", say("requirements.own_keys")))
    if needs.answers.private_network:
        wants.append(Want("private_network", say("requirements.private")))
    return [Demand("secrets", (say("requirements.secrets", sources=listed(named)),), tuple(wants))]


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


def _workloads(needs: Needs, catalogue: Catalogue, pattern: Pattern) -> list[Demand]:
    """What the kinds of use case make necessary, with the use cases that ask for it."""
    asked: dict[str, list[str]] = {}
    for use in needs.use_cases:
        for need in catalogue.workloads[use.workload].wants:
            asked.setdefault(need, []).append(use.name)
    if needs.api_rate and "serving_store" not in asked and "operational_api" not in needs.workloads:
        asked["serving_store"] = [say("requirements.api")]
    if "data_mesh" in pattern.ids:
        asked.setdefault("query_engine", [use.name for use in needs.use_cases])
    found = []
    for need, names in asked.items():
        wants: tuple[Want, ...] = ()
        if need == "query_engine" and "data_mesh" in pattern.ids:
            # Domains read each other's tables where they rest, rather than copies of them.
            wants = (Want("files_in_place", say("requirements.domains_read")),)
        elif need == "query_engine" and "lakehouse" in pattern.ids:
            wants = (Want("files_in_place", say("requirements.open_tables")),)
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
