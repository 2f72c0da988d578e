"""DATA MODELS: facts, dimensions and aggregates that the use cases need.

Which tables there are, and what they are called, is decided in `tables` and `plan`; here
each gets its grain, keys and joins.
"""

from __future__ import annotations

from collections.abc import Sequence

from data_platform.advisor.plan import Feed
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.tables import Table
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import DataModel
from data_platform.interview.answers import DataModel as OwnModel
from data_platform.interview.durations import show_duration
from data_platform.interview.quantities import show_number


def models(design: Design) -> list[DataModel]:
    """All models: of sources, of use cases, and the person's own."""
    needs, plan = design.needs, design.plan
    found = [
        _of_table(table, source, plan.joins.get(table.name, ()))
        for source in needs.sources
        for table in plan.tables[source.name]
    ]
    found += [_of_use_case(use, design) for use in needs.use_cases]
    every = plan.staged
    found += [
        _own(model, name, every)
        for model, name in zip(needs.answers.data_models, plan.stated, strict=True)
    ]
    return found


def _of_table(table: Table, source: SourceNeed, joined: Sequence[Table]) -> DataModel:
    if table.type == "dimension":
        grain = say(f"models.grain_{table.history}", thing=table.thing)
        relationships = say("models.looked_up", source=source.name, key=table.keys[0])
    else:
        state = {"stream": "stream", "document": "document"}.get(
            source.shape, source.update_pattern
        )
        grain = say(f"models.grain_fact_{state}", thing=table.thing, source=source.name)
        relationships = _joins(table, joined) or say("models.alone", source=source.name)
    return DataModel(
        name=table.name,
        type=table.type,
        grain=grain,
        key_fields=list(table.keys),
        relationships=relationships,
        joins=[one.name for one in joined],
        history=table.history,
    )


def _joins(table: Table, joined: Sequence[Table]) -> str:
    """How a fact finds its dimensions; empty where there are none."""
    if not joined:
        return ""
    past = any(one.history in ("versions", "snapshots") for one in joined)
    pairs = (say("models.on", name=one.name, key=one.keys[0]) for one in joined)
    key = "models.joins_then" if past else "models.joins_now"
    return say(key, names=listed(pairs), thing=table.thing)


def _of_use_case(use: UseCaseNeed, design: Design) -> DataModel:
    feed = design.plan.feeds[use.name]
    key = f"{use.workload}_live" if use.workload == "ml" and feed.live else use.workload
    vectors = design.choices.get("vector_store")
    subject = subject_of(feed, design)
    return DataModel(
        name=design.plan.models[use.name],
        type="fact" if use.workload == "rag" else "aggregate",
        grain=say(
            f"models.grain_{key}",
            **subject,
            age=show_duration(use.freshness),
            vectors=vectors.technology.name if vectors else "",
            tokens=show_number(design.catalogue.constant("chunk_tokens")),
        ),
        key_fields=say(f"models.keys_{key}", **subject).split(", "),
        relationships=_built_from(feed),
        joins=list(feed.inputs),
    )


def _built_from(feed: Feed) -> str:
    """What a model is built from, and what it is joined with where that is something else."""
    main = (*feed.stated, *feed.facts) or feed.dimensions
    if main == feed.dimensions or not feed.dimensions:
        return say("models.built_from", names=listed(main))
    return say("models.built_with", names=listed(main), with_=listed(feed.dimensions))


def subject_of(feed: Feed, design: Design) -> dict[str, str]:
    """What the rows of a use case's model are about, in words and as a key.

    row, row_keys: a row of the first table that is read. by, key: the stated filter, else the
    tenant where there are several, else what the first dimension describes, else the events'
    own key. and_by, and_key: the same behind a time; empty where only time is known.
    """
    needs, plan = design.needs, design.plan
    first = next((plan.by_name[name] for name in feed.dimensions), None)
    kind = needs.query_filter if needs.query_filter in ("entity", "tenant") else ""
    kind = kind or ("one_tenant" if needs.tenants > 1 else "thing" if first else "key")
    named = {"thing": first.thing if first else "", "column": first.keys[0] if first else ""}
    by, key = say(f"models.by_{kind}", **named), say(f"models.key_{kind}", **named)
    known = kind != "key"
    row = next((plan.by_name[name] for name in (*feed.facts, *feed.dimensions)), None)
    return {
        "row": row.thing if row else say("models.record"),
        "row_keys": ", ".join(row.keys) if row else say("models.key_open"),
        "by": by,
        "key": key,
        "and_by": say("models.and_by", by=by) if known else "",
        "and_key": say("models.and_key", key=key) if known else "",
    }


def _own(model: OwnModel, name: str, every: Sequence[str]) -> DataModel:
    kind = model.type or "fact"
    grain = model.grain or say("models.grain_open")
    history = model.history or "overwrite"
    if kind == "dimension":
        grain += say(f"models.history_{history}")
    return DataModel(
        name=name,
        type=kind,
        grain=grain,
        key_fields=model.key_fields or [say("models.key_open")],
        relationships=say("models.built_from", names=listed(every)),
        joins=list(every),
        history=history if kind == "dimension" else "",
    )
