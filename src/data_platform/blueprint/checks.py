"""The checks that a blueprint's sections agree: one small function for each rule.

Each yields a plain message that names what disagrees. Nothing is repaired here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeVar

from pydantic import BaseModel

from data_platform.blueprint.model import Blueprint, Cost, CostLine

LAYERS: Final = ("Raw", "Processed", "Curated")
ASPECTS: Final = ("Catalog", "Lineage", "Quality", "Access", "PII")
#: Layers that the stack shows first, in this order.
STACK_LAYERS: Final = ("Storage", "Compute", "Orchestration", "Transform", "Query")
BANDS: Final = (
    "DATA SOURCES",
    "INGESTION LAYER",
    "STORAGE LAYERS",
    "TRANSFORMATION LAYER",
    "ACCESS LAYER",
    "CONSUMPTION",
)
#: What cost lines name when they belong to no technology, and decisions that choose none.
PLATFORM: Final = "Platform"
NOT_NEEDED: Final = "not needed"
#: The decision whose choice is an architecture pattern, not a technology.
PATTERN: Final = "pattern"
#: Texts that may be empty although the model requires the field.
_MAY_BE_EMPTY: Final = {(CostLine, "sku")}
_CENT: Final = Decimal("0.01")

_Name = TypeVar("_Name", bound=Hashable)
Rule = Callable[[Blueprint], Iterator[str]]


def check(blueprint: Blueprint) -> list[str]:
    """What disagrees in a blueprint, as messages; empty if nothing does."""
    return [message for rule in RULES for message in rule(blueprint)]


def sources_are_ingested(blueprint: Blueprint) -> Iterator[str]:
    """Each data source has exactly one ingestion pattern."""
    count = Counter(entry.source for entry in blueprint.ingestion)
    for source in _unique(row.source for row in blueprint.data_sources):
        if count[source] != 1:
            yield f"Source “{source}” has {count[source]} ingestion patterns instead of one."


def ingestion_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each ingestion pattern belongs to a data source."""
    known = _sources(blueprint)
    for source in _unique(entry.source for entry in blueprint.ingestion):
        if source not in known:
            yield f"Ingestion names “{source}”, which is no data source."


def sources_are_in_flows(blueprint: Blueprint) -> Iterator[str]:
    """Each data source is loaded by a flow."""
    loaded = {source for flow in blueprint.flows for source in flow.sources}
    for source in _unique(row.source for row in blueprint.data_sources):
        if source not in loaded:
            yield f"Source “{source}” is in no flow."


def flow_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each source of a flow is a data source."""
    known = _sources(blueprint)
    for flow in blueprint.flows:
        for source in flow.sources:
            if source not in known:
                yield f"Flow “{flow.name}” loads “{source}”, which is no data source."


def reads_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each input of a pipeline is a source, a layer, a model, or written by another pipeline."""
    known = _sources(blueprint) | set(LAYERS) | {model.name for model in blueprint.models}
    for entry in blueprint.transformation:
        written = {
            name
            for other in blueprint.transformation
            if other is not entry
            for name in other.writes
        }
        for name in entry.reads:
            if name not in known and name not in written:
                yield f"Pipeline “{entry.pipeline}” reads “{name}”, which nothing provides."


def layers_are_written(blueprint: Blueprint) -> Iterator[str]:
    """Each layer receives data: Raw from ingestion, the others from pipelines."""
    if not blueprint.data_sources:
        return
    written = {name for entry in blueprint.transformation for name in entry.writes}
    if blueprint.ingestion:
        written.add("Raw")
    if any(model.name in written for model in blueprint.models):
        written.add("Curated")
    for layer in LAYERS:
        if layer not in written:
            yield f"Nothing writes the layer {layer}."


def layers_are_read(blueprint: Blueprint) -> Iterator[str]:
    """Raw and Processed are read by pipelines; Curated is read by consumption."""
    if not blueprint.data_sources:
        return
    read = {name for entry in blueprint.transformation for name in entry.reads}
    for layer in LAYERS[:-1]:
        if layer not in read:
            yield f"Nothing reads the layer {layer}."


