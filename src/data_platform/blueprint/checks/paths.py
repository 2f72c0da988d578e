"""Checks that data has a way through: source, ingestion, layers, pipelines, models, flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data_platform.blueprint.checks.names import LAYERS, cycles, source_names, strangers, unique
from data_platform.blueprint.model import Blueprint


def sources_are_ingested(blueprint: Blueprint) -> Iterator[str]:
    """Each data source has exactly one ingestion pattern."""
    count = Counter(entry.source for entry in blueprint.ingestion)
    for source in unique(row.source for row in blueprint.data_sources):
        if count[source] != 1:
            yield f"Source “{source}” has {count[source]} ingestion patterns instead of one."


def ingestion_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each ingestion pattern belongs to a data source."""
    named = (entry.source for entry in blueprint.ingestion)
    for source in strangers(named, source_names(blueprint)):
        yield f"Ingestion names “{source}”, which is no data source."


def sources_are_in_flows(blueprint: Blueprint) -> Iterator[str]:
    """Each data source is loaded by a flow."""
    loaded = {source for flow in blueprint.flows for source in flow.sources}
    for source in strangers((row.source for row in blueprint.data_sources), loaded):
        yield f"Source “{source}” is in no flow."


def flow_sources_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each source of a flow is a data source."""
    known = source_names(blueprint)
    for flow in blueprint.flows:
        for source in strangers(flow.sources, known):
            yield f"Flow “{flow.name}” loads “{source}”, which is no data source."


def reads_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each input of a pipeline is a source, a layer, a model, or written by another pipeline."""
    known = source_names(blueprint) | set(LAYERS) | {model.name for model in blueprint.models}
    writers = Counter(name for entry in blueprint.transformation for name in set(entry.writes))
    for entry in blueprint.transformation:
        for name in entry.reads:
            others = writers[name] - (name in entry.writes)
            if name not in known and not others:
                yield f"Pipeline “{entry.pipeline}” reads “{name}”, which nothing provides."


def layers_are_written(blueprint: Blueprint) -> Iterator[str]:
    """Each layer receives data: Raw from ingestion, the others from pipelines."""
    if not blueprint.data_sources:
        return
    written = {name for entry in blueprint.transformation for name in entry.writes}
    if blueprint.ingestion:
        written.add("Raw")
    for layer in LAYERS:
        if layer not in written:
            yield f"Nothing writes the layer {layer}."


def layers_are_read(blueprint: Blueprint) -> Iterator[str]:
    """Raw and Processed are read by pipelines; Curated is for consumption."""
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
    for ring in cycles(edges):
        yield f"Pipelines depend on their own output: {_path(ring)}."


def flow_pipelines_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each pipeline of a flow is an entry of the transformation logic."""
    known = {entry.pipeline for entry in blueprint.transformation}
    for flow in blueprint.flows:
        for name in strangers(flow.pipelines, known):
            yield f"Flow “{flow.name}” runs “{name}”, which is no pipeline."


def pipelines_are_in_flows(blueprint: Blueprint) -> Iterator[str]:
    """Each pipeline is run by a flow."""
    run = {name for flow in blueprint.flows for name in flow.pipelines}
    for name in strangers((entry.pipeline for entry in blueprint.transformation), run):
        yield f"Pipeline “{name}” is in no flow."


def upstream_flows_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each flow that another waits for exists."""
    known = {flow.name for flow in blueprint.flows}
    for flow in blueprint.flows:
        for name in strangers(flow.upstream, known):
            yield f"Flow “{flow.name}” waits for “{name}”, which is no flow."


def flows_are_acyclic(blueprint: Blueprint) -> Iterator[str]:
    """No flow waits for itself."""
    for ring in cycles({flow.name: set(flow.upstream) for flow in blueprint.flows}):
        yield f"Flows wait for each other: {_path(ring)}."


def models_are_written(blueprint: Blueprint) -> Iterator[str]:
    """Each model is written by exactly one pipeline."""
    count = Counter(name for entry in blueprint.transformation for name in set(entry.writes))
    for name in unique(model.name for model in blueprint.models):
        if count[name] != 1:
            yield f"Model “{name}” is written by {count[name]} pipelines instead of one."


def model_joins_exist(blueprint: Blueprint) -> Iterator[str]:
    """Each model that another joins exists."""
    known = {model.name for model in blueprint.models}
    for model in blueprint.models:
        for name in strangers(model.joins, known):
            yield f"Model “{model.name}” joins “{name}”, which is no model."


def _path(ring: list[str]) -> str:
    return " -> ".join(f"“{name}”" for name in ring)


RULES = (
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
    models_are_written,
    model_joins_exist,
)
