"""From the catalogue's YAML to its types. What the entries must agree on is in `checks`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from data_platform.catalog import checks
from data_platform.catalog.costs import CostReader
from data_platform.catalog.facts import PARSERS, confidence, options, source, yaml_files
from data_platform.catalog.layouts import read_layouts
from data_platform.catalog.model import (
    Catalogue,
    Constant,
    Metric,
    SourceKind,
    Workload,
)
from data_platform.catalog.personal import read_personal
from data_platform.catalog.price import Price
from data_platform.catalog.price_book import PRICE_KEYS, read_book_date, read_prices
from data_platform.catalog.reading import BadCatalogue, Entry, entries_of, read_yaml
from data_platform.catalog.regions import region_factors
from data_platform.catalog.regulations import REGULATION_KEYS, regulation
from data_platform.catalog.rungs import TECHNOLOGY_KEYS, technology
from data_platform.catalog.rungs import ladders as read_ladders
from data_platform.catalog.subjects import read_subjects
from data_platform.interview import quantities as q
from data_platform.interview.durations import parse_duration

__all__ = ["load_catalogue", "options", "read_catalogue"]

SHAPES = ("database", "api", "file", "stream", "document")


@cache
def load_catalogue() -> Catalogue:
    """The catalogue that comes with the program, read and checked once. Raises BadCatalogue."""
    return read_catalogue(files("data_platform.catalog"))


def read_catalogue(root: Traversable) -> Catalogue:
    """The catalogue in a folder, checked. Raises BadCatalogue for the first mistake."""
    metrics = _metrics(root)
    capabilities = _texts(root, "capabilities.yaml")
    drivers = _texts(root, "drivers.yaml")
    prices, unpriced = read_prices(_all(root, "prices", PRICE_KEYS))
    nodes, used, memory = _nodes(root, prices)
    costs = CostReader(prices, unpriced, nodes, used, drivers, options("need"))
    technologies = {
        key: technology(one, metrics, capabilities, costs)
        for key, one in _all(root, "technologies", TECHNOLOGY_KEYS).items()
    }
    ladders = read_ladders(root, metrics, capabilities, technologies)
    platform = Entry("platform_costs.yaml", "", read_yaml(root, "platform_costs.yaml"), ("costs",))
    catalogue = Catalogue(
        metrics=metrics,
        capabilities=capabilities,
        ladders=ladders,
        technologies=technologies,
        prices=prices,
        constants=_each(root, "constants.yaml", _CONSTANT_KEYS, _constant),
        source_kinds=_each(root, "source_kinds.yaml", _SOURCE_KEYS, _source_kind),
        workloads=_each(root, "workloads.yaml", _WORKLOAD_KEYS, _workload),
        regulations=_each(root, "regulations.yaml", REGULATION_KEYS, regulation),
        personal=read_personal(root, set(options("pii_kind")) - {"none"}),
        subjects=read_subjects(root, options("source_kind"), SHAPES),
        layouts=read_layouts(root, technologies),
        nodes=nodes,
        node_memory=memory,
        platform_costs=costs.rules(platform, options("cloud")),
        drivers=drivers,
        region_factors=region_factors(
            root, options("cloud"), options("region"), {price.vendor for price in prices.values()}
        ),
        unpriced=unpriced,
        book=read_book_date(root),
    )
    checks.check(catalogue)
    return catalogue


def _texts(root: Traversable, file: str) -> dict[str, str]:
    """A file that maps ids to phrases."""
    loaded = read_yaml(root, file)
    if not isinstance(loaded, dict):
        raise BadCatalogue(file, "", "must map ids to phrases")
    for key, value in loaded.items():
        if not isinstance(value, str) or not value.strip():
            raise BadCatalogue(file, key, "must be a phrase")
    return loaded


def _all(root: Traversable, folder: str, allowed: Collection[str]) -> dict[str, Entry]:
    """The entries of all files of a folder; an id stands in one of them only."""
    found: dict[str, Entry] = {}
    for name in yaml_files(root, folder):
        for key, one in entries_of(root, f"{folder}/{name}", allowed).items():
            if key in found:
                raise one.bad("", f"stands in {found[key].file} too")
            found[key] = one
    return found


def _each(
    root: Traversable, file: str, allowed: Collection[str], read: Callable[[Entry], Any]
) -> dict[str, Any]:
    return {key: read(one) for key, one in entries_of(root, file, allowed).items()}


def _metrics(root: Traversable) -> dict[str, Metric]:
    return {
        key: Metric(
            id=key,
            label=one.text("label"),
            kind=one.choice("kind", PARSERS, "kind of metric"),
            grows=one.yes("grows"),
            one=one.text("one", ""),
        )
        for key, one in entries_of(root, "metrics.yaml", ("label", "kind", "grows", "one")).items()
    }


def _nodes(
    root: Traversable, prices: Mapping[str, Price]
) -> tuple[dict[str, dict[str, str]], set[str], dict[str, Decimal]]:
    """Shapes of machines with the SKU on each cloud, those by the hour used, GB of memory."""
    clouds = options("cloud")
    nodes: dict[str, dict[str, str]] = {}
    by_use: set[str] = set()
    memory: dict[str, Decimal] = {}
    for key, one in entries_of(root, "nodes.yaml", ("title", "memory", "runs", "skus")).items():
        memory[key] = one.decimal("memory")
        one.text("title")
        skus = one.entry("skus", clouds)
        nodes[key] = {cloud: skus.choice(cloud, prices, "price in prices.yaml") for cloud in clouds}
        if one.choice("runs", ("always", "when used"), "way to run") == "when used":
            by_use.add(key)
        for cloud, sku in nodes[key].items():
            unit = prices[sku].unit
            if unit not in ("hour", "month") or (unit == "month" and key in by_use):
                raise skus.bad(cloud, f"a machine is paid by the hour or month, not {unit}")
    return nodes, by_use, memory


_CONSTANT_KEYS = ("value", "low", "high", "unit", "source", "confidence")


def _constant(one: Entry) -> Constant:
    unit = one.text("unit")
    # “bytes” and “bytes a machine” are both written as sizes.
    first = unit.partition(" ")[0]
    parse = PARSERS[first] if first in ("bytes", "seconds") else None
    value, low, high = (
        float(one.parsed(name, parse) if parse else one.decimal(name, least=None))
        for name in ("value", "low", "high")
    )
    if not low <= value <= high:
        raise one.bad("value", "must lie between low and high")
    return Constant(one.key, value, low, high, unit, source(one), confidence(one))


_SOURCE_KEYS = (
    "shape",
    "type_label",
    "update_pattern",
    "change_log",
    "payload",
    "volume",
    "daily_volume",
    "tables",
)


def _source_kind(one: Entry) -> SourceKind:
    shape: Any = one.choice("shape", SHAPES, "shape")
    return SourceKind(
        id=one.key,
        shape=shape,
        type_label=one.text("type_label"),
        update_pattern=one.choice("update_pattern", options("update_pattern"), "pattern"),
        change_log=one.yes("change_log"),
        payload=one.choice("payload", options("payload"), "payload"),
        volume=one.parsed("volume", q.parse_size),
        daily_volume=one.parsed("daily_volume", q.parse_rate),
        tables=one.parsed("tables", q.parse_number),
    )


_WORKLOAD_KEYS = ("freshness", "consumer", "access", "wants", "users")


def _workload(one: Entry) -> Workload:
    return Workload(
        id=one.key,
        freshness=one.parsed("freshness", parse_duration),
        consumer=one.text("consumer"),
        access=one.text("access"),
        wants=one.known("wants", options("need"), "need"),
        users=one.parsed("users", q.parse_number),
    )
