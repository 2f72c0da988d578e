"""Situations that many teams are in, and what a senior architect would sign for each.

The expectations were written from the published thresholds before any was run: one SQL
database up to a terabyte, an embedded engine to 100 GB, streams only where seconds or the
rate ask for them, change capture where deletes, size or minutes do, a mesh where the centre
is in the way of many domains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from data_platform.advisor.stack import Design

Decided = Callable[[str], Design]


@dataclass(frozen=True)
class Archetype:
    """A situation and all that is acceptable.

    patterns: which may come first; never: which may not occur; methods: by source;
    rungs: by need, empty where the need must not be there.
    """

    name: str
    text: str
    patterns: set[str]
    never: set[str] = field(default_factory=set)
    methods: Mapping[str, set[str]] = field(default_factory=dict)
    rungs: Mapping[str, set[str]] = field(default_factory=dict)


ALL = [
    Archetype(
        "a start-up that makes charts on its application database",
        """
team_size: 2
skills: [{name: sql}]
sources:
- {name: app, kind: postgresql, volume: 30 GB}
- {name: billing, kind: saas_api}
use_cases: [{workload: bi}]
existing_tools: [{name: PostgreSQL}]
""",
        {"data_warehouse"},
        {"streaming", "lakehouse", "data_mesh"},
        {"app": {"batch"}, "billing": {"batch"}},
        {
            "analytical_store": {"embedded_olap", "relational_db"},
            "orchestration": {"scheduler"},
            "event_log": set(),
        },
    ),
    Archetype(
        "one person with files on a rented server",
        """
cloud: vm
team_size: 1
budget: 10 USD a month
sources: [{name: exports, kind: files, volume: 40 GB}]
use_cases: [{workload: bi, users: 3}, {workload: adhoc_sql, users: 2}]
""",
        {"data_warehouse", "data_lake"},
        {"lakehouse", "streaming", "data_mesh"},
        {"exports": {"batch"}},
        {"analytical_store": {"embedded_olap"}, "orchestration": {"scheduler"}},
    ),
    Archetype(
        "a software vendor with dbt and many SaaS tools",
        """
cloud: gcp
team_size: 4
skills: [{name: sql}, {name: dbt}]
sources:
- {name: app, kind: postgresql, volume: 400 GB, freshness: 2 hours}
- {name: crm, kind: saas_api}
- {name: ads, kind: saas_api}
- {name: support, kind: saas_api}
- {name: payments, kind: saas_api}
- {name: events, kind: app_events, daily_volume: 5 GB/day}
use_cases: [{workload: bi, users: 80}, {workload: adhoc_sql}, {workload: reverse_etl}]
""",
        {"data_warehouse"},
        {"lakehouse", "data_mesh"},
        {"app": {"batch"}, "crm": {"batch"}, "events": {"batch", "streaming"}},
        {"analytical_store": {"cloud_warehouse"}, "transform": {"dbt"}},
    ),
    Archetype(
        "a warehouse of petabytes run by a few people",
        """
cloud: gcp
team_size: 8
sources:
- {name: telemetry, kind: event_stream, volume: 10 PB}
- {name: exports, kind: other_sql, update_pattern: snapshot}
use_cases: [{workload: bi}, {workload: adhoc_sql}, {workload: ml}]
""",
        {"data_warehouse"},
        {"data_mesh"},
        {"telemetry": {"streaming"}, "exports": {"batch"}},
        {"analytical_store": {"cloud_warehouse"}},
    ),
    Archetype(
        "a small shop on one SQL Server, moving to a cloud",
        """
cloud: azure
skills: [{name: sql}, {name: dba}]
sources:
- {name: erp, kind: sqlserver, volume: 300 GB, update_pattern: snapshot, freshness: 1 day}
- {name: sheets, kind: files}
use_cases: [{workload: bi, freshness: 1 day}]
""",
        {"data_warehouse"},
        {"lakehouse", "streaming", "data_mesh"},
        {"erp": {"batch"}, "sheets": {"batch"}},
        {"analytical_store": {"relational_db", "cloud_warehouse"}},
    ),
    Archetype(
        "a terabyte with reports, live dashboards and data science",
        """
cloud: azure
sources:
- {name: systems, kind: sqlserver, volume: 700 GB}
- {name: stream, kind: event_stream, volume: 300 GB}
use_cases:
- {name: a, workload: bi}
- {name: b, workload: realtime_dashboard, freshness: 5 min}
- {name: c, workload: ml}
""",
        {"lakehouse"},
        {"data_mesh"},
        {"stream": {"streaming"}},
    ),
    Archetype(
        "a hospital group whose bed managers need minutes",
        """
