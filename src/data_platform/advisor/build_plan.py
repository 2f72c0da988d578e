"""BUILD PLAN: in which order it is built, by week, and whether the deadline holds."""

from __future__ import annotations

import math

from data_platform.advisor.audit_log import log_place
from data_platform.advisor.checked import takes_cards
from data_platform.advisor.operating_plan import backup_place
from data_platform.advisor.placement import in_open_files
from data_platform.advisor.residency import vendors
from data_platform.advisor.sources import is_far
from data_platform.advisor.stack import Design
from data_platform.advisor.stack_review import fates
from data_platform.advisor.storage import lake_path
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import BuildStep
from data_platform.interview.durations import DAY, HOUR, MINUTE, rounded_duration, show_duration
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_number, show_size


def build_plan(design: Design) -> list[BuildStep]:
    """The five steps of the BUILD phase with their weeks."""
    needs, c = design.needs, design.catalogue.constant
    builders = needs.builders
    first = _first(design)
    others = [source.name for source in needs.sources if source.name != first]
    lengths = [
        c("weeks_setup") * (1 + c("environment_effort") * (needs.environments - 1)),
        max(c("weeks_per_source") * len(needs.sources) / builders, _backfill(design)[1] / 7),
        c("weeks_per_use_case") * len(needs.use_cases) / builders,
        c("weeks_access"),
        c("weeks_monitoring"),
    ]
    work = [
        _setup(design),
        _pipelines(design, first, others),
        _transforms(design),
        _access(design),
        _monitoring(design),
    ]
    steps, start = [], 1.0
    for name, length, done in zip(
        ("setup", "pipelines", "transforms", "access", "monitoring"), lengths, work, strict=True
    ):
        end = start + max(0.5, length)
        first_week, last_week = math.floor(start), max(math.floor(start), math.ceil(end) - 1)
        weeks = f"{first_week}" if first_week == last_week else f"{first_week}-{last_week}"
        steps.append(
            BuildStep(
                when=say("build_plan.week", weeks=weeks), title=say(f"build_plan.{name}"), work=done
            )
        )
        start = end
    deadline = needs.answers.deadline
    if deadline is not None:
        have = deadline / (7 * DAY)
        key = "build_plan.in_time" if start - 1 <= have else "build_plan.too_late"
        steps[-1].work.append(
            say(key, weeks=math.ceil(start - 1), deadline=show_duration(deadline), first=first)
        )
    return steps


def _first(design: Design) -> str:
    """The source that is built first: the stated one, else the first named."""
    said = (design.needs.answers.first_source or "").casefold()
    names = [source.name for source in design.needs.sources]
    return next((name for name in names if name.casefold() == said), names[0])


def _setup(design: Design) -> list[str]:
    needs = design.needs
    found = [
        say(
            f"build_plan.setup_{needs.infrastructure}",
            tool=design.choices["infrastructure"].technology.name,
            environments=needs.environments,
            plural="" if needs.environments == 1 else "s",
        ),
        _places(design),
        say("build_plan.backups", place=backup_place(design)),
        say("build_plan.roles", tool=design.choices["access_control"].technology.name),
        *_before_data(design),
    ]
    for location in ("on_premises", "other_cloud"):
        if far := [
            s.name for s in needs.sources if s.location == location and is_far(s, needs.cloud)
        ]:
            key = "network" if location == "on_premises" else "network_other_cloud"
            found.append(say(f"build_plan.{key}", sources=listed(far)))
    if needs.answers.chargeback:
        found.append(say("build_plan.tags"))
    if needs.builders > max(1, needs.team_size):
        found.append(say("build_plan.borrowed", builders=needs.builders, team=needs.team_size))
    return found


def _before_data(design: Design) -> list[str]:
    """What must stand before the first data arrives: secrets, the audit log, contracts."""
    needs = design.needs
    found = []
    if "secrets" in design.choices:
        count = show_number(design.now["secrets"])
        found.append(say("build_plan.secrets", tool=design.tool("secrets"), count=count))
    rules = [design.catalogue.regulations[one] for one in needs.compliance]
    if any({"logged", "log_retention"} & set(rule.asks) for rule in rules):
        found.append(say("build_plan.audit_log", place=log_place(design)))
    asking = [rule.label for rule in rules if "processors" in rule.asks]
    firms = vendors(design)
    if asking and firms and needs.pii:
        found.append(
            say("build_plan.contracts", firms=listed(firms, most=8), rules=listed(asking, most=8))
        )
    return found


