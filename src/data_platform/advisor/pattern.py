"""The architecture pattern: five patterns and their combinations, simplest that serves.

The burden of proof is on complexity: a warehouse unless something that it cannot do is
asked for. Mesh is an organisation and comes on top of a storage pattern.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.ladder import Want
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern_facts import (
    REPORTS,
    asks_science,
    cheap_history,
    knows_spark,
    runs_on_files,
    stated_share,
    updated_bytes,
)
from data_platform.advisor.sizing import Load
from data_platform.advisor.sources import UseCaseNeed
from data_platform.advisor.timing import streamed
from data_platform.advisor.words import say
from data_platform.catalog import Catalogue
from data_platform.interview.durations import show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_size

PATTERNS = ("data_warehouse", "data_lake", "lakehouse", "data_mesh", "streaming")
LIVE = frozenset({"realtime_dashboard", "operational_api"})


@dataclass(frozen=True)
class Pattern:
    """What was concluded. ids: in order of weight. derived: what the advisor would say."""

    ids: tuple[str, ...]
    derived: tuple[str, ...]
    why: str
    rejected: tuple[str, ...]
    grow: str
    store_wants: tuple[Want, ...]
    table_wants: tuple[Want, ...]

    @property
    def title(self) -> str:
        """The patterns with their complexity: “Lakehouse (Medium-High) + Streaming (High)”."""
        return " + ".join(
            say(
                "pattern.with_complexity",
                name=label(one),
                complexity=say(f"pattern.complexity_{one}"),
            )
            for one in self.ids
        )

    @property
    def tables_in_files(self) -> bool:
        """Whether processed and curated data rest in open files rather than in a store."""
        return bool({"lakehouse", "data_lake"} & set(self.ids))


def label(pattern: str) -> str:
    """The name of a pattern."""
    return Kind("choice", of="pattern").label(pattern)


def pattern_of(
    needs: Needs, catalogue: Catalogue, load: Load, methods: dict[str, Method], engines: str = ""
) -> Pattern:
    """Derive the pattern, or take the person's own.

    engines: why what answers queries is an engine on open tables, where that is chosen.
    """
    reasons: dict[str, str] = {}
    storage = _storage(needs, catalogue, load, engines, reasons)
    live = live_uses(needs, catalogue)
    streams = any(streamed(s, methods[s.name], catalogue) for s in needs.sources)
    derived = [storage]
    if streams and live:
        reasons["streaming"] = say(
            "pattern.streaming", name=live[0].name, age=show_duration(live[0].freshness)
        )
        derived = _beside_streams(needs, catalogue, storage, methods)
    if _mesh(needs, catalogue):
        held_up = bool(needs.answers.central_bottleneck)
        key = "pattern.data_mesh" if held_up else "pattern.data_mesh_shares"
        reasons["data_mesh"] = say(key, domains=needs.domains)
        derived.insert(0, "data_mesh")
    said = needs.answers.patterns
    ids = tuple(said) if said else tuple(derived)
    rejected = [
        say(f"pattern.not_{one}", name=label(one))
        for one in PATTERNS
        if one not in derived and one not in ids
    ]
    wants = _wants(needs)
    why = "; ".join(reasons[one] for one in derived if one in reasons)
    if said and set(said) != set(derived):
        why = say("pattern.stated", derived=" + ".join(label(one) for one in derived), why=why)
    return Pattern(
        ids=ids,
        derived=tuple(derived),
        why=why,
        rejected=tuple(rejected),
        grow=_grow(needs, ids),
        store_wants=_store_wants(ids, wants),
        table_wants=_table_wants(ids, wants),
    )


def live_uses(needs: Needs, catalogue: Catalogue) -> list[UseCaseNeed]:
    """The use cases that ask for streams: what is live and wanted sooner than files can be.

    Reports that may be minutes old are filled from small files; within seconds they are live.
    """
    files, streams = (
        catalogue.constant("micro_batch_freshness"),
        catalogue.constant("streaming_freshness"),
    )
    return [
        use
        for use in needs.use_cases
        if use.freshness <= streams or (use.workload in LIVE and use.freshness < files)
    ]


def _beside_streams(
    needs: Needs, catalogue: Catalogue, storage: str, methods: dict[str, Method]
) -> list[str]:
    """What stands first beside streams: they alone, they first, or the store that they feed.

    Streams come first where all data is processed as it comes; and, where somebody waits for
    them within seconds, if nothing is read in batches or nobody reads reports. A store of
    reports that is also filled in batches comes before the streams into it.
    """
    if needs.workloads <= LIVE:
        return ["streaming"]
    flows = all(streamed(s, methods[s.name], catalogue) for s in needs.sources)
    reported = needs.workloads & (REPORTS - LIVE)
    seconds = needs.freshness <= catalogue.constant("streaming_freshness")
    batches = any(method.name == "batch" for method in methods.values())
    if flows or (seconds and not (batches and reported)):
        return ["streaming", storage]
    return [storage, "streaming"]


def _storage(
    needs: Needs, catalogue: Catalogue, load: Load, engines: str, reasons: dict[str, str]
) -> str:
    """Where tables rest: one store unless something that it cannot do is asked for."""
    if needs.answers.shared_engines:
        pattern, why = "lakehouse", say("pattern.shared")
    else:
        # What changes in place needs tables; what only arrives can stay plain files.
        in_files = "data_lake" if _only_arrives(needs) else "lakehouse"
        pattern, why = (
            _said_open(needs, catalogue, load, in_files)
            or _too_large(needs, catalogue, load, in_files)
            or _mere_files(needs, catalogue, load, in_files)
            or ((in_files, engines) if engines else None)
            or _one_store(needs, load)
        )
    reasons[pattern] = why
    return pattern


def _said_open(
    needs: Needs, catalogue: Catalogue, load: Load, in_files: str
) -> tuple[str, str] | None:
    """Open tables for what people said, run or know. None where nothing asks for them."""
    if runs_on_files(needs, catalogue):
        return in_files, say("pattern.runs")
    if knows_spark(needs):
        return "lakehouse", say("pattern.spark")
    if hybrid := _hybrid(needs, catalogue, in_files):
        return hybrid
    held = load["held_bytes"]
    if held * stated_share(needs) <= catalogue.constant("lakehouse_bytes"):
        return None
    if needs.answers.open_format:
        return in_files, say("pattern.open", size=show_size(held))
    if asks_science(needs, catalogue):
        # Reports are made of tables; who only explores reads the files themselves.
        explored = needs.workloads & REPORTS == {"adhoc_sql"}
        science = in_files if explored else "lakehouse"
        return science, say("pattern.science", size=show_size(held))
    return None


def _too_large(
    needs: Needs, catalogue: Catalogue, load: Load, in_files: str
) -> tuple[str, str] | None:
    """Open files for what one store does not suit by its size. None where one does."""
    c = catalogue.constant
    hot, held = load["hot_bytes"], load["held_bytes"]
    told = 1 if in_files == "data_lake" else stated_share(needs)
    resting = all(s.kind == "object_store" for s in needs.sources)
    if held * told > c("lakehouse_bytes") and resting:
        return in_files, say("pattern.resting", size=show_size(held))
    if updated_bytes(needs) > c("update_heavy_bytes"):
        return "lakehouse", say("pattern.updates", size=show_size(held))
    if hot * stated_share(needs) > _own_store_most(needs, catalogue):
        return in_files, say("pattern.own", size=show_size(hot))
    if hot > c("warehouse_bytes"):
        return in_files, say("pattern.huge", size=show_size(hot))
    return None


def _mere_files(
    needs: Needs, catalogue: Catalogue, load: Load, in_files: str
) -> tuple[str, str] | None:
    """A data lake for files and events that nobody makes reports of, or too many to load."""
    c = catalogue.constant
    held = load["held_bytes"]
    cheap = cheap_history(needs, catalogue)
    asked = "adhoc_sql" in needs.workloads and not cheap
    # A store of live events holds the history too; files beside it would be a second one.
    asked = asked and not live_uses(needs, catalogue)
    if in_files == "data_lake" and asked and held * stated_share(needs) > c("lake_bytes"):
        return "data_lake", say("pattern.arrives", size=show_size(held))
    reports = needs.workloads & REPORTS
    files = all(source.shape in ("file", "document", "stream") for source in needs.sources)
    # Models and searches read files; what is shared and asked in SQL may rest in tables.
    learnt = bool({"ml", "rag"} & needs.workloads)
    kept = not cheap and ("data_sharing" in needs.workloads or held > c("lakehouse_bytes"))
    if files and (not reports or (reports == {"adhoc_sql"} and (learnt or kept))):
        return "data_lake", say("pattern.files", size=show_size(held))
    return None


def _one_store(needs: Needs, load: Load) -> tuple[str, str]:
    key = "pattern.warehouse" if needs.workloads & REPORTS else "pattern.one_store"
    return "data_warehouse", say(key, size=show_size(load["hot_bytes"]))


def _only_arrives(needs: Needs) -> bool:
    """Whether files do: nobody changes what arrives, and somebody asks it in SQL of his own."""
    if needs.answers.row_deletes or needs.deletion:
        return False
    if needs.workloads & REPORTS and "adhoc_sql" not in needs.workloads:
        return False  # reports alone are read from tables
    return all(
        source.update_pattern == "append"
        or (source.update_pattern == "snapshot" and source.shape != "database")
        for source in needs.sources
    )


def _hybrid(needs: Needs, catalogue: Catalogue, in_files: str) -> tuple[str, str] | None:
    """Models and SQL on data that rests in files anyway, or that is followed as it changes.

    Where volumes and people are said to be few, one store is simpler; so it is where a
    warehouse keeps history at the price of files.
    """
    c = catalogue.constant
    few = needs.answers.team_size is not None and needs.team_size < c("hybrid_people_least")
    said = stated_share(needs) > 0
    if "ml" not in needs.workloads or not needs.workloads & REPORTS or few or said:
        return None
    if cheap_history(needs, catalogue):
        return None
    if any(source.kind == "files" for source in needs.sources):
        # Reports are made of tables; who explores and learns reads the files themselves.
        explored = in_files == "data_lake" and len(needs.sources) == 1
        return ("data_lake" if explored else "lakehouse"), say("pattern.hybrid_files")
    changing = any(
        source.update_pattern in ("mutable", "hard_delete") and source.kind != "saas_api"
        for source in needs.sources
    )
    if changing and needs.freshness < c("hybrid_freshness"):
        return "lakehouse", say("pattern.hybrid_changes")
    return None


def _own_store_most(needs: Needs, catalogue: Catalogue) -> float:
    """Up to how many bytes one store does where there is no cloud warehouse to be had."""
    if needs.answers.open_source_only:
        return catalogue.constant("open_lakehouse_bytes")
    if needs.cloud in ("on_prem", "vm"):
        return catalogue.constant("own_lakehouse_bytes")
    return math.inf


def _mesh(needs: Needs, catalogue: Catalogue) -> bool:
    """Independent domains with people, and a centre that is in the way or already gone."""
    said, c = needs.answers, catalogue.constant
    if said.central_bottleneck is False or needs.domains < c("mesh_min_domains"):
        return False
    # A few people do not build a platform for domains, unless these bring their own.
    many = needs.domains >= c("mesh_many_domains")
    if needs.team_size < c("mesh_min_engineers") and not many:
        return False
    if said.central_bottleneck:
        return True
    # Domains that own their data and share it; many that share it do so in any case.
    owned = said.governance_model == "federated" or (many and said.governance_model is None)
    return owned and "data_sharing" in needs.workloads


def _table_wants(ids: tuple[str, ...], wants: tuple[Want, ...]) -> tuple[Want, ...]:
    """What the pattern asks of the tables in files; a data lake's need no more than to be open."""
    if "lakehouse" in ids:
        return (*wants, Want("acid", say("requirements.writers")))
    if "data_lake" in ids and "streaming" not in ids:
        return (Want("open_format", say("requirements.in_place")),)
    return ()


