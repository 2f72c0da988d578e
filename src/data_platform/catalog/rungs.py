"""From YAML to technologies and ladders, with their limits."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from data_platform.catalog.costs import CostReader
from data_platform.catalog.facts import (
    PARSERS,
    confidence,
    options,
    source,
    sources,
    yaml_files,
)
from data_platform.catalog.model import Ladder, Limit, Metric, Rung, Technology
from data_platform.catalog.reading import BadCatalogue, Entry, read_yaml
from data_platform.interview.durations import HOUR, parse_duration
from data_platform.interview.kinds import nearest

TECHNOLOGY_KEYS = frozenset(
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
        "limits",
        "replaces",
        "carries",
        "priced",
    }
)


def technology(
    one: Entry,
    metrics: Mapping[str, Metric],
    capabilities: Mapping[str, str],
    costs: CostReader,
) -> Technology:
    """A technology from its entry. Raises BadCatalogue for the first mistake."""
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
        source=source(one),
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
        confidence=confidence(one, "medium"),
        limits=_limits(one, metrics, options("need")),
        replaces=one.names("replaces"),
        carries=one.text("carries", ""),
        priced=one.yes("priced") if one.has("priced") else True,
    )


def ladders(
    root: Traversable,
    metrics: Mapping[str, Metric],
    capabilities: Mapping[str, str],
    technologies: Mapping[str, Technology],
) -> dict[str, Ladder]:
    """The ladder of each need, in the order of the needs."""
    needs = options("need")
    for name in yaml_files(root, "ladders"):
        need = name.removesuffix(".yaml")
        if need not in needs:
            raise BadCatalogue(f"ladders/{name}", "", f"is no need{nearest(need, list(needs))}")
    found: dict[str, Ladder] = {}
    for need in needs:
        file = f"ladders/{need}.yaml"
        top = Entry(file, need, read_yaml(root, file), ("title", "layer", "rungs"))
        rungs = []
        keys = ("id", "title", "limits", "gives", "technologies", "move", "elsewhere", "sources")
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
                    elsewhere=one.text("elsewhere", ""),
                    sources=sources(one),
                )
            )
        found[need] = Ladder(need, top.text("title"), top.text("layer"), tuple(rungs))
    return found


def _limits(
    top: Entry, metrics: Mapping[str, Metric], needs: tuple[str, ...] = ()
) -> tuple[Limit, ...]:
    """The limits of a rung, or of a technology, which may name the needs that they count for."""
    keys = ("metric", "most", "least", "source", "confidence", "because")
    own = "needs" if needs else "tighter"
    limits = []
    for one in top.entries("limits", (*keys, own)):
        metric = one.choice("metric", metrics, "metric")
        if one.has("most") == one.has("least"):
            raise one.bad("most", "give either most or least")
        parse = PARSERS[metrics[metric].kind]
        limits.append(
            Limit(
                metric=metric,
                most=one.parsed("most", parse) if one.has("most") else None,
                least=one.parsed("least", parse) if one.has("least") else None,
                source=source(one),
                confidence=confidence(one),
                because=one.text("because", ""),
                tighter=one.text("tighter", ""),
                needs=frozenset(one.known("needs", needs, "need")),
            )
        )
    return tuple(limits)