def _places(design: Design) -> str:
    """Where the layers are set up: all in files, or Raw in files and the others in the store."""
    region = Kind("choice", of="region").label(design.needs.region)
    if in_open_files(design.pattern, design.choices):
        return say("build_plan.storage", location=lake_path(design), region=region)
    store = design.tool("analytical_store")
    return say("build_plan.storage_store", location=lake_path(design), region=region, store=store)


def _backfill(design: Design) -> tuple[float, float, float]:
    """The history that is loaded at the start: its bytes, the days it takes, on how many vCPUs."""
    needs, c = design.needs, design.catalogue.constant
    size = 0.0
    for source in needs.sources:
        there = source.daily * needs.backfill / DAY
        size += min(source.volume, there) if source.update_pattern == "append" else source.volume
    rate = c("batch_mb_per_vcpu_second") * 10**6 * DAY
    vcpus = max(c("load_vcpus"), size / rate / c("backfill_days_target"))
    return size, size / rate / vcpus, vcpus


def _pipelines(design: Design, first: str, others: list[str]) -> list[str]:
    needs = design.needs
    size, days, vcpus = _backfill(design)
    found = [say("build_plan.first", source=first)]
    if others:
        found.append(say("build_plan.others", sources=listed(others)))
    if takes_cards(needs):
        named = listed(source.name for source in needs.sources if source.pii)
        found.append(say("build_plan.cards", sources=named))
    found.append(
        say(
            "build_plan.backfill",
            history=show_duration(needs.backfill),
            size=show_size(size),
            lasts=_rough(days * DAY),
            vcpus=show_number(math.ceil(vcpus)),
        )
        if size
        else say("build_plan.no_backfill")
    )
    if needs.replay_window:
        found.append(say("build_plan.replay", window=show_duration(needs.replay_window)))
    return found


def _rough(seconds: float) -> str:
    """How long something takes, in minutes, hours or days, rounded up."""
    unit = next((one for one in (DAY, HOUR) if seconds > 2 * one), MINUTE)
    return rounded_duration(max(1, math.ceil(seconds / unit)) * unit)


def _transforms(design: Design) -> list[str]:
    needs = design.needs
    found = [
        say(
            "build_plan.models",
            count=show_number(design.plan.count),
            tool=design.tool("transform"),
        ),
        say(f"build_plan.tests_{needs.test_depth}", tool=design.choices["quality"].technology.name),
        *_first_of_ai(design),
    ]
    by_fate: dict[str, list[str]] = {}
    for one in fates(design):
        by_fate.setdefault(one.fate, []).append(one.tool)
    if leaving := by_fate.get("goes"):
        found.append(say("build_plan.leave", tools=listed(leaving)))
    if staying := by_fate.get("stays"):
        found.append(say("build_plan.stay", tools=listed(staying)))
    rules = [design.catalogue.regulations[one] for one in needs.compliance]
    asked = needs.answers.reviews is None and any("changes" in rule.asks for rule in rules)
    if needs.answers.reviews or asked:
        found.append(say("build_plan.reviews"))
    return found


def _first_of_ai(design: Design) -> list[str]:
    """The first model and the first index, where a use case asks for one."""
    found = []
    for use in design.needs.use_cases:
        tools = {need: choice.technology.name for need, choice in design.choices.items()}
        if use.workload in ("ml", "rag"):
            model = design.plan.models[use.name]
            found.append(
                say(f"build_plan.first_{use.workload}", name=use.name, model=model, **tools)
            )
    return found


def _access(design: Design) -> list[str]:
    found = []
    if "bi" in design.choices:
        found.append(
            say(
                "build_plan.bi",
                tool=design.choices["bi"].technology.name,
                users=people(design.needs.bi_users),
            )
        )
    if "serving_store" in design.choices:
        found.append(
            say(
                "build_plan.api",
                tool=design.choices["serving_store"].technology.name,
                latency=show_duration(design.needs.api_latency),
            )
        )
    if "notebooks" in design.choices:
        found.append(say("build_plan.notebooks", tool=design.choices["notebooks"].technology.name))
    if design.needs.answers.sandbox:
        found.append(say("build_plan.sandbox"))
    return [*found, say("build_plan.grants")]


def _monitoring(design: Design) -> list[str]:
    needs = design.needs
    return [
        say(
            "build_plan.alerts",
            tool=design.choices["monitoring"].technology.name,
            channel=Kind("choice", of="alert_channel").label(needs.alert_channel).lower(),
        ),
        say("build_plan.restore", rto=show_duration(needs.rto)),
    ]
