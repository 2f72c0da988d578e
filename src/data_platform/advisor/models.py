"""DATA MODELS: facts, dimensions and aggregates that the use cases need.

What the tables of a source are called is not known before it is read; so each source
yields one model of the kind that its changes suggest, and the person adds their own.
"""

from __future__ import annotations

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.checks.names import LAYERS
from data_platform.blueprint.model import DataModel
from data_platform.interview.answers import DataModel as OwnModel
from data_platform.interview.durations import show_duration
from data_platform.interview.names import slug, unique_all
from data_platform.interview.quantities import show_number


def is_fact(source: SourceNeed) -> bool:
    """Rows that only arrive are facts; rows that change describe things."""
    return source.update_pattern == "append"


def model_names(needs: Needs) -> dict[str, str]:
    """The model's name for each source (`s:<name>`), use case (`u:<name>`) and own model."""
    wanted: dict[str, str] = {}
    for source in needs.sources:
        kind = "models.fact" if is_fact(source) else "models.dimension"
        wanted[f"s:{source.name}"] = say(kind, name=source.slug)
    for use in needs.use_cases:
        prefix = say(f"models.for_{use.workload}", name="")
        name = slug(use.name, "use_case").removeprefix(prefix) or use.workload
        wanted[f"u:{use.name}"] = say(f"models.for_{use.workload}", name=name)
    for number, model in enumerate(needs.answers.data_models, 1):
        wanted[f"m:{number}"] = model.name or say("models.own", number=number)
    taken = taken_names(needs)
    return dict(zip(wanted, unique_all([*taken, *wanted.values()])[len(taken) :], strict=True))


def taken_names(needs: Needs) -> list[str]:
    """What a table may not be called, since it too may be the input of a pipeline."""
    return [*LAYERS, *(source.name for source in needs.sources)]


def feeding(use: UseCaseNeed, needs: Needs) -> list[SourceNeed]:
    """The sources that a use case reads: documents for AI, streams for live work, else tables."""
    texts = [s for s in needs.sources if s.payload == "text" or s.shape in ("document", "file")]
    streams = [s for s in needs.sources if s.shape == "stream"]
    tables = [s for s in needs.sources if s.payload not in ("text", "binary")]
    every = list(needs.sources)
    wanted = {"rag": texts, "realtime_dashboard": streams, "ml": every}.get(use.workload, tables)
    return wanted or every


def models(design: Design) -> list[DataModel]:
    """All models: of sources, of use cases, and the person's own."""
    needs = design.needs
    called = model_names(needs)
    found = [_of_source(source, called[f"s:{source.name}"]) for source in needs.sources]
    dimensions = [model.name for model in found if model.type == "dimension"][:3]
    found = [_joined(model, dimensions) for model in found]
    found += [_of_use_case(use, called, design) for use in needs.use_cases]
    every = [called[f"s:{source.name}"] for source in needs.sources]
    found += [
        _own(model, called[f"m:{number}"], every)
        for number, model in enumerate(needs.answers.data_models, 1)
    ]
    return found


def _of_source(source: SourceNeed, name: str) -> DataModel:
    fact = is_fact(source)
    if not fact:
        history = source.update_pattern
    else:
        history = {"stream": "event", "document": "document"}.get(source.shape, "append")
    many = (
        "" if fact or source.tables == 1 else say("models.each", tables=show_number(source.tables))
    )
    return DataModel(
        name=name,
        type="fact" if fact else "dimension",
        grain=say(f"models.grain_{history}", source=source.name) + many,
        key_fields=say(f"models.keys_{history}").split(", "),
        relationships=say("models.alone", source=source.name),
        joins=[],
    )


def _joined(model: DataModel, dimensions: list[str]) -> DataModel:
    """A source's model with the dimensions that a fact joins."""
    if model.type != "fact" or not dimensions:
        return model
    joins = say("models.joins", names=listed(dimensions))
    return model.model_copy(update={"joins": dimensions, "relationships": joins})


def _of_use_case(use: UseCaseNeed, called: dict[str, str], design: Design) -> DataModel:
    needs = design.needs
    joins = [called[f"s:{source.name}"] for source in feeding(use, needs)]
    live = use.freshness < design.catalogue.constant("micro_batch_freshness")
    key = f"{use.workload}_live" if use.workload == "ml" and live else use.workload
    vectors = design.choices.get("vector_store")
    subject = subject_of(use, needs)
    return DataModel(
        name=called[f"u:{use.name}"],
        type="fact" if use.workload == "rag" else "aggregate",
        grain=say(
            f"models.grain_{key}",
            **subject,
            age=show_duration(use.freshness),
            vectors=vectors.technology.name if vectors else "",
            tokens=show_number(design.catalogue.constant("chunk_tokens")),
        ),
        key_fields=say(f"models.keys_{key}", **subject).split(", "),
        relationships=say("models.built_from", names=listed(joins)),
        joins=joins,
    )


def subject_of(use: UseCaseNeed, needs: Needs) -> dict[str, str]:
    """What the rows of a use case's model are about, in words and as a key.

    by, key: the stated filter, else the tenant where there are several, else a record of the
    first source whose rows change, else the events' own key. and_by, and_key: the same behind
    a time; empty where only time is known.
    """
    record = next((source for source in feeding(use, needs) if not is_fact(source)), None)
    kind = needs.query_filter if needs.query_filter in ("entity", "tenant") else ""
    kind = kind or ("one_tenant" if needs.tenants > 1 else "record" if record else "key")
    named = {"source": record.slug if record else ""}
    by, key = say(f"models.by_{kind}", **named), say(f"models.key_{kind}", **named)
    known = kind != "key"
    return {
        "by": by,
        "key": key,
        "and_by": say("models.and_by", by=by) if known else "",
        "and_key": say("models.and_key", key=key) if known else "",
    }


def _own(model: OwnModel, name: str, every: list[str]) -> DataModel:
    kind = model.type or "fact"
    grain = model.grain or say("models.grain_open")
    if kind == "dimension":
        grain += say(f"models.history_{model.history or 'overwrite'}")
    return DataModel(
        name=name,
        type=kind,
        grain=grain,
        key_fields=model.key_fields or [say("models.key_open")],
        relationships=say("models.built_from", names=listed(every)),
        joins=every,
    )