def pipelines_are_acyclic(blueprint: Blueprint) -> Iterator[str]:
    """No pipeline depends on its own output, and none writes to a layer before its inputs'."""
    rank = {layer: number for number, layer in enumerate(LAYERS)}
    for entry in blueprint.transformation:
        read = [name for name in entry.reads if name in rank]
        written = [name for name in entry.writes if name in rank]
        if read and written:
            last, first = max(read, key=rank.__getitem__), min(written, key=rank.__getitem__)
            if rank[first] < rank[last]:
                yield f"Pipeline “{entry.pipeline}” reads {last} and writes back to {first}."
    edges: dict[str, set[str]] = {}
    for entry in blueprint.transformation:
        for name in entry.writes:
            if name not in rank:
                edges.setdefault(name, set()).update(n for n in entry.reads if n not in rank)
    for ring in _cycles(edges):
        yield f"Pipelines depend on their own output: {_path(ring)}."


def flow_pipelines_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each pipeline of a flow is an entry of the transformation logic."""
    known = {entry.pipeline for entry in blueprint.transformation}
    for flow in blueprint.flows:
        for name in flow.pipelines:
            if name not in known:
                yield f"Flow “{flow.name}” runs “{name}”, which is no pipeline."


def pipelines_are_in_flows(blueprint: Blueprint) -> Iterator[str]:
    """Each pipeline is run by a flow."""
    run = {name for flow in blueprint.flows for name in flow.pipelines}
    for name in _unique(entry.pipeline for entry in blueprint.transformation):
        if name not in run:
            yield f"Pipeline “{name}” is in no flow."


def upstream_flows_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each flow that another waits for exists."""
    known = {flow.name for flow in blueprint.flows}
    for flow in blueprint.flows:
        for name in flow.upstream:
            if name not in known:
                yield f"Flow “{flow.name}” waits for “{name}”, which is no flow."


def flows_are_acyclic(blueprint: Blueprint) -> Iterator[str]:
    """No flow waits for itself."""
    for ring in _cycles({flow.name: set(flow.upstream) for flow in blueprint.flows}):
        yield f"Flows wait for each other: {_path(ring)}."


def model_joins_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each model that another joins exists."""
    known = {model.name for model in blueprint.models}
    for model in blueprint.models:
        for name in model.joins:
            if name not in known:
                yield f"Model “{model.name}” joins “{name}”, which is no model."


def tools_are_in_stack(blueprint: Blueprint) -> Iterator[str]:
    """Each tool that a section names is a technology of the stack."""
    stack = _technologies(blueprint)
    named = [
        *((f"Ingestion of “{entry.source}”", entry.tool) for entry in blueprint.ingestion),
        *((f"Pipeline “{entry.pipeline}”", entry.tool) for entry in blueprint.transformation),
        *((f"Flow “{flow.name}”", flow.orchestration) for flow in blueprint.flows),
        *(
            (f"Governance of {row.aspect}", tool)
            for row in blueprint.governance
            for tool in row.tools
        ),
    ]
    for where, tool in named:
        if tool not in stack:
            yield f"{where} uses “{tool}”, which is not in the stack."


def bands_are_in_order(blueprint: Blueprint) -> Iterator[str]:
    """The drawing has its six bands, from sources to consumption."""
    titles = tuple(band.title for band in blueprint.overview.bands)
    if titles != BANDS:
        yield f"The drawing's bands are {', '.join(titles)} instead of {', '.join(BANDS)}."


def bands_show_sources(blueprint: Blueprint) -> Iterator[str]:
    """The first band shows the data sources and nothing else."""
    if not blueprint.data_sources:
        return
    shown, known = set(_boxes(blueprint, "DATA SOURCES")), _sources(blueprint)
    for name in _unique(row.source for row in blueprint.data_sources):
        if name not in shown:
            yield f"Source “{name}” is not in the drawing."
    for name in _unique(_boxes(blueprint, "DATA SOURCES")):
        if name not in known:
            yield f"The drawing shows “{name}”, which is no data source."


def bands_show_methods(blueprint: Blueprint) -> Iterator[str]:
    """The ingestion band shows each method in use."""
    boxes = [box.casefold() for box in _boxes(blueprint, "INGESTION LAYER")]
    for method in _unique(entry.method for entry in blueprint.ingestion):
        if not any(method.casefold() in box for box in boxes):
            yield f"The ingestion method {method} is not in the drawing."


def bands_show_layers(blueprint: Blueprint) -> Iterator[str]:
    """The storage band chains Raw, Processed and Curated."""
    for band in blueprint.overview.bands:
        if band.title == "STORAGE LAYERS":
            named = len(band.boxes) == len(LAYERS) and all(
                box.startswith(layer) for box, layer in zip(band.boxes, LAYERS, strict=True)
            )
            if not named or not band.chained:
                yield "The drawing's storage band is not Raw, then Processed, then Curated."


def bands_show_transformers(blueprint: Blueprint) -> Iterator[str]:
    """The transformation band shows each technology of the stack's layer Transform."""
    boxes = _boxes(blueprint, "TRANSFORMATION LAYER")
    for entry in blueprint.stack:
        if entry.layer == "Transform" and not any(entry.technology in box for box in boxes):
            yield f"“{entry.technology}” transforms but is not in the drawing."


