"""DATA MODELS: facts, dimensions and aggregates that the use cases need.

What the tables of a source are called is not known before it is read; so each source
yields one model of the kind that its changes suggest, and the person adds their own.
"""

from __future__ import annotations

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say, slug, unique
from data_platform.blueprint.model import DataModel
from data_platform.interview.quantities import show_duration


def source_model(source: SourceNeed) -> str:
    """The name of the model that holds a source's rows."""
    prefix = "models.fact" if is_fact(source) else "models.dimension"
    return say(prefix, name=slug(source.name, "source"))


def is_fact(source: SourceNeed) -> bool:
    """Rows that only arrive are facts; rows that change describe things."""
    return source.update_pattern == "append"


def names(needs: Needs) -> dict[str, str]:
    """The model's name for each source (`s:<name>`), use case (`u:<name>`) and own model."""
    found: dict[str, str] = {}
    for source in needs.sources:
        found[f"s:{source.name}"] = unique(source_model(source), found.values())
    for use in needs.use_cases:
        key = f"models.for_{use.workload}"
        found[f"u:{use.name}"] = unique(say(key, name=slug(use.name, "use_case")), found.values())
    for number, model in enumerate(needs.answers.data_models, 1):
        name = model.name or say("models.own", number=number)
        found[f"m:{number}"] = unique(name, found.values())
    return found


def feeding(use: UseCaseNeed, needs: Needs) -> list[SourceNeed]:
    """The sources that a use case reads: documents for AI, streams for live work, else tables."""
    texts = [s for s in needs.sources if s.payload == "text" or s.shape in ("document", "file")]
    streams = [s for s in needs.sources if s.shape == "stream"]
    tables = [s for s in needs.sources if s.payload not in ("text", "binary")]
    wanted = {"rag": texts, "realtime_dashboard": streams}.get(use.workload, tables)
    return wanted or list(needs.sources)


def models(design: Design) -> list[DataModel]:
    """All models: of sources, of use cases, and the person's own."""
    needs = design.needs
    called = names(needs)
    found = [_of_source(source, called[f"s:{source.name}"]) for source in needs.sources]
    dimensions = [model.name for model in found if model.type == "dimension"]
    found = [
        model.model_copy(
            update={
                "joins": dimensions[:3],
                "relationships": say("models.joins", names=listed(dimensions[:3])),
            }
        )
        if model.type == "fact" and dimensions
        else model
        for model in found
    ]
    for use in needs.use_cases:
        joins = [called[f"s:{source.name}"] for source in feeding(use, needs)]
        found.append(
            DataModel(
                name=called[f"u:{use.name}"],
                type="fact" if use.workload == "rag" else "aggregate",
                grain=say(
                    f"models.grain_{use.workload}",
                    by=say(f"models.by_{needs.query_filter}"),
                    age=show_duration(use.freshness),
                ),
                key_fields=say(f"models.keys_{use.workload}").split(", "),
                relationships=say("models.built_from", names=listed(joins)),
                joins=joins,
            )
        )
    every = [called[f"s:{source.name}"] for source in needs.sources]
    for number, model in enumerate(needs.answers.data_models, 1):
        kind = model.type or "fact"
        grain = model.grain or say("models.grain_open")
        if kind == "dimension":
            grain += say(f"models.history_{model.history or 'overwrite'}")
        found.append(
            DataModel(
                name=called[f"m:{number}"],
                type=kind,
                grain=grain,
                key_fields=model.key_fields or [say("models.key_open")],
                relationships=say("models.built_from", names=listed(every)),
                joins=every,
            )
        )
    return found


def _of_source(source: SourceNeed, name: str) -> DataModel:
    fact = is_fact(source)
    key = "models.grain_event" if source.shape == "stream" else "models.grain_row"
    if source.shape == "document":
        key = "models.grain_document"
    history = source.update_pattern if not fact else "append"
    return DataModel(
        name=name,
        type="fact" if fact else "dimension",
        grain=say(
            key if fact else f"models.grain_{history}", source=source.name, tables=source.tables
        ),
        key_fields=say("models.keys_fact" if fact else f"models.keys_{history}").split(", "),
        relationships=say("models.alone", source=source.name),
        joins=[],
    )
