"""From the catalogue's YAML to its types. What the entries must agree on is in `checks`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, cast, get_args

from data_platform.catalog import checks
from data_platform.catalog.costs import CostReader
from data_platform.catalog.model import (
    Catalogue,
    Confidence,
    Constant,
    Ladder,
    Limit,
    Metric,
    Price,
    Rung,
    SourceKind,
    Technology,
    Workload,
)
from data_platform.catalog.reading import BadCatalogue, Entry, entries_of, read_yaml
from data_platform.catalog.regulations import REGULATION_KEYS, regulation
from data_platform.interview import quantities as q
from data_platform.interview.durations import HOUR, parse_duration
from data_platform.interview.kinds import choices, nearest

#: How a value is read, by the kind of metric or unit of a constant.
PARSERS: dict[str, Callable[[str], float]] = {
    "size": q.parse_size,
    "rate": q.parse_rate,
    "events": q.parse_events,
    "duration": parse_duration,
    "number": q.parse_number,
    "percent": q.parse_percent,
    "bytes": q.parse_size,
    "seconds": parse_duration,
}
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
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
    prices = {key: _price(one) for key, one in _all(root, "prices", _PRICE_KEYS).items()}
    nodes, used = _nodes(root, prices)
    costs = CostReader(prices, nodes, used, drivers, options("need"))
    technologies = {
        key: _technology(one, capabilities, costs)
        for key, one in _all(root, "technologies", _TECHNOLOGY_KEYS).items()
    }
    ladders = _ladders(root, metrics, capabilities, technologies)
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
        nodes=nodes,
        platform_costs=costs.rules(platform, options("cloud")),
        drivers=drivers,
    )
    checks.check(catalogue)
    return catalogue


def options(name: str) -> tuple[str, ...]:
    """The ids of a list of options of the interview, in order."""
    return tuple(option.id for option in choices()[name])


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
    for name in _files(root, folder):
        for key, one in entries_of(root, f"{folder}/{name}", allowed).items():
            if key in found:
                raise one.bad("", f"stands in {found[key].file} too")
            found[key] = one
    return found


def _files(root: Traversable, folder: str) -> list[str]:
    try:
        names = sorted(one.name for one in root.joinpath(folder).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise BadCatalogue(folder, "", "this folder is missing") from None
    return [name for name in names if name.endswith(".yaml")]


def _each(
    root: Traversable, file: str, allowed: Collection[str], read: Callable[[Entry], Any]
) -> dict[str, Any]:
    return {key: read(one) for key, one in entries_of(root, file, allowed).items()}


def _confidence(one: Entry, default: str = "") -> Confidence:
    return cast(Confidence, one.choice("confidence", CONFIDENCES, "confidence", default))


def _source(one: Entry, name: str = "source") -> str:
    return checks.findable(one.text(name), lambda problem: one.bad(name, problem))


def _sources(one: Entry) -> tuple[str, ...]:
    return tuple(
        checks.findable(source, lambda problem: one.bad("sources", problem))
        for source in one.names("sources")
    )


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


_PRICE_KEYS = (
    "vendor",
    "service",
    "unit",
    "usd",
    "region",
    "effective",
    "source",
    "confidence",
    "note",
    "tiers",
)


def _price(one: Entry) -> Price:
    tiers: list[tuple[Decimal | None, Decimal]] = []
    for tier in one.entries("tiers", ("up_to", "usd")):
        if tiers and tiers[-1][0] is None:
            raise tier.bad("", "stands behind the tier without an end")
        end = tier.decimal("up_to") if tier.has("up_to") else None
        before = tiers[-1][0] if tiers else None
        if end is not None and before is not None and end <= before:
            raise tier.bad("up_to", f"must be above the tier before it, {before}")
        tiers.append((end, tier.decimal("usd")))
    if tiers and tiers[-1][0] is not None:
        raise one.bad("tiers", "the last tier must have no up_to")
    return Price(
        sku=one.key,
        vendor=one.text("vendor"),
        service=one.text("service"),
        unit=one.text("unit"),
        usd=one.decimal("usd"),
        region=one.text("region"),
        effective=one.text("effective"),
        source=_source(one),
        confidence=_confidence(one),
        note=one.text("note", ""),
        tiers=tuple(tiers),
    )


def _nodes(
    root: Traversable, prices: Mapping[str, Price]
) -> tuple[dict[str, dict[str, str]], set[str]]:
    """Shapes of machines with the SKU on each cloud, and the shapes that run by the hour used."""
    clouds = options("cloud")
    nodes: dict[str, dict[str, str]] = {}
    by_use: set[str] = set()
    for key, one in entries_of(root, "nodes.yaml", ("title", "runs", "skus")).items():
        one.text("title")
        skus = one.entry("skus", clouds)
        nodes[key] = {cloud: skus.choice(cloud, prices, "price in prices.yaml") for cloud in clouds}
        if one.choice("runs", ("always", "when used"), "way to run") == "when used":
            by_use.add(key)
        for cloud, sku in nodes[key].items():
            unit = prices[sku].unit
            if unit not in ("hour", "month") or (unit == "month" and key in by_use):
                raise skus.bad(cloud, f"a machine is paid by the hour or month, not {unit}")
    return nodes, by_use


_TECHNOLOGY_KEYS = frozenset(
    {
        "name",
        "stands_for",
        "clouds",
        "managed",
        "open_source",
        "licence",
        "skills",
        "upkeep",
        "reason",
        "source",
        "confidence",
        "aliases",
        "gives",
        "brings",
        "beside",
        "costs",
        "format",
        "path",
    }
)


def _technology(one: Entry, capabilities: Mapping[str, str], costs: CostReader) -> Technology:
    every = options("cloud")
    clouds = every if one.value.get("clouds") == "all" else one.known("clouds", every, "cloud")
    if not clouds:
        raise one.bad("clouds", f"name at least one of {', '.join(every)}, or all")
    return Technology(
        id=one.key,
        name=one.text("name"),
        clouds=frozenset(clouds),
        managed=one.yes("managed"),
        open_source=one.yes("open_source"),
        licence=one.text("licence"),
        skills=one.known("skills", options("skill"), "skill"),
        upkeep_hours=one.parsed("upkeep", parse_duration) / HOUR,
        reason=one.text("reason"),
        source=_source(one),
        aliases=one.names("aliases"),
        gives=frozenset(one.known("gives", capabilities, "capability")),
        brings=one.names("brings"),
        beside=frozenset(one.names("beside")),
        stands_for=one.choice("stands_for", options("need"), "need", "")
        if one.has("stands_for")
        else "",
        costs=costs.rules(one, clouds),
        format=one.text("format", ""),
        path=one.text("path", ""),
        confidence=_confidence(one, "medium"),
    )


def _ladders(
    root: Traversable,
    metrics: Mapping[str, Metric],
    capabilities: Mapping[str, str],
    technologies: Mapping[str, Technology],
) -> dict[str, Ladder]:
    """The ladder of each need, in the order of the needs."""
    needs = options("need")
    for name in _files(root, "ladders"):
        need = name.removesuffix(".yaml")
        if need not in needs:
            raise BadCatalogue(f"ladders/{name}", "", f"is no need{nearest(need, list(needs))}")
    found: dict[str, Ladder] = {}
    for need in needs:
        file = f"ladders/{need}.yaml"
        top = Entry(file, need, read_yaml(root, file), ("title", "layer", "rungs"))
        rungs = []
        keys = ("id", "title", "limits", "gives", "technologies", "move", "sources")
        for one in top.entries("rungs", keys):
            one.key = f"{need}.{one.text('id')}"
            rungs.append(
                Rung(
                    id=one.text("id"),
                    title=one.text("title"),
                    limits=_limits(one, metrics),
                    gives=frozenset(one.known("gives", capabilities, "capability")),
                    technologies=one.known("technologies", technologies, "technology"),
                    move=one.text("move"),
                    sources=_sources(one),
                )
            )
        found[need] = Ladder(need, top.text("title"), top.text("layer"), tuple(rungs))
    return found


def _limits(rung: Entry, metrics: Mapping[str, Metric]) -> tuple[Limit, ...]:
    limits = []
    for one in rung.entries(
        "limits", ("metric", "most", "least", "source", "confidence", "because")
    ):
        metric = one.choice("metric", metrics, "metric")
        if one.has("most") == one.has("least"):
            raise one.bad("most", "give either most or least")
        parse = PARSERS[metrics[metric].kind]
        limits.append(
            Limit(
                metric=metric,
                most=one.parsed("most", parse) if one.has("most") else None,
                least=one.parsed("least", parse) if one.has("least") else None,
                source=_source(one),
                confidence=_confidence(one),
                because=one.text("because", ""),
            )
        )
    return tuple(limits)


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
    return Constant(one.key, value, low, high, unit, _source(one), _confidence(one))


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