def _store_wants(ids: tuple[str, ...], wants: tuple[Want, ...]) -> tuple[Want, ...]:
    """What the pattern asks of the store; a data lake is queried where its files rest."""
    found = wants if "lakehouse" in ids else ()
    if "streaming" in ids:
        # The store of live events keeps a copy; the tables themselves stay open.
        found = tuple(want for want in found if want.capability != "open_format")
    if "data_lake" in ids and "lakehouse" not in ids:
        found = (*found, Want("files_in_place", say("requirements.in_place")))
    if "data_mesh" in ids:
        found = (*found, Want("single_sign_on", say("requirements.domains_login")))
    return found


def _wants(needs: Needs) -> tuple[Want, ...]:
    """What a lakehouse is for here: these are asked of its table format and engine."""
    wants = []
    if needs.answers.shared_engines:
        wants.append(Want("shared_engines", say("requirements.shared_engines")))
    if needs.answers.row_deletes or needs.deletion:
        key = "requirements.row_deletes" if needs.answers.row_deletes else "requirements.erasure"
        wants.append(Want("row_deletes", say(key)))
    if needs.answers.open_format or not wants:
        wants.append(Want("open_format", say("requirements.open_format")))
    return tuple(wants)


def _grow(needs: Needs, ids: tuple[str, ...]) -> str:
    future = [one for one in needs.answers.future_needs or () if one != "none"]
    notes = [say(f"pattern.future_{one}") for one in future]
    return "; ".join([say(f"pattern.grow_{ids[0]}"), *notes])
