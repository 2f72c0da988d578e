"""STORAGE DESIGN: format, location, partitioning and retention of the three layers."""

from __future__ import annotations

from data_platform.advisor.partitioning import lands_itself, of_raw, of_tables
from data_platform.advisor.placement import has_cold_tier, in_open_files
from data_platform.advisor.sizing import GB
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Layer
from data_platform.catalog import Technology
from data_platform.interview.durations import is_longer, show_duration
from data_platform.interview.quantities import show_size

#: A storage account's name is at most this long, in characters.
ACCOUNT = 24


def storage(design: Design) -> list[Layer]:
    """Raw, Processed, Curated."""
    return [_raw(design), _tables(design, "Processed"), _tables(design, "Curated")]


def lake_path(design: Design) -> str:
    """Where files rest, without a trailing slash."""
    return path_of(design.choices["object_storage"].technology, design).rstrip("/")


def path_of(technology: Technology, design: Design, layer: str = "") -> str:
    """Where a technology keeps what it holds, for this platform; empty where it says nothing."""
    slug = design.needs.slug
    lake = slug.removesuffix("-lake")
    filled = {
        "{platform}": slug,
        "{account}": slug.replace("-", "")[:ACCOUNT].ljust(3, "0"),
        "{lake}": lake,
        "{region}": design.needs.region,
        "{layer}": layer,
    }
    path = technology.path
    for name, value in filled.items():
        path = path.replace(name, value)
    return path


def _raw(design: Design) -> Layer:
    needs = design.needs
    few = 1 < needs.tenants <= design.catalogue.constant("tenant_paths_most")
    tenant = say("storage.tenant_path") if few else ""
    return Layer(
        name="Raw",
        format=_raw_format(design),
        location=say("storage.raw_path", lake=lake_path(design), tenant=tenant),
        partitioning=of_raw(design),
        retention=_raw_retention(design),
    )


def _raw_format(design: Design) -> str:
    files = [source for source in design.needs.sources if not lands_itself(source, design)]
    whole = {source.payload for source in files if source.shape in ("document", "file")}
    rows = any(
        source.payload not in ("text", "binary") or source.shape not in ("document", "file")
        for source in files
    )
    key = "storage.raw_" + design.needs.raw_format
    parts = [say(key, sizes=_file_sizes(design))] if rows else []
    parts += [say(f"storage.raw_{one}") for one in ("text", "binary") if one in whole]
    if kept := [s.name for s in design.needs.sources if lands_itself(s, design)]:
        reader = design.choice("change_capture").technology
        parts.append(say("storage.raw_carried", sources=listed(kept), carries=reader.carries))
    return "; ".join(parts)


def _file_sizes(design: Design) -> str:
    target = design.catalogue.constants["file_target_bytes"]
    return say("storage.file_sizes", least=show_size(target.low), most=show_size(target.high))


def _raw_retention(design: Design) -> str:
    needs = design.needs
    retention, cold = needs.raw_retention, needs.cold_after
    tiered = has_cold_tier(needs, design.choices)
    parts = [
        say(
            "storage.keep_tiered" if tiered else "storage.keep",
            duration=show_duration(retention),
            cold=show_duration(cold),
            tier=cold_tier(design) if tiered else "",
        )
    ]
    copied = [s.name for s in needs.sources if design.methods[s.name].mode == "full"]
    if copied:
        window = show_duration(min(needs.replay_window, retention))
        parts.append(say("storage.copies", sources=listed(copied), window=window))
    if needs.deletion:
        parts.append(say("storage.erase", days=_erased_within(design)))
    longer = [
        rule
        for name in needs.compliance
        if (rule := design.catalogue.regulations[name]).retention
        and is_longer(rule.retention, retention)
    ]
    for rule in longer:
        assert rule.retention is not None
        short = is_longer(rule.retention, needs.curated_retention)
        key = "storage.short" if short else "storage.longer"
        parts.append(say(key, rule=rule.label, duration=show_duration(rule.retention)))
    return "; ".join(parts)


def cold_tier(design: Design) -> str:
    """The class that old raw data moves to, as the estimate calls it."""
    storage = design.choices["object_storage"].technology
    named = [
        rule.item
        for rule in storage.costs
        if any(factor.driver == "cold_gb" for factor in rule.quantity)
    ]
    return named[0].partition(",")[0] if named else say("storage.cheaper")


def _erased_within(design: Design) -> str:
    return show_duration(design.catalogue.constant("erasure_days"))


def _tables(design: Design, name: str) -> Layer:
    needs, later = design.needs, design.later
    in_files = in_open_files(design.pattern, design.choices)
    store = design.choices["analytical_store"].technology
    low = name.lower()
    if in_files:
        table_format = design.choices.get("table_format")
        form = (
            say(
                "storage.table_format", name=table_format.technology.name, sizes=_file_sizes(design)
            )
            if table_format and table_format.rung is not table_format.ladder.rungs[0]
            else say("storage.files", sizes=_file_sizes(design))
        )
        location = say("storage.file_path", lake=lake_path(design), layer=low)
        if "files_in_place" not in design.choices["analytical_store"].rung.gives:
            location += say("storage.also_store", store=store.name)
    else:
        form = store.format or say("storage.store_tables", store=store.name)
        location = path_of(store, design, low) or say(
            "storage.schema", store=store.name, layer=low, database=needs.slug.replace("-", "_")
        )
        if needs.answers.open_format:
            form += say("storage.also_open")
            location += say("storage.also_path", lake=lake_path(design), layer=low)
    if needs.answers.row_deletes:
        form += say("storage.in_place")
    if name == "Curated" and needs.answers.sandbox:
        kept = show_duration(design.catalogue.constant("sandbox_retention"))
        location += say("storage.sandbox", kept=kept)
    retention = needs.raw_retention if name == "Processed" else needs.curated_retention
    copied = [s.name for s in needs.sources if design.methods[s.name].mode == "full"]
    key = "processed_copied" if name == "Processed" and copied else low
    sources = listed(copied)
    parts = [say(f"storage.keep_{key}", duration=show_duration(retention), sources=sources)]
    if needs.deletion:
        parts.append(say("storage.erase_rows", days=_erased_within(design)))
    return Layer(
        name=name,
        format=form,
        location=location,
        partitioning=of_tables(design, name, later[f"{low}_gb"] * GB),
        retention="; ".join(parts),
    )