def storage_layers_are_in_order(blueprint: Blueprint) -> Iterator[str]:
    """The storage design has the layers Raw, Processed and Curated, in this order."""
    if (names := tuple(layer.name for layer in blueprint.storage)) != LAYERS:
        yield f"The storage layers are {', '.join(names)} instead of {', '.join(LAYERS)}."


def governance_is_complete(blueprint: Blueprint) -> Iterator[str]:
    """Governance has its five aspects, in order."""
    if (names := tuple(row.aspect for row in blueprint.governance)) != ASPECTS:
        yield f"The governance aspects are {', '.join(names)} instead of {', '.join(ASPECTS)}."


def personal_data_is_handled(blueprint: Blueprint) -> Iterator[str]:
    """The PII row says something."""
    for row in blueprint.governance:
        if row.aspect == "PII" and not row.implementation.strip():
            yield "The governance of PII says nothing."


def stack_layers_are_in_order(blueprint: Blueprint) -> Iterator[str]:
    """The stack starts with Storage, Compute, Orchestration, Transform and Query."""
    layers = _unique(entry.layer for entry in blueprint.stack)[: len(STACK_LAYERS)]
    if tuple(layers) != STACK_LAYERS:
        yield f"The stack starts with {', '.join(layers)} instead of {', '.join(STACK_LAYERS)}."


def stack_serves(blueprint: Blueprint) -> Iterator[str]:
    """Each technology of the stack serves a requirement."""
    for entry in blueprint.stack:
        if not any(need.strip() for need in entry.serves):
            yield f"“{entry.technology}” ({entry.layer}) serves no requirement."


def stack_rows_differ(blueprint: Blueprint) -> Iterator[str]:
    """No technology is twice in one layer of the stack."""
    for layer, technology in _repeated((e.layer, e.technology) for e in blueprint.stack):
        yield f"“{technology}” is more than once in the stack's layer {layer}."


def cost_lines_are_right(blueprint: Blueprint) -> Iterator[str]:
    """Each line's amount is its quantity x its rate, rounded to cents."""
    for line in blueprint.cost.lines:
        right = (line.quantity * line.rate).quantize(_CENT, ROUND_HALF_UP)
        if line.amount != right:
            yield (
                f"Cost line “{line.item}” says {line.amount:f}, "
                f"but {line.quantity:f} x {line.rate:f} is {right:f}."
            )


def cost_components_are_sums(blueprint: Blueprint) -> Iterator[str]:
    """Each component is the sum of its lines."""
    for component, stated in _components(blueprint.cost).items():
        lines = [line.amount for line in blueprint.cost.lines if line.component == component]
        if (right := sum(lines, Decimal(0))) != stated:
            yield f"{component} costs {stated:f}, but its lines add up to {right:f}."


def cost_total_is_sum(blueprint: Blueprint) -> Iterator[str]:
    """The total is the sum of the four components."""
    right = sum(_components(blueprint.cost).values(), Decimal(0))
    if blueprint.cost.total != right:
        yield f"The total is {blueprint.cost.total:f}, but the components add up to {right:f}."


def cost_band_holds_total(blueprint: Blueprint) -> Iterator[str]:
    """The total lies between low and high."""
    cost = blueprint.cost
    if not cost.low <= cost.total <= cost.high:
        yield f"The total {cost.total:f} is not between {cost.low:f} and {cost.high:f}."


def cost_is_of_stack(blueprint: Blueprint) -> Iterator[str]:
    """Each cost line is of a technology of the stack, or of the platform as a whole."""
    known = _technologies(blueprint) | {PLATFORM}
    for line in blueprint.cost.lines:
        if line.technology not in known:
            yield f"Cost line “{line.item}” is of “{line.technology}”, which is not in the stack."


