"""In what a design is more, and in what it is less, than all that is acceptable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.case_files import Case, names_of
from benchmarks.families import Facet

#: How demanding each pattern and each family of tools is to build and run.
PATTERN_RANK = {
    "data_lake": 1, "data_warehouse": 1, "lakehouse": 2, "streaming": 3, "data_mesh": 3,
}  # fmt: skip
METHOD_RANK = {"batch": 1, "cdc": 2, "streaming": 2}
FAMILY_RANK = {
    "storage": {
        "local_files": 1, "embedded_olap": 1, "oltp_db": 1, "vector_store": 1, "search_engine": 2,
        "object_store": 2, "cloud_warehouse": 2, "timeseries_db": 2, "kv_store": 2,
        "document_db": 2, "feature_store": 2, "event_log": 2, "realtime_olap": 3,
        "onprem_warehouse": 3, "open_table_format": 3, "hdfs": 3,
    },
    "orchestration": {
        "none": 0, "stream_native": 1, "event_trigger": 1, "scheduler": 1,
        "managed_elt_schedule": 1, "orchestrator": 2,
    },
    "transform": {
        "none": 0, "in_db_sql": 1, "sql_elt": 1, "dbt": 1, "python_scripts": 1, "embedded_olap": 1,
        "serverless_functions": 1, "etl_tool": 1, "spark": 2, "stream_processor": 2,
    },
}  # fmt: skip


def complexity(
    ids: Sequence[str],
    methods: Mapping[str, tuple[str, tuple[str, ...], bool]],
    tools: Mapping[str, Facet | None],
    case: Case,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """In what a design is more, and in what it is less, than anything acceptable."""
    over, under = [], []
    accepted = names_of(case.acceptable["pattern"])
    chosen = [str(case.choice["pattern"]), *names_of(case.choice.get("secondary"))]
    ours = max(PATTERN_RANK[one] for one in ids)
    ranks = [PATTERN_RANK.get(one, 1) for one in (*accepted, *chosen)]
    if ours > max(ranks):
        over.append(f"pattern: {' + '.join(ids)}")
    if ours < min(PATTERN_RANK.get(one, 1) for one in (*accepted, chosen[0])):
        under.append(f"pattern: {' + '.join(ids)}")
    for name, (method, allowed, _) in methods.items():
        known = [METHOD_RANK.get(one, 1) for one in allowed]
        if METHOD_RANK[method] > max(known):
            over.append(f"{method} for {name}")
        if METHOD_RANK[method] < min(known):
            under.append(f"{method} for {name}")
    for facet, ranked in FAMILY_RANK.items():
        found = tools[facet]
        allowed = names_of((case.acceptable.get("tool_families") or {}).get(facet))
        if not found or not allowed or (found.main if facet == "storage" else found.agrees):
            continue
        bearing = found.main_families if facet == "storage" else found.families
        mine = min((ranked.get(one, 1) for one in bearing), default=0)
        known = [ranked.get(one, 1) for one in allowed]
        if mine > max(known):
            over.append(f"{facet}: {', '.join(found.tools)}")
        if mine < min(known):
            under.append(f"{facet}: {', '.join(found.tools)}")
    return tuple(over), tuple(under)
