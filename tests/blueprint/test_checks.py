"""Each check finds its disagreement and nothing else does."""

from decimal import Decimal

import pytest

from data_platform.blueprint.checks import RULES, check
from data_platform.blueprint.model import (
    Age,
    AgeStep,
    Leaving,
    StackReview,
    ToolFate,
    Upkeep,
    UseCaseCost,
)


def put(part, path, **changes):
    """The part with fields changed below a path like `flows.0`."""
    head, _, rest = path.partition(".")
    if not head:
        return part.model_copy(update=changes)
    value = part[int(head)] if isinstance(part, list) else getattr(part, head)
    value = value.model_copy(update=changes) if not rest else put(value, rest, **changes)
    if isinstance(part, list):
        return [value if number == int(head) else item for number, item in enumerate(part)]
    return part.model_copy(update={head: value})


def cut(blueprint, name, number):
    """The blueprint without an item of a list."""
    items = [item for at, item in enumerate(getattr(blueprint, name)) if at != number]
    return blueprint.model_copy(update={name: items})


def double(blueprint, name, number):
    """The blueprint with an item of a list twice."""
    items = getattr(blueprint, name)
    return blueprint.model_copy(update={name: [*items, items[number]]})


def cost(blueprint, **changes):
    return put(blueprint, "cost", **{name: Decimal(amount) for name, amount in changes.items()})


def aged(blueprint, **changes):
    """The sample with an age of data, right but for what is changed."""
    right = {
        "use_case": blueprint.title.use_cases[0],
        "source": blueprint.data_sources[0].source,
        "asked": 60.0,
        "steps": [AgeStep(name="read interval", seconds=30)],
        "worst": 30.0,
        "met": True,
        "said": "asked 1 min",
    }
    return put(blueprint, "success_metrics.0", age=Age(**{**right, **changes}))


def reviewed(blueprint, **changes):
    """The sample with a stack review, right but for what is changed."""
    hours = sum(one.upkeep_hours for one in blueprint.decisions)
    names = dict.fromkeys(entry.technology for entry in blueprint.stack)
    right = {
        "leaving": [Leaving(technology=name, takes="a week") for name in names],
        "upkeep": [Upkeep(technology=next(iter(names)), hours=hours)],
        "hours": hours,
        "given": hours,
    }
    return blueprint.model_copy(update={"stack_review": StackReview(**{**right, **changes})})


def b_leaving(blueprint):
    """What leaving takes of each technology of the sample."""
    return reviewed(blueprint).stack_review.leaving


def fate(blueprint, **changes):
    """The sample with one tool of today."""
    one = ToolFate(**{"tool": "Old", "fate": "goes", "why": "it is old", **changes})
    return reviewed(blueprint, tools=[one])