cloud: azure
existing_tools: [{name: Azure Data Factory}, {name: Power BI}]
sources:
- {name: admissions, kind: event_stream}
- {name: workforce, kind: saas_api, freshness: 1 day}
- {name: finance, kind: sqlserver, freshness: 1 day}
use_cases:
- {name: beds, workload: realtime_dashboard, freshness: 10 min}
- {name: board, workload: bi}
""",
        {"data_warehouse", "lakehouse"},
        {"data_mesh"},
        {"admissions": {"streaming"}, "workforce": {"batch"}, "finance": {"batch"}},
    ),
    Archetype(
        "an old Hadoop estate of petabytes in an own data centre",
        """
cloud: on_prem
skills: [{name: linux}, {name: spark}]
open_source_only: yes
sources: [{name: silos, kind: object_store, volume: 2 PB}]
use_cases: [{workload: adhoc_sql}, {workload: bi}]
""",
        {"lakehouse", "data_lake"},
        {"streaming", "data_mesh", "data_warehouse"},
        {"silos": {"batch"}},
        {
            "analytical_store": {"lakehouse_engine"},
            "orchestration": {"light_orchestrator", "workflow_platform"},
        },
    ),
    Archetype(
        "the same with databases whose rows change",
        """
cloud: on_prem
open_source_only: yes
sources:
- {name: requests, kind: logs, daily_volume: 2 TB/day}
- {name: wiki, kind: mysql, volume: 5 TB}
peak_events: 100k/s
use_cases: [{workload: adhoc_sql}, {workload: bi}, {workload: data_sharing}]
""",
        {"lakehouse"},
        {"data_mesh"},
        {"requests": {"streaming"}, "wiki": {"batch", "CDC"}},
    ),
    Archetype(
        "security logs that are searched when something happened",
        """
cloud: aws
sources: [{name: logs, kind: logs, daily_volume: 1 TB/day}]
use_cases: [{workload: adhoc_sql}, {workload: data_sharing}]
""",
        {"data_lake"},
        {"data_mesh", "data_warehouse"},
        {"logs": {"streaming", "batch"}},
        {"analytical_store": {"lakehouse_engine"}},
    ),
    Archetype(
        "an ad network whose dashboard must follow within seconds",
        """
cloud: aws
skills: [{name: kafka}]
budget: 8000 USD a month
sources: [{name: clicks, kind: app_events, daily_volume: 200 GB/day}]
peak_events: 7000/s
use_cases: [{workload: realtime_dashboard, freshness: 5 s}]
existing_tools: [{name: PostgreSQL}]
""",
        {"streaming"},
        {"lakehouse", "data_mesh"},
        {"clicks": {"streaming"}},
        {"analytical_store": {"realtime_olap"}, "orchestration": set()},
    ),
    Archetype(
        "millions of log lines a second behind customers' dashboards",
        """
cloud: on_prem
sources: [{name: edge, kind: logs}]
peak_events: 5 million/s
use_cases:
- {name: a, workload: realtime_dashboard, freshness: 1 min}
- {name: b, workload: operational_api, freshness: 1 min}
existing_tools: [{name: Apache Kafka}, {name: PostgreSQL}]
""",
        {"streaming"},
        {"lakehouse", "data_mesh"},
        {"edge": {"streaming"}},
        {"analytical_store": {"realtime_olap"}, "event_log": {"log_cluster"}},
    ),
    Archetype(
        "a plant whose machines are watched",
        """
cloud: on_prem
skills: [{name: kubernetes}]
sources: [{name: sensors, kind: iot}]
use_cases:
- {name: a, workload: realtime_dashboard, freshness: 5 s}
- {name: b, workload: operational_api, freshness: 10 s}
""",
        {"streaming"},
        {"lakehouse", "data_mesh"},
        {"sensors": {"streaming"}},
        {"event_log": {"queue", "partitioned_log"}},
    ),
    Archetype(
        "meters that are read once a day",
        """
cloud: aws
sources: [{name: meters, kind: iot, access: export, daily_volume: 1 GB/day, freshness: 1 day}]
use_cases: [{workload: bi}]
""",
        {"data_warehouse", "data_lake"},
        {"streaming", "lakehouse", "data_mesh"},
        {"meters": {"batch"}},
        {"event_log": set()},
    ),
    Archetype(
        "a games studio that looks at its events each hour",
        """
cloud: aws
sources: [{name: events, kind: event_stream, daily_volume: 10 GB/day}]
peak_events: 1700/s
use_cases: [{workload: bi, freshness: 1 hour}, {workload: adhoc_sql, freshness: 1 hour}]
open_format: yes
""",
        {"data_lake", "lakehouse", "data_warehouse"},
        {"data_mesh"},
        {"events": {"streaming"}},
        {"transform": {"dbt"}},
    ),
    Archetype(
        "card fraud stopped while the customer waits",
        """
