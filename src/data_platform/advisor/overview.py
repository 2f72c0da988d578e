"""ARCHITECTURE OVERVIEW: the six bands, filled from what was decided."""

from __future__ import annotations

from data_platform.advisor.ingestion_methods import METHOD_NEEDS
from data_platform.advisor.stack import Design
from data_platform.advisor.words import say
from data_platform.blueprint.model import Band, Overview


def overview(design: Design) -> Overview:
    """The drawing's boxes, from sources to consumption."""
    needs, catalogue, choices = design.needs, design.catalogue, design.choices
    methods = list(dict.fromkeys(method.name for method in design.methods.values()))
    workloads = [catalogue.workloads[use.workload] for use in needs.use_cases]
    transform = [design.tool("transform")]
    if "batch_transform" in choices:
        transform.append(choices["batch_transform"].technology.name)
    if "stream_processing" in choices:
        transform.append(choices["stream_processing"].technology.name)
    access = [say("overview.sql", tool=design.tool("query_engine"))]
    access += [
        workload.access for workload in workloads if workload.access != say("overview.plain")
    ]
    if needs.api_rate:
        access.append(say("overview.api"))
    layers = [say("overview.raw"), say("overview.processed"), say("overview.curated")]
    return Overview(
        bands=[
            Band(title=say("overview.sources"), boxes=[source.name for source in needs.sources]),
            Band(
                title=say("overview.ingestion"),
                boxes=[
                    say(f"overview.method_{name}", tool=_tool(design, name)) for name in methods
                ],
            ),
            Band(title=say("overview.storage"), boxes=layers, chained=True),
            Band(title=say("overview.transformation"), boxes=list(dict.fromkeys(transform))),
            Band(title=say("overview.access"), boxes=list(dict.fromkeys(access))),
            Band(title=say("overview.consumption"), boxes=_consumers(design)),
        ]
    )


def _consumers(design: Design) -> list[str]:
    """Who uses what the platform gives: the use cases, and notebooks where there are some."""
    workloads = design.catalogue.workloads
    found = [workloads[use.workload].consumer for use in design.needs.use_cases]
    if "notebooks" in design.choices:
        found.append(say("overview.notebooks"))
    return list(dict.fromkeys(found))


def _tool(design: Design, method: str) -> str:
    return design.choices[METHOD_NEEDS[method]].technology.name