#: Rule, change of the sample, words of the message.
CASES = [
    ("sources_are_ingested", lambda b: cut(b, "ingestion", 1), "“crm” has 0"),
    ("sources_are_ingested", lambda b: double(b, "ingestion", 1), "“crm” has 2"),
    (
        "ingestion_sources_exist",
        lambda b: b.model_copy(
            update={"ingestion": [*b.ingestion, put(b.ingestion[0], "", source="erp")]}
        ),
        "“erp”",
    ),
    ("sources_are_in_flows", lambda b: put(b, "flows.1", sources=[]), "“crm” is in no flow"),
    ("flow_sources_exist", lambda b: put(b, "flows.1", sources=["crm", "erp"]), "“erp”"),
    (
        "reads_exist",
        lambda b: put(b, "transformation.0", reads=["Raw", "shop_db", "stg_items"]),
        "“clean_orders” reads “stg_items”",
    ),
    (
        "layers_are_written",
        lambda b: put(b, "transformation.0", writes=["stg_orders"]),
        "layer Processed",
    ),
    (
        "layers_are_written",
        lambda b: put(b, "transformation.1", writes=["fct_sales", "dim_customer"]),
        "layer Curated",
    ),
    ("layers_are_read", lambda b: put(b, "transformation.0", reads=["shop_db"]), "layer Raw"),
    (
        "layers_are_read",
        lambda b: put(b, "transformation.1", reads=["stg_orders"]),
        "layer Processed",
    ),
    (
        "pipelines_are_acyclic",
        lambda b: put(b, "transformation.0", reads=["Raw", "shop_db", "fct_sales"]),
        "“stg_orders” -> ",
    ),
    (
        "pipelines_are_acyclic",
        lambda b: put(
            b, "transformation.1", writes=["Curated", "Raw", "fct_sales", "dim_customer"]
        ),
        "“sales_mart” reads Processed and writes back to Raw",
    ),
    (
        "flow_pipelines_exist",
        lambda b: put(b, "flows.1", pipelines=["sales_mart", "stock_mart"]),
        "“stock_mart”",
    ),
    (
        "pipelines_are_in_flows",
        lambda b: put(b, "flows.1", pipelines=[]),
        "“sales_mart” is in no flow",
    ),
    (
        "upstream_flows_exist",
        lambda b: put(b, "flows.1", upstream=["orders_hourly", "gone"]),
        "“gone”",
    ),
    (
        "flows_are_acyclic",
        lambda b: put(b, "flows.0", upstream=["marts_daily"]),
        "“orders_hourly” -> “marts_daily” -> “orders_hourly”",
    ),
    ("flows_are_acyclic", lambda b: put(b, "flows.0", upstream=["orders_hourly"]), "orders_hourly"),
    (
        "models_are_written",
        lambda b: put(b, "transformation.1", writes=["Curated", "fct_sales"]),
        "“dim_customer” is written by 0",
    ),
    (
        "models_are_written",
        lambda b: put(b, "transformation.0", writes=["Processed", "stg_orders", "fct_sales"]),
        "“fct_sales” is written by 2",
    ),
    ("model_joins_exist", lambda b: put(b, "models.1", joins=["dim_shop"]), "“dim_shop”"),
    ("tools_are_in_stack", lambda b: put(b, "ingestion.0", tool="Kafka"), "“Kafka”"),
    ("tools_are_in_stack", lambda b: put(b, "transformation.0", tool="Spark"), "“Spark”"),
    ("tools_are_in_stack", lambda b: put(b, "flows.0", orchestration="Airflow"), "“Airflow”"),
    ("tools_are_in_stack", lambda b: put(b, "governance.2", tools=["Soda"]), "“Soda”"),
    ("bands_are_in_order", lambda b: put(b, "overview.bands.4", title="QUERY"), "QUERY"),
    (
        "bands_show_sources",
        lambda b: put(b, "overview.bands.0", boxes=["shop_db"]),
        "“crm” is not in the drawing",
    ),
    (
        "bands_show_sources",
        lambda b: put(b, "overview.bands.0", boxes=["shop_db", "crm", "erp"]),
        "“erp”",
    ),
    ("bands_show_methods", lambda b: put(b, "overview.bands.1", boxes=["Batch"]), "CDC"),
    ("bands_show_layers", lambda b: put(b, "overview.bands.2", chained=False), "storage band"),
    ("bands_show_layers", lambda b: put(b, "overview.bands.2", boxes=["Raw"]), "storage band"),
    ("bands_show_transformers", lambda b: put(b, "overview.bands.3", boxes=["SQL"]), "“dbt-core”"),
    (
        "storage_layers_are_in_order",
        lambda b: b.model_copy(update={"storage": b.storage[::-1]}),
        "Curated, Processed, Raw",
    ),
    (
        "governance_is_complete",
        lambda b: b.model_copy(update={"governance": b.governance[::-1]}),
        "PII, Access",
    ),
    (
        "stack_layers_are_in_order",
        lambda b: b.model_copy(update={"stack": [b.stack[1], b.stack[0], *b.stack[2:]]}),
        "Compute, Storage",
    ),
    (
        "roles_are_those_of_the_hook",
        lambda b: put(b, "governance_model.roles.0", may="Raw, in clear"),
        "“analyst”",
    ),
    (
        "roles_are_those_of_the_hook",
        lambda b: put(b, "governance_model.roles.1", name="owner"),
        "“owner”",
    ),
    (
        "personal_sources_exist",
        lambda b: put(b, "governance_model.personal.0", source="erp"),
        "“erp”",
    ),
    (
        "personal_sources_exist",
        lambda b: put(b, "governance_model", personal=[]),
        "whether there is personal data",
    ),
    (
        "layers_are_kept_as_stored",
        lambda b: put(b, "governance_model.retention.0", kept="12 months"),
        "Raw is kept “12 months”",
    ),
    (
        "roles_are_those_of_the_hook",
        lambda b: put(b, "governance_model", roles=b.governance_model.roles[:1]),
        "grants a role",
    ),
    (
        "personal_sources_exist",
        lambda b: put(b, "governance_model", erased=""),
        "how personal data is treated",
    ),
    (
        "kinds_are_handled_as_hooked",
        lambda b: put(b, "governance_model.handled.0", handled="dropped"),
        "Contact data",
    ),
    (
        "layers_are_kept_as_stored",
        lambda b: put(b, "governance_model.retention.0", kept="13"),
        "Raw is kept “13”",
    ),
    (
        "layers_are_kept_as_stored",
        lambda b: put(b, "governance_model.retention.1", layer="Raw", kept="13 months"),
        "Raw, Raw, Curated",
    ),
    (
        "rules_stand_once",
        lambda b: put(b, "governance_model", compliance=b.governance_model.compliance * 2),
        "GDPR",
    ),
    (
        "demands_are_settled",
        lambda b: put(b, "governance_model.compliance.0.demands.1", unmet=""),
        "“records kept”",
    ),
    (
        "demands_are_settled",
        lambda b: put(b, "governance_model.compliance.0.demands.0", unmet="no"),
        "either met or open",
    ),
    (
        "demands_are_settled",
        lambda b: put(b, "governance_model.compliance.0.demands.0", section="ANNEX"),
        "“ANNEX”",
    ),
    (
        "demands_are_settled",
        lambda b: put(b, "governance_model.compliance.0.demands.0", by="Archive"),
        "“Archive”, which is not in STORAGE DESIGN",
    ),
    (
        "quality_is_counted_as_hooked",
        lambda b: put(b, "governance_model.quality.0", checks=11),
        "The layers have 27 quality checks",
    ),
    (
        "quality_is_counted_as_hooked",
        lambda b: put(b, "governance_model.quality.1", layer="Raw"),
        "Raw has its quality checks twice",
    ),
    (
        "logs_are_kept_as_told",
        lambda b: put(
            b,
            "governance_model.compliance.0.demands.0",
            section="GOVERNANCE MODEL",
            by="Audit log",
            met="s3://other/audit/, 1 year",
        ),
        "an audit log that is not there",
    ),
    ("stack_serves", lambda b: put(b, "stack.6", serves=[]), "“dlt”"),
    ("stack_rows_differ", lambda b: double(b, "stack", 6), "“dlt”"),
    ("cost_lines_are_right", lambda b: put(b, "cost.lines.1", rate=Decimal("0.09")), "65.70"),
    (
        "cost_components_are_sums",
        lambda b: cost(b, storage="8.00", total="69.37"),
        "Storage costs 8.00, but its lines add up to 7.60",
    ),
    ("cost_total_is_sum", lambda b: cost(b, total="70.00"), "70.00"),
    ("cost_band_holds_total", lambda b: cost(b, low="70.00"), "not between 70.00"),
    ("cost_band_holds_total", lambda b: cost(b, high="50.00"), "and 50.00"),
    (
        "cost_use_cases_are_total",
        lambda b: put(b, "cost", use_cases=[UseCaseCost(name="sales", amount="5.00", own="1.00")]),
        "The use cases cost 5.00 together",
    ),
    (
        "cost_use_cases_are_total",
        lambda b: put(
            b,
            "cost",
            use_cases=[UseCaseCost(name="sales", amount=b.cost.total, own=b.cost.total + 1)],
        ),
        "of it are its own",
    ),
    ("cost_is_of_stack", lambda b: put(b, "cost.lines.0", technology="Azure Blob"), "Azure Blob"),
    ("decisions_are_in_stack", lambda b: put(b, "decisions.0", choice="Trino"), "“Trino”"),
    ("names_differ", lambda b: double(b, "data_sources", 0), "data sources are named “shop_db”"),
    ("names_differ", lambda b: double(b, "transformation", 0), "pipelines are named"),
    ("names_differ", lambda b: double(b, "models", 0), "models are named"),
    ("names_differ", lambda b: double(b, "flows", 0), "flows are named"),
    (
        "texts_are_clean",
        lambda b: put(b, "scaling", current="0.5 GB\x1b[31m/day"),
        "scaling.current holds control characters",
    ),
    ("texts_are_clean", lambda b: put(b, "storage.0", format=" "), "storage[1].format is empty"),
    ("ages_add_up", lambda b: aged(b, worst=31.0), "not the sum"),
    (
        "ages_add_up",
        lambda b: aged(b, steps=[AgeStep(name="Load", seconds=30, flow="nightly")]),
        "Load of “nightly”",
    ),
    ("ages_belong_to_use_cases", lambda b: aged(b, use_case="nobody"), "“nobody”"),
    ("ages_belong_to_use_cases", lambda b: aged(b, source="nowhere"), "“nowhere”"),
    ("missed_ages_are_asked", lambda b: aged(b, met=False, remedy="a stream"), "nobody is asked"),
    ("missed_ages_are_asked", lambda b: aged(b, remedy="a stream"), "met and mended"),
    ("history_is_of_dimensions", lambda b: put(b, "models.0", history="versions"), "fct_sales"),
    ("fates_name_decisions", lambda b: fate(b, fate="stays"), "serves 0 decisions"),
    ("fates_name_decisions", lambda b: fate(b, fate="stays", serves=["tea"]), "“tea”"),
    ("fates_name_decisions", lambda b: fate(b, replaced_by="Nothing"), "“Nothing”"),
    ("upkeep_adds_up", lambda b: reviewed(b, upkeep=[]), "that of the technologies is 0"),
    ("upkeep_adds_up", lambda b: reviewed(b, hours=1000.0), "Upkeep is 1000 hours"),
    (
        "leaving_is_of_the_stack",
        lambda b: reviewed(b, leaving=[*b_leaving(b), Leaving(technology="Other", takes="-")]),
        "“Other”",
    ),
    ("leaving_is_of_the_stack", lambda b: reviewed(b, leaving=b_leaving(b)[1:]), "is not said"),
    ("texts_are_clean", lambda b: put(b, "title", use_cases=[""]), "title.use_cases[1] is empty"),
]