def decisions_are_in_stack(blueprint: Blueprint) -> Iterator[str]:
    """What a decision chose is in the stack, unless it is not needed or is the pattern."""
    stack = _technologies(blueprint)
    for decision in blueprint.decisions:
        free = decision.need == PATTERN or decision.choice.casefold().startswith(NOT_NEEDED)
        if not free and decision.choice not in stack:
            yield f"“{decision.title}” chose “{decision.choice}”, which is not in the stack."


def names_differ(blueprint: Blueprint) -> Iterator[str]:
    """No two data sources, pipelines, models or flows have one name."""
    kinds: Mapping[str, Iterable[str]] = {
        "data sources": (row.source for row in blueprint.data_sources),
        "pipelines": (entry.pipeline for entry in blueprint.transformation),
        "models": (model.name for model in blueprint.models),
        "flows": (flow.name for flow in blueprint.flows),
    }
    for kind, names in kinds.items():
        for name in _repeated(names):
            yield f"Several {kind} are named “{name}”."


def texts_are_clean(blueprint: Blueprint) -> Iterator[str]:
    """Texts say something and hold no control characters; line breaks are allowed."""
    for where, text, may_be_empty in _texts(blueprint, "blueprint"):
        if not text.strip() and not may_be_empty:
            yield f"{where} is empty."
        elif not text.isprintable() and any(map(_is_control, text)):
            yield f"{where} holds control characters."


RULES: Final[tuple[Rule, ...]] = (
    sources_are_ingested,
    ingestion_sources_exist,
    sources_are_in_flows,
    flow_sources_exist,
    reads_exist,
    layers_are_written,
    layers_are_read,
    pipelines_are_acyclic,
    flow_pipelines_exist,
    pipelines_are_in_flows,
    upstream_flows_exist,
    flows_are_acyclic,
    model_joins_exist,
    tools_are_in_stack,
    bands_are_in_order,
    bands_show_sources,
    bands_show_methods,
    bands_show_layers,
    bands_show_transformers,
    storage_layers_are_in_order,
    governance_is_complete,
    personal_data_is_handled,
    stack_layers_are_in_order,
    stack_serves,
    stack_rows_differ,
    cost_lines_are_right,
    cost_components_are_sums,
    cost_total_is_sum,
    cost_band_holds_total,
    cost_is_of_stack,
    decisions_are_in_stack,
    names_differ,
    texts_are_clean,
)


def _sources(blueprint: Blueprint) -> set[str]:
    return {row.source for row in blueprint.data_sources}


def _technologies(blueprint: Blueprint) -> set[str]:
    return {entry.technology for entry in blueprint.stack}


def _components(cost: Cost) -> dict[str, Decimal]:
    return {
        "Storage": cost.storage,
        "Compute": cost.compute,
        "Egress": cost.egress,
        "Tools": cost.tools,
    }


def _boxes(blueprint: Blueprint, title: str) -> list[str]:
    return [box for band in blueprint.overview.bands if band.title == title for box in band.boxes]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _repeated(names: Iterable[_Name]) -> list[_Name]:
    return [name for name, count in Counter(names).items() if count > 1]


def _path(ring: list[str]) -> str:
    return " -> ".join(f"“{name}”" for name in ring)


def _cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """One ring of names for each cycle that a walk along the edges closes."""
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path = {start: iter(edges[start])}
        while path:
            name = next(reversed(path))
            following = next(path[name], None)
            if following is None:
                done.add(name)
                del path[name]
            elif following in path:
                walked = list(path)
                yield [*walked[walked.index(following) :], following]
            elif following in edges and following not in done:
                path[following] = iter(edges[following])


def _texts(
    value: object, where: str, may_be_empty: bool = False
) -> Iterator[tuple[str, str, bool]]:
    """Every text below a value: where it is, what it says, whether it may be empty."""
    if isinstance(value, str):
        yield where, value, may_be_empty
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _texts(item, f"{where}[{number}]")
    elif isinstance(value, BaseModel):
        kind = type(value)
        for name, field in kind.model_fields.items():
            optional = field.default == "" or (kind, name) in _MAY_BE_EMPTY
            yield from _texts(getattr(value, name), f"{where}.{name}", optional)


def _is_control(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
