"""Checks of the format: its bands, layers, aspects and rows, in order; names and texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from data_platform.blueprint.checks.names import LAYERS, repeated, source_names, unique
from data_platform.blueprint.model import Blueprint, CostLine

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
#: Texts that may be empty although the model requires the field.
_MAY_BE_EMPTY: Final = {(CostLine, "sku")}


def bands_are_in_order(blueprint: Blueprint) -> Iterator[str]:
    """The drawing has its six bands, from sources to consumption."""
    titles = tuple(band.title for band in blueprint.overview.bands)
    if titles != BANDS:
        yield f"The drawing's bands are {', '.join(titles)} instead of {', '.join(BANDS)}."


def bands_show_sources(blueprint: Blueprint) -> Iterator[str]:
    """The first band shows the data sources and nothing else."""
    if not blueprint.data_sources:
        return
    shown, known = set(_boxes(blueprint, "DATA SOURCES")), source_names(blueprint)
    for name in unique(row.source for row in blueprint.data_sources):
        if name not in shown:
            yield f"Source “{name}” is not in the drawing."
    for name in unique(_boxes(blueprint, "DATA SOURCES")):
        if name not in known:
            yield f"The drawing shows “{name}”, which is no data source."


def bands_show_methods(blueprint: Blueprint) -> Iterator[str]:
    """The ingestion band shows each method in use."""
    boxes = [box.casefold() for box in _boxes(blueprint, "INGESTION LAYER")]
    for method in unique(entry.method for entry in blueprint.ingestion):
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
    layers = unique(entry.layer for entry in blueprint.stack)[: len(STACK_LAYERS)]
    if tuple(layers) != STACK_LAYERS:
        yield f"The stack starts with {', '.join(layers)} instead of {', '.join(STACK_LAYERS)}."


def stack_rows_differ(blueprint: Blueprint) -> Iterator[str]:
    """No technology is twice in one layer of the stack."""
    for layer, technology in repeated((e.layer, e.technology) for e in blueprint.stack):
        yield f"“{technology}” is more than once in the stack's layer {layer}."


def names_differ(blueprint: Blueprint) -> Iterator[str]:
    """No two data sources, pipelines, models or flows have one name."""
    kinds: Mapping[str, Iterable[str]] = {
        "data sources": (row.source for row in blueprint.data_sources),
        "pipelines": (entry.pipeline for entry in blueprint.transformation),
        "models": (model.name for model in blueprint.models),
        "flows": (flow.name for flow in blueprint.flows),
    }
    for kind, names in kinds.items():
        for name in repeated(names):
            yield f"Several {kind} are named “{name}”."


def texts_are_clean(blueprint: Blueprint) -> Iterator[str]:
    """Texts say something and hold no control characters; line breaks are allowed."""
    for where, text, may_be_empty in _texts(blueprint, "blueprint"):
        if not text.strip() and not may_be_empty:
            yield f"{where} is empty."
        elif not text.isprintable() and any(map(_is_control, text)):
            yield f"{where} holds control characters."


def _boxes(blueprint: Blueprint, title: str) -> list[str]:
    return [box for band in blueprint.overview.bands if band.title == title for box in band.boxes]


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


RULES = (
    bands_are_in_order,
    bands_show_sources,
    bands_show_methods,
    bands_show_layers,
    bands_show_transformers,
    storage_layers_are_in_order,
    governance_is_complete,
    personal_data_is_handled,
    stack_layers_are_in_order,
    stack_rows_differ,
    names_differ,
    texts_are_clean,
)
