"""A hand-made blueprint whose sections agree, for every test that needs one."""

from decimal import Decimal

import pytest

from data_platform.blueprint.model import (
    Assumption,
    AuditLog,
    Band,
    Blueprint,
    BuildStep,
    CheckedLayer,
    Cost,
    CostLine,
    DataModel,
    DataSource,
    Decision,
    DemandRow,
    Flow,
    GovernanceHook,
    GovernanceModel,
    HandledKind,
    Ingestion,
    KeptLayer,
    Layer,
    OpenQuestion,
    OperatingTask,
    Overview,
    PersonalData,
    RegulationRow,
    Role,
    Scaling,
    StackEntry,
    Step,
    SuccessMetric,
    Title,
    Transformation,
)


def _cost_line(component, technology, item, quantity, unit, rate, formula, price="storage"):
    quantity, rate = Decimal(quantity), Decimal(rate)
    return CostLine(
        component=component,
        technology=technology,
        item=item,
        quantity=quantity,
        unit=unit,
        rate=rate,
        amount=(quantity * rate).quantize(Decimal("0.01")),
        formula=formula,
        sku=item,
        priced=f"AWS, eu-central-1, 2026-01, high confidence: list of {price} prices",
    )


def build_sample() -> Blueprint:
    """Two sources, one warehouse, everything small; `check` finds nothing in it."""
    return Blueprint(
        title=Title(
            name="harbor-analytics",
            use_cases=["sales dashboards", "churn model"],
            scale="190 GB today, 0.5 GB/day; 310 GB in 12 months (60 % a year, stated)",
            team="2 people, SQL and Python, 20 hours a month for upkeep",
        ),
        overview=Overview(
            bands=[
                Band(title="DATA SOURCES", boxes=["shop_db", "crm"]),
                Band(title="INGESTION LAYER", boxes=["Batch", "CDC"]),
                Band(title="STORAGE LAYERS", boxes=["Raw", "Processed", "Curated"], chained=True),
                Band(title="TRANSFORMATION LAYER", boxes=["dbt-core"]),
                Band(title="ACCESS LAYER", boxes=["SQL", "API"]),
                Band(title="CONSUMPTION", boxes=["BI", "ML"]),
            ]
        ),
        data_sources=[
            DataSource(
                source="shop_db",
                type="DB (PostgreSQL 15)",
                volume="180 GB (+0.4 GB/day)",
                frequency="changes all day, read hourly",
            ),
            DataSource(
                source="crm", type="API", volume="10 GB (+0.1 GB/day)", frequency="daily at 05:00"
            ),
        ],
        ingestion=[
            Ingestion(
                source="shop_db",
                method="CDC",
                tool="Debezium",
                schedule="continuous",
                schema_handling="14 tables under contract; new columns are added as nullable, "
                "a changed type stops this source only and opens a ticket",
                errors="3 retries (1, 4, 15 min); bad rows go to raw/_quarantine/shop_db/<date>/",
            ),
            Ingestion(
                source="crm",
                method="batch",
                tool="dlt",
                schedule="every day at 05:00",
                schema_handling="additive changes are taken over, others stop the load",
                errors="3 retries, then the day is replayed by date",
            ),
        ],
        storage=[
            Layer(
                name="Raw",
                format="Parquet, zstd",
                location="s3://harbor-lake/raw/<source>/<table>/load_date=YYYY-MM-DD/",
                partitioning="load_date",
                retention="13 months, then deleted",
            ),
            Layer(
                name="Processed",
                format="Parquet, zstd",
                location="s3://harbor-lake/processed/<table>/",
                partitioning="month of the event",
                retention="25 months",
            ),
            Layer(
                name="Curated",
                format="DuckDB tables",
                location="/srv/harbor/curated.duckdb",
                partitioning="none: 12 GB",
                retention="as long as the platform",
            ),
        ],
        transformation=[
            Transformation(
                pipeline="clean_orders",
                input="Raw (shop_db)",
                output="Processed",
                logic="deduplicate by (order_id, updated_at), cast money to decimal(18,2)",
                tool="dbt-core",
                schedule="every hour at minute 20",
                reads=["Raw", "shop_db"],
                writes=["Processed", "stg_orders"],
            ),
            Transformation(
                pipeline="sales_mart",
                input="Processed",
                output="Curated",
                logic="orders joined to customers, one row per order line",
                tool="dbt-core",
                schedule="every day at 05:30",
                reads=["Processed", "stg_orders"],
                writes=["Curated", "fct_sales", "dim_customer"],
            ),
        ],
        models=[
            DataModel(
                name="fct_sales",
                type="fact",
                grain="one row per order line",
                key_fields=["order_id", "line_number"],
                relationships="dim_customer on customer_id",
                joins=["dim_customer"],
            ),
            DataModel(
                name="dim_customer",
                type="dimension",
                grain="one row per customer",
                key_fields=["customer_id"],
                relationships="none",
            ),
        ],
        flows=[
            Flow(
                name="orders_hourly",
                steps=[
                    Step(name="Capture", description="shop_db to Raw, about 2 min behind"),
                    Step(name="Clean", description="clean_orders at minute 20"),
                ],
                orchestration="cron",
                schedule="20 * * * *, every hour at minute 20",
                dependencies="none",
                sources=["shop_db"],
                pipelines=["clean_orders"],
            ),
            Flow(
                name="marts_daily",
                steps=[
                    Step(name="Load", description="crm to Raw, 05:00"),
                    Step(name="Model", description="sales_mart, 05:30"),
                    Step(name="Test", description="26 checks, ready by 05:50"),
                ],
                orchestration="cron",
                schedule="0 5 * * *, every day at 05:00",
                dependencies="orders_hourly",
                sources=["crm"],
                pipelines=["sales_mart"],
                upstream=["orders_hourly"],
            ),
        ],
        governance=[
            GovernanceHook(
                aspect="Catalog", implementation="dbt-core docs, rebuilt daily", tools=["dbt-core"]
            ),
            GovernanceHook(
                aspect="Lineage", implementation="dbt-core graph of models", tools=["dbt-core"]
            ),
            GovernanceHook(
                aspect="Quality",
                implementation="26 checks; a failed key check blocks the mart, others warn",
                tools=["dbt-core"],
            ),
            GovernanceHook(
                aspect="Access",
                implementation="roles analyst (Curated, PII masked), engineer (all layers)",
            ),
            GovernanceHook(
                aspect="PII",
                implementation="email and phone hashed with a keyed hash in Processed",
                tools=["dbt-core"],
            ),
        ],
        stack=[
            StackEntry(
                layer="Storage",
                technology="Amazon S3",
                reason="190 GB of files, cheapest per GB",
                serves=["keep 190 GB"],
            ),
            StackEntry(
                layer="Compute",
                technology="m7g.large node",
                reason="one node holds the load at 12 months",
                serves=["hourly transforms"],
            ),
            StackEntry(
                layer="Orchestration",
                technology="cron",
                reason="2 flows without branches",
                serves=["hourly and daily runs"],
            ),
            StackEntry(
                layer="Transform",
                technology="dbt-core",
                reason="SQL is what the team knows",
                serves=["sales dashboards"],
            ),
            StackEntry(
                layer="Query",
                technology="DuckDB",
                reason="12 GB hot is under its 100 GB rung; 2 analysts",
                serves=["sales dashboards"],
            ),
            StackEntry(
                layer="Ingestion",
                technology="Debezium",
                reason="deletes must be seen within the hour",
                serves=["shop_db within 1 hour"],
            ),
            StackEntry(
                layer="Ingestion",
                technology="dlt",
                reason="one API, read daily",
                serves=["crm by 06:00"],
            ),
        ],
        scaling=Scaling(
            current="0.5 GB/day, 190 GB held",
            projected="0.8 GB/day, 310 GB held (60 % a year, stated)",
            strategy=[
                "hot data passes 100 GB in month 31 -> cloud warehouse",
                "events pass 1,000/s never on this growth",
            ],
        ),
        cost=Cost(
            lines=[
                _cost_line(
                    "Storage",
                    "Amazon S3",
                    "S3 Standard",
                    "310",
                    "GB",
                    "0.0245",
                    "310",
                ),
                _cost_line(
                    "Compute",
                    "m7g.large node",
                    "m7g.large",
                    "730",
                    "hours",
                    "0.0816",
                    "1 node x 730 hours",
                    price="machine",
                ),
                _cost_line(
                    "Egress", "Platform", "internet", "20.01", "GB", "0.09", "0.667 GB a day x 30"
                ),
            ],
            storage=Decimal("7.60"),
            compute=Decimal("59.57"),
            egress=Decimal("1.80"),
            tools=Decimal("0.00"),
            total=Decimal("68.97"),
            low=Decimal("61.00"),
            high=Decimal("94.50"),
            notes=["The band is ±20 % on volumes that are estimates."],
        ),
        decisions=[
            Decision(
                need="query",
                title="What answers queries",
                choice="DuckDB",
                why="12 GB hot at 12 months, 2 analysts, the team knows SQL",
                rejected=[
                    "Snowflake: not needed until 100 GB hot (month 31 on stated growth)",
                    "Trino: not needed until 1 TB hot",
                ],
                grow="100 GB hot, then a cloud warehouse, one week to move",
                upkeep_hours=3,
            ),
            Decision(
                need="vectors",
                title="Where vectors are searched",
                choice="not needed",
                why="no use case searches by meaning",
                grow="a use case asks for semantic search",
                overruled="nothing",
            ),
        ],
        governance_model=GovernanceModel(
            roles=[
                Role(name="analyst", may="Curated, PII masked", granted="2 people, by name"),
                Role(name="engineer", may="all layers", granted="the team"),
            ],
            personal=[
                PersonalData(
                    source="shop_db", kinds="contact data", columns="customers: email and phone"
                )
            ],
            handled=[
                HandledKind(
                    kind="Contact data",
                    handled="email and phone hashed",
                    raw="in clear, for 2 people",
                    processed="hashes",
                    curated="hashes, masked",
                )
            ],
            in_clear="only in Raw, for 2 people",
            erased="on request within 30 days",
            quality=[
                CheckedLayer(layer="Raw", checks=10, kinds="6 on row counts and 4 on freshness"),
                CheckedLayer(layer="Curated", checks=16, kinds="9 on keys and 7 on joins"),
            ],
            audit_log=AuditLog(
                where="file:///srv/acme/audit/, written once",
                holds="who read or changed what",
                kept="1 year",
                at_hand="100 days",
                size="1 GB",
                because="no rule asks for longer",
            ),
            residency=["Region: European Union. All layers rest on own machines there"],
            retention=[
                KeptLayer(layer="Raw", kept="13 months", deleted="whole days", because="stated"),
                KeptLayer(
                    layer="Processed",
                    kept="25 months",
                    deleted="rows past that age",
                    because="two years of reports",
                ),
                KeptLayer(
                    layer="Curated",
                    kept="as long as the platform",
                    deleted="rows past that age",
                    because="stated",
                ),
            ],
            compliance=[
                RegulationRow(
                    rule="GDPR",
                    demands=[
                        DemandRow(
                            asks="a person's data deleted on request",
                            section="STORAGE DESIGN",
                            by="Raw",
                            met="within 30 days",
                            source="Regulation (EU) 2016/679, art. 17",
                            confidence="high",
                        ),
                        DemandRow(
                            asks="records kept",
                            section="STORAGE DESIGN",
                            unmet="no layer keeps them",
                            source="own assumption",
                            confidence="assumption",
                        ),
                    ],
                )
            ],
        ),
        build_plan=[
            BuildStep(
                when="Week 1",
                title="Set up infrastructure",
                work=["bucket, keys and roles", "node with DuckDB and cron"],
            ),
            BuildStep(when="Week 2", title="Build pipelines", work=["Debezium on shop_db"]),
        ],
        operating_plan=[
            OperatingTask(aspect="Health", practice="freshness of each source, checked hourly"),
            OperatingTask(aspect="Costs", practice="budget alarm at $90"),
        ],
        success_metrics=[
            SuccessMetric(
                metric="Dashboards ready",
                today="by 11:00",
                target="by 08:00",
                measured_by="end of marts_daily",
            )
        ],
        assumptions=[
            Assumption(
                key="storage.compression",
                label="Compression",
                value="5:1 JSON to Parquet",
                reason="sources say 3 to 8; answering this narrows the total by $9",
            )
        ],
        open_questions=[
            OpenQuestion(
                question="Who may ask for deletion?",
                why="Decides the erase job and the retention of Raw.",
                key="governance.erasure",
            )
        ],
    )


@pytest.fixture
def sample_blueprint() -> Blueprint:
    return build_sample()