def test_the_sample_agrees(sample_blueprint):
    assert check(sample_blueprint) == []


@pytest.mark.parametrize(
    ("rule", "change", "words"), CASES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_finds_exactly_this(sample_blueprint, rule, change, words):
    changed = change(sample_blueprint)
    fired = {one.__name__: list(one(changed)) for one in RULES if list(one(changed))}
    assert list(fired) == [rule]
    assert words in " ".join(fired[rule])
    assert check(changed) == fired[rule]


def test_silence_on_personal_data_is_found(sample_blueprint):
    changed = put(sample_blueprint, "governance.4", implementation=" ")
    assert any("PII" in message for message in check(changed))


def test_every_rule_has_a_case():
    tried = {rule for rule, _, _ in CASES} | {"personal_data_is_handled"}
    assert tried == {rule.__name__ for rule in RULES}


def test_what_is_allowed(sample_blueprint):
    allowed = put(sample_blueprint, "decisions.0", overruled="")
    allowed = put(allowed, "decisions.1", need="pattern", choice="Data Warehouse (Medium)")
    allowed = put(allowed, "open_questions.0", key="")
    allowed = put(allowed, "cost.lines.0", sku="")
    allowed = put(allowed, "operating_plan.0", practice="one line\nand another")
    assert check(allowed) == []


def test_half_a_cent_is_rounded_up(sample_blueprint):
    changed = put(
        sample_blueprint,
        "cost.lines.2",
        quantity=Decimal("0.5"),
        rate=Decimal("3.61"),
        amount=Decimal("1.81"),
    )
    assert not [message for message in check(changed) if "Cost line" in message]


def test_nothing_is_asked_of_layers_without_sources(sample_blueprint):
    empty = sample_blueprint.model_copy(
        update={
            "data_sources": [],
            "ingestion": [],
            "transformation": [],
            "models": [],
            "flows": [],
            "governance_model": sample_blueprint.governance_model.model_copy(
                update={"personal": []}
            ),
            "governance": [
                *sample_blueprint.governance[:4],
                sample_blueprint.governance[4].model_copy(update={"tools": []}),
            ],
        }
    )
    assert check(empty) == []