cloud: gcp
sources:
- {name: payments, kind: event_stream}
- {name: accounts, kind: postgresql, volume: 200 GB, freshness: 1 day}
use_cases:
- {name: block, workload: operational_api, freshness: 2 s}
- {name: model, workload: ml}
""",
        {"streaming", "data_warehouse", "lakehouse"},
        {"data_mesh"},
        {"payments": {"streaming"}, "accounts": {"batch"}},
        {"feature_store": {"online_store"}},
    ),
    Archetype(
        "clinical letters that a model reads",
        """
compliance: [gdpr]
region: uk
sources:
- {name: letters, kind: documents, pii: yes}
- {name: codes, kind: files, update_pattern: snapshot}
use_cases: [{name: a, workload: rag}, {name: b, workload: operational_api}]
""",
        {"data_lake", "data_warehouse", "lakehouse"},
        {"streaming", "data_mesh"},
        {"letters": {"batch"}, "codes": {"batch"}},
        {"vector_store": {"database_extension"}},
    ),
    Archetype(
        "ten million contracts in one search",
        """
cloud: aws
documents: 10 million
sources: [{name: contracts, kind: documents, volume: 3 TB}]
use_cases: [{workload: rag}]
""",
        {"data_lake"},
        {"streaming", "data_mesh"},
        {},
        {"vector_store": {"vector_database"}},
    ),
    Archetype(
        "a marketplace whose centre holds thirty teams up",
        """
cloud: aws
domains: 30
central_bottleneck: yes
sources: [{name: domains, kind: other_sql}, {name: events, kind: event_stream}]
use_cases: [{workload: bi}, {workload: data_sharing}]
""",
        {"data_mesh"},
    ),
    Archetype(
        "a bank whose lines of business share what they own",
        """
cloud: aws
governance_model: federated
compliance: [bcbs239]
sources: [{name: lines, kind: other_sql, pii: yes}]
use_cases: [{workload: data_sharing}, {workload: bi}, {workload: ml}]
""",
        {"data_mesh"},
    ),
    Archetype(
        "three analysts' teams and one small warehouse",
        """
team_size: 5
domains: 3
central_bottleneck: yes
skills: [{name: sql}, {name: dbt}]
sources: [{name: events, kind: event_stream}]
use_cases: [{workload: bi}, {workload: adhoc_sql}]
""",
        {"data_warehouse", "lakehouse"},
        {"data_mesh"},
    ),
    Archetype(
        "a company of many teams with a centre that serves them well",
        """
cloud: gcp
domains: 40
team_size: 20
central_bottleneck: no
sources: [{name: app, kind: postgresql, volume: 2 TB}]
use_cases: [{workload: bi}, {workload: data_sharing}]
""",
        {"data_warehouse"},
        {"data_mesh"},
    ),
    Archetype(
        "hundreds of terabytes of rows that change",
        """
cloud: aws
sources: [{name: blocks, kind: postgresql, volume: 200 TB, update_pattern: mutable}]
use_cases: [{workload: bi, freshness: 4 hours}, {workload: ml, freshness: 4 hours}]
""",
        {"lakehouse"},
        {"streaming", "data_mesh"},
        {"blocks": {"CDC"}},
        {"table_format": {"open_tables"}},
    ),
    Archetype(
        "orders that are deleted, wanted within minutes",
        """
cloud: aws
sources: [{name: orders, kind: mysql, volume: 800 GB, update_pattern: hard_delete}]
use_cases: [{workload: bi, freshness: 5 min}]
""",
        {"data_warehouse"},
        {"data_mesh", "streaming"},
        {"orders": {"CDC"}},
    ),
    Archetype(
        "open figures of a public office, refreshed at night",
        """
cloud: aws
skills: [{name: python}]
sources:
- {name: awards, kind: postgresql, freshness: 1 day}
- {name: files, kind: files, freshness: 1 day}
use_cases: [{name: a, workload: operational_api, freshness: 1 day},
            {name: b, workload: data_sharing, freshness: 1 day}]
""",
        {"data_warehouse", "lakehouse"},
        {"streaming", "data_mesh"},
        {"awards": {"batch"}, "files": {"batch"}},
        {"orchestration": {"scheduler", "light_orchestrator"}},
    ),
    Archetype(
        "statisticians with files and Python",
        """
cloud: on_prem
skills: [{name: python}, {name: ml}]
sources: [{name: surveys, kind: files, update_pattern: snapshot}]
use_cases: [{workload: ml}, {workload: adhoc_sql}, {workload: data_sharing}]
""",
        {"data_lake", "lakehouse"},
        {"streaming", "data_mesh", "data_warehouse"},
        {"surveys": {"batch"}},
        {"batch_transform": {"single_job"}, "transform": set()},
    ),
    Archetype(
        "a team that runs Databricks and knows Spark",
        """
