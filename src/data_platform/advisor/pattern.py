"""The architecture pattern: five patterns and their combinations, simplest that serves.

The burden of proof is on complexity: a warehouse unless something that it cannot do is
asked for. Mesh is an organisation and comes on top of a storage pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_platform.advisor.ingestion_methods import Method
from data_platform.advisor.ladder import Want
from data_platform.advisor.needs import Needs
from data_platform.advisor.sizing import Load
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
    needs: Needs, catalogue: Catalogue, load: Load, methods: dict[str, Method]
) -> Pattern:
    """Derive the pattern, or take the person's own."""
    reasons: dict[str, str] = {}
    storage = _storage(needs, catalogue, load, reasons)
    live = [
        use
        for use in needs.use_cases
        if use.freshness < catalogue.constant("micro_batch_freshness")
    ]
    streams = any(method.name == "streaming" for method in methods.values())
    derived = [storage]
    if streams and live:
        reasons["streaming"] = say(
            "pattern.streaming", name=live[0].name, age=show_duration(live[0].freshness)
        )
        only_live = all(use.workload in LIVE for use in needs.use_cases)
        derived = ["streaming"] if only_live else [storage, "streaming"]
    if _mesh(needs, catalogue):
        reasons["data_mesh"] = say("pattern.data_mesh", domains=needs.domains)
        derived.insert(0, "data_mesh")
    said = needs.answers.patterns
    ids = tuple(said) if said else tuple(derived)
    rejected = [
        say(f"pattern.not_{one}", name=label(one))
        for one in PATTERNS
        if one not in derived and one not in ids
    ]
    lakehouse = "lakehouse" in ids
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
        table_wants=(*wants, Want("acid", say("requirements.writers"))) if lakehouse else (),
    )


def _storage(needs: Needs, catalogue: Catalogue, load: Load, reasons: dict[str, str]) -> str:
    c = catalogue.constant
    hot, held = load["hot_bytes"], load["held_bytes"]
    reports = needs.workloads - {"ml", "rag", "data_sharing"}
    if needs.answers.shared_engines:
        reasons["lakehouse"] = say("pattern.shared")
        return "lakehouse"
    if needs.answers.open_format and held > c("lakehouse_bytes"):
        reasons["lakehouse"] = say("pattern.open", size=show_size(held))
        return "lakehouse"
    science = "ml" in needs.workloads and bool(reports)
    nested = any(source.payload != "tabular" for source in needs.sources)
    if science and nested and held > c("lakehouse_bytes"):
        reasons["lakehouse"] = say("pattern.science", size=show_size(held))
        return "lakehouse"
    resting = all(source.kind == "object_store" for source in needs.sources)
    own = needs.cloud in ("on_prem", "vm") or bool(needs.answers.open_source_only)
    if held > c("lakehouse_bytes") and resting:
        reasons["lakehouse"] = say("pattern.resting", size=show_size(held))
        return "lakehouse"
    if own and hot > c("own_lakehouse_bytes"):
        reasons["lakehouse"] = say("pattern.own", size=show_size(hot))
        return "lakehouse"
    if hot > c("warehouse_bytes"):
        reasons["lakehouse"] = say("pattern.huge", size=show_size(hot))
        return "lakehouse"
    files = all(source.shape in ("file", "document", "stream") for source in needs.sources)
    explored = {"ml", "rag", "data_sharing"} & needs.workloads or held > c("lakehouse_bytes")
    if files and (not reports or (reports == {"adhoc_sql"} and explored)):
        reasons["data_lake"] = say("pattern.files", size=show_size(held))
        return "data_lake"
    key = "pattern.warehouse" if reports else "pattern.one_store"
    reasons["data_warehouse"] = say(key, size=show_size(hot))
    return "data_warehouse"


def _mesh(needs: Needs, catalogue: Catalogue) -> bool:
    """Independent domains, enough people, and a centre that is in the way or already gone."""
    said = needs.answers
    if said.central_bottleneck is False:
        return False
    fewest = catalogue.constant("mesh_min_domains")
    if needs.team_size < catalogue.constant("mesh_min_engineers") or needs.domains < fewest:
        return False
    shares = said.governance_model == "federated" and "data_sharing" in needs.workloads
    return bool(said.central_bottleneck) or shares


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
