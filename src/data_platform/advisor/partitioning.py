"""How tables are divided: by what, into partitions and files of which size, merged by what.

Which layers there are, and where they rest, is in `storage`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from data_platform.advisor.placement import in_open_files, store_factor
from data_platform.advisor.sizing import raw_share
from data_platform.advisor.sources import SourceNeed
from data_platform.advisor.stack import Design
from data_platform.advisor.volumes import growth_factor, held_bytes, is_tabular, read_bytes
from data_platform.advisor.words import say
from data_platform.interview.durations import DAY, MONTH, YEAR, show_duration
from data_platform.interview.quantities import show_number, show_size
from data_platform.interview.schedules import rhythm

HOURS = 24


@dataclass(frozen=True)
class Landed:
    """What a source lands in Raw in 12 months. daily: bytes stored; files: a day, on average.

    size: bytes from which a file is closed. loads: how often it is read a day.
    """

    source: SourceNeed
    daily: float
    files: float
    size: float
    loads: float


def landed(design: Design) -> list[Landed]:
    """What each source lands a day, and in how many files."""
    needs, catalogue = design.needs, design.catalogue
    factor = growth_factor(needs, 12)
    target = catalogue.constant("file_target_bytes")
    batch = catalogue.constant("micro_batch_file_bytes")
    found = []
    for source in needs.sources:
        method = design.methods[source.name]
        moved = read_bytes(source, method) * factor
        mine = moved * raw_share(source, needs, catalogue, "likely")
        cron = design.plan.read[source.name]
        # What arrives all the time is written by size, or once an hour where little comes.
        loads = rhythm(cron).runs_a_day if cron else HOURS
        if method.mode == "full" and loads < 1:
            mine *= loads  # a copy is whole each time, whenever it is read
        each = mine / source.tables
        size = target if cron or each / HOURS >= target else batch
        files = source.tables * loads * max(1, math.ceil(each / loads / size))
        found.append(Landed(source, mine, files, size, loads))
    return found


def lands_itself(source: SourceNeed, design: Design) -> bool:
    """Whether what reads a change log keeps the tables in a place of its own."""
    return (
        design.methods[source.name].name == "CDC"
        and "event_log" not in design.choices
        and bool(design.choice("change_capture").technology.carries)
    )


def of_raw(design: Design) -> str:
    """How Raw is divided: by the day of the load, with what that makes of the largest source."""
    c = design.catalogue.constant
    every = [one for one in landed(design) if not lands_itself(one.source, design)]
    if not every:
        return say("storage.raw_none")
    stored, files = sum(one.daily for one in every), sum(one.files for one in every)
    largest = max(every, key=lambda one: one.daily)
    seldom = any(one.loads < 1 for one in every)
    said = say(
        "storage.raw_days_mean" if seldom else "storage.raw_days",
        daily=show_size(stored),
        files=show_number(files),
        plural="" if files == 1 else "s",
    )
    if len(every) > 1:
        said += say(
            "storage.raw_largest_load" if largest.loads < 1 else "storage.raw_largest",
            source=largest.source.name,
            load=show_size(largest.daily / largest.loads),
            daily=show_size(largest.daily),
            size=show_size(largest.daily / largest.files),
        )
    small = [one for one in every if one.daily / one.files < c("small_file_bytes")]
    if small:
        month = sum(one.daily for one in small) * MONTH / DAY
        tables = sum(one.source.tables for one in small)
        target = min(c("file_target_bytes"), month / tables)
        said += say(
            "storage.raw_compact",
            after=show_duration(c("compact_after")),
            least=show_size(c("small_file_bytes")),
            size=show_size(target),
            tool=design.tool("orchestration"),
        )
    return said


def of_tables(design: Design, name: str, stored: float) -> str:
    """How the tables of Processed or Curated are divided. stored: bytes of the layer at rest."""
    needs, c = design.needs, design.catalogue.constant
    keys = {"date": "by_date", "entity": "by_entity", "tenant": "by_tenant"}
    key = say(f"storage.{keys.get(needs.query_filter, 'by_date')}")
    largest = stored * _largest_share(design)
    monthly = _monthly(design, name)
    layout = layout_of(design)
    kept = needs.raw_retention if name == "Processed" else needs.curated_retention
    grain = _grain(layout, largest, monthly, kept, design)
    values = {
        "key": key,
        "size": show_size(stored),
        "largest": show_size(largest),
        "limit": show_size(_limit(layout, design)),
    }
    if not stored:
        return say("storage.no_tables" if name == "Processed" else "storage.no_tables_curated")
    if largest < c("divided_table_min"):
        said = say("storage.too_small", **values)
    elif grain:
        each = monthly * grain / MONTH
        said = say(
            f"storage.divided_{layout}",
            grain=say(f"storage.grain_{grain}"),
            each=show_size(each),
            files=_files(each, design) if layout == "files" else "",
            **values,
        )
    else:
        plain = "unsorted" if needs.query_filter == "none" else "whole"
        said = say(f"storage.{plain}_{layout}", **values)
    if needs.tenants > 1:
        said += say("storage.and_tenant", count=show_number(needs.tenants))
    return said + _compaction(layout, design)


def layout_of(design: Design) -> str:
    """files, range, blocks, days or months: how the store of the tables divides them."""
    if in_open_files(design.pattern, design.choices):
        return "files"
    store = design.choices["analytical_store"]
    if store.technology.id in design.catalogue.layouts:
        return design.catalogue.layouts[store.technology.id]
    return "range" if "rows" in store.rung.gives else "blocks"


def _limit(layout: str, design: Design) -> float:
    """The size from which a table is divided, in bytes."""
    c = design.catalogue.constant
    if layout == "range":
        # A row store is slow where a table and its indexes no longer fit into memory.
        return max(design.later["database_ram_gb"] * 10**9, c("row_table_min"))
    if layout == "days":
        return c("partition_least_bytes")
    return c("divided_table_min") if layout == "months" else c("partition_table_min")


def _grain(layout: str, largest: float, monthly: float, kept: float, design: Design) -> int:
    """The time that a partition of the largest table covers, in seconds; 0 for no partition.

    monthly: bytes that a month adds to it. kept: the seconds that its rows are kept.
    """
    c = design.catalogue.constant
    if largest < _limit(layout, design) or design.needs.query_filter == "none" or not monthly:
        return 0
    if layout == "months":
        # What is kept for weeks is dropped by whole days.
        return MONTH if kept > 3 * MONTH else DAY
    least = c("partition_mean_bytes" if layout == "days" else "partition_least_bytes")
    for grain in (DAY, MONTH, YEAR) if layout != "range" else (MONTH, YEAR):
        if monthly * grain / MONTH >= least:
            return grain
    # Partitions by month that are smaller than usual still help where they are clustered.
    return MONTH if layout == "days" and monthly >= c("partition_least_bytes") else 0


def _files(each: float, design: Design) -> str:
    target = design.catalogue.constants["file_target_bytes"]
    count = max(1, math.ceil(each / target.value))
    return say(
        "storage.in_files",
        count=show_number(count),
        plural="" if count == 1 else "s",
        size=show_size(min(each, target.value)),
    )


def _largest_share(design: Design) -> float:
    """The share of the largest table: half of the largest source, all of it if it is one table."""
    needs = design.needs
    tables = [s for s in needs.sources if is_tabular(s)] or needs.sources
    held = [(held_bytes(s, needs, 12, needs.raw_retention), s) for s in tables]
    total = sum(size for size, _ in held) or 1.0
    return max(size / total * _part(source) for size, source in held)


def _part(source: SourceNeed) -> float:
    return 1.0 if source.tables == 1 else 0.5


def _monthly(design: Design, name: str) -> float:
    """Bytes at rest that a month adds to the table that gets most."""
    needs, c = design.needs, design.catalogue.constant
    share = c(f"{name.lower()}_share") / c("compression_columnar")
    share *= store_factor(design.pattern, design.choices, design.catalogue)
    arriving = (s.daily * _part(s) for s in needs.sources if is_tabular(s))
    return max(arriving, default=0.0) * growth_factor(needs, 12) * share * MONTH / DAY


def _compaction(layout: str, design: Design) -> str:
    """When files are merged, to which size, and by what; stores do it by themselves."""
    if layout != "files":
        return ""
    chosen = design.choices.get("table_format")
    plain = chosen is None or chosen.rung is chosen.ladder.rungs[0]
    often = any(run.every < DAY for run in design.timetable.runs) or not all(
        design.plan.stage.values()
    )
    return say(
        "storage.compact_plain" if plain else "storage.compact_tables",
        when=say("storage.nightly" if often else "storage.weekly"),
        size=show_size(design.catalogue.constant("file_target_bytes")),
        tool=design.tool("transform"),
        kept=show_duration(min(design.needs.replay_window, 30 * DAY)),
    )