cloud: azure
skills: [{name: spark}, {name: python}, {name: sql}]
existing_tools: [{name: Databricks}]
sources: [{name: stream, kind: event_stream}, {name: db, kind: sqlserver}]
use_cases: [{workload: bi}, {workload: ml}]
""",
        {"lakehouse"},
        {"data_mesh"},
        {"stream": {"streaming"}, "db": {"batch"}},
    ),
    Archetype(
        "a team that runs Snowflake and Airflow",
        """
cloud: aws
skills: [{name: sql}, {name: dbt}]
existing_tools: [{name: Snowflake}, {name: Apache Airflow}]
sources: [{name: db, kind: mysql, volume: 500 GB}, {name: crm, kind: saas_api}]
use_cases: [{workload: bi}, {workload: adhoc_sql}]
""",
        {"data_warehouse"},
        {"lakehouse", "streaming", "data_mesh"},
        {},
        {"analytical_store": {"cloud_warehouse"}, "orchestration": {"workflow_platform"}},
    ),
    Archetype(
        "dashboards over events that outgrew the application's database",
        """
team_size: 2
sources: [{name: views, kind: event_stream, volume: 30 GB}]
use_cases: [{workload: realtime_dashboard}]
existing_tools: [{name: PostgreSQL, keep: "no"}]
""",
        {"streaming"},
        {"lakehouse", "data_lake", "data_mesh"},
        {"views": {"streaming"}},
        {"analytical_store": {"realtime_olap"}, "stream_processing": {"store_views"}},
    ),
    Archetype(
        "a database of an application beside a warehouse that runs",
        """
cloud: aws
existing_tools: [{name: MySQL}, {name: Redshift Serverless}]
sources: [{name: app, kind: mysql}]
use_cases: [{workload: bi}]
""",
        {"data_warehouse"},
        {"lakehouse", "streaming", "data_mesh"},
        {},
        {"analytical_store": {"cloud_warehouse"}},
    ),
    Archetype(
        "a lake that runs, and reports on it",
        """
cloud: azure
existing_tools: [{name: Plain Parquet files}]
sources: [{name: curated, kind: object_store}, {name: apps, kind: other_sql}]
use_cases: [{workload: bi}, {workload: adhoc_sql}]
""",
        {"lakehouse", "data_lake"},
        {"streaming", "data_mesh"},
    ),
    Archetype(
        "models and reports of a team in a cloud, with nothing said of volumes",
        """
cloud: gcp
sources: [{name: events, kind: event_stream}, {name: systems, kind: other_sql}]
use_cases: [{workload: bi}, {workload: adhoc_sql}, {workload: ml}]
""",
        {"data_warehouse"},
        {"lakehouse", "streaming", "data_mesh"},
        {},
        {
            "analytical_store": {"cloud_warehouse"},
            "orchestration": {"light_orchestrator", "workflow_platform"},
        },
    ),
    Archetype(
        "one person's model on a laptop",
        """
cloud: vm
team_size: 1
sources: [{name: exports, kind: files, volume: 2 GB}]
use_cases: [{workload: bi}, {workload: ml}]
""",
        {"data_warehouse", "data_lake"},
        {"lakehouse", "streaming", "data_mesh"},
        {},
        {"analytical_store": {"embedded_olap"}, "orchestration": {"scheduler"}},
    ),
    Archetype(
        "a clinic with two people and records of patients",
        """
cloud: on_prem
team_size: 2
compliance: [hipaa]
sources: [{name: records, kind: sqlserver, volume: 40 GB, pii: "yes"}]
use_cases: [{workload: bi}]
""",
        {"data_warehouse"},
        {"lakehouse", "streaming", "data_mesh"},
        {},
        {"analytical_store": {"relational_db"}, "orchestration": {"scheduler"}},
    ),
    Archetype(
        "a public data set asked in SQL where history is cheap in the warehouse",
        """
cloud: gcp
sources: [{name: logs, kind: object_store, update_pattern: append}]
use_cases: [{workload: data_sharing}, {workload: adhoc_sql}]
""",
        {"data_warehouse", "data_lake"},
        {"streaming", "data_mesh", "lakehouse"},
    ),
]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_what_a_senior_architect_would_sign(decided: Decided, one: Archetype) -> None:
    found = decided(one.text)
    assert found.pattern.ids[0] in one.patterns
    assert not one.never & set(found.pattern.ids)
    for source, methods in one.methods.items():
        assert found.methods[source].name in methods, source
    for need, rungs in one.rungs.items():
        choice = found.choices.get(need)
        assert (choice.rung.id in rungs) if choice and rungs else bool(choice) == bool(rungs), (
            need,
            choice and choice.rung.id,
        )
