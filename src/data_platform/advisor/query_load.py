"""What people and dashboards ask a month, and the size of what answers them.

The volumes that are asked about come from `sizing`; what an answer costs is in the catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from data_platform.advisor.needs import Needs
from data_platform.advisor.runs import each_month
from data_platform.advisor.scenarios import Scenario, constant
from data_platform.advisor.volumes import MONTH_DAYS
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY, HOUR

__all__ = ("query_load",)

_GB: Final = 10**9
#: Workloads that are looked at on dashboards.
DASHBOARDS: Final = ("bi", "realtime_dashboard")
#: Workloads whose users ask a search or an application, which do not scan the store's tables.
ASIDE: Final = ("rag", "operational_api")


def query_load(
    needs: Needs, catalogue: Catalogue, scenario: Scenario, volumes: Mapping[str, float]
) -> dict[str, float]:
    """Who asks how much, and the size of what answers."""
    c = catalogue.constant
    hot = volumes["hot_bytes"]
    columnar = 1 / constant(catalogue, "compression_columnar", scenario, more_is_dearer=False)
    asking = _asking(needs, c("concurrent_share"))
    concurrent = max(1, round(asking * needs.peak_factor)) if asking else 0
    scan_user = constant(catalogue, "query_scan_tb_per_user_month", scenario, more_is_dearer=True)
    weight = c(f"heavy_queries_{needs.heavy_queries}")
    # Work grows with what is scanned, memory less than that: much of it is read again.
    memory = math.sqrt(weight)
    full = hot * columnar / c("scan_full_bytes")
    # People who have more data read more of it, but not as much more.
    scans = asking * scan_user * weight * (full if full < 1 else math.sqrt(full))
    each = constant(catalogue, "dashboard_scan_share", scenario, more_is_dearer=True)
    scans += _refreshes(needs, catalogue) * hot * columnar / 10**12 * each
    awake = constant(catalogue, "awake_share_each", scenario, more_is_dearer=True)
    # A warehouse adds clusters while the season lasts; a month is paid as it usually is.
    step = max(1.0, math.ceil(asking / c("warehouse_concurrency")))
    by_size = constant(catalogue, "warehouse_bytes_per_size", scenario, more_is_dearer=False)
    sized = max(step, math.ceil(hot / by_size))
    share = constant(catalogue, "database_ram_share", scenario, more_is_dearer=True)
    work = constant(catalogue, "olap_work_per_hot_tb", scenario, more_is_dearer=True)
    work_user = constant(catalogue, "olap_work_per_user", scenario, more_is_dearer=True)
    return {
        "concurrent_users": float(concurrent),
        "usual_users": float(asking),
        "bi_users": float(math.ceil(needs.bi_users)),
        "dashboard_latency_seconds": needs.dashboard_latency,
        "dashboard_freshness_seconds": min(
            (use.freshness for use in needs.use_cases if use.workload in DASHBOARDS),
            default=float(DAY),
        ),
        "freshness_seconds": needs.freshness,
        "api_per_second": needs.api_rate * needs.peak_factor,
        "api_latency_seconds": needs.api_latency,
        "api_million_month": needs.api_rate / c("peak_to_mean") * DAY * MONTH_DAYS / 10**6,
        "scan_tb_month": scans,
        "olap_tb_month": max(
            volumes["month_tb"], hot * columnar / 10**12 * work, concurrent * work_user
        ),
        "warehouse_size": float(sized),
        "awake_hours_month": volumes["busy_hours_month"] * (1 - (1 - awake) ** max(1, asking)),
        "warehouse_credits_hour": sized * c(f"cost_priority_{needs.cost_priority}") * memory,
        "database_ram_gb": max(c("database_ram_least"), hot * columnar / _GB * share * memory),
    }


def _asking(needs: Needs, share: float) -> int:
    """People who query the store at the busiest hour: not those who use what stands before it.

    share: of a use case's users, those who are there at once where that is not told apart.
    """
    aside = sum(use.users for use in needs.use_cases if use.workload in ASIDE)
    there = sum(use.users for use in needs.use_cases if use.workload not in ASIDE)
    if not aside or not there:
        return needs.concurrent_users
    usual = max(needs.concurrent_users * there / (there + aside), there * share)
    return min(needs.concurrent_users, math.ceil(usual))


def _refreshes(needs: Needs, catalogue: Catalogue) -> float:
    """How often a month dashboards are refreshed: as their data is, in the busy hours."""
    least = catalogue.constant("batch_interval_least")
    busy = needs.busy_hours * HOUR * catalogue.constant("working_days_month")
    every = (max(u.freshness, least) for u in needs.use_cases if u.workload in DASHBOARDS)
    return sum(max(1.0, busy / age) if age < DAY else each_month(age) for age in sorted(every))
