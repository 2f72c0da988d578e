"""OPEN QUESTIONS: what contradicts, what cannot be met, and what should be asked next."""

from __future__ import annotations

from collections.abc import Iterator

from data_platform.advisor.models import feeding
from data_platform.advisor.own_pipelines import own_pipelines
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.stack import Design, unused_tools
from data_platform.advisor.title import people
from data_platform.advisor.transformation import cron_for, is_live, stage_cron
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Cost, Flow, OpenQuestion
from data_platform.catalog import Catalogue
from data_platform.interview.durations import DAY, MONTH, is_longer, show_duration
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.quantities import show_money
from data_platform.interview.schedules import rhythm, speak_schedule

#: The answers that are worth asking first, where they were assumed.
FIRST = (
    "sources",
    "use_cases",
    "sources.volume",
    "sources.daily_volume",
    "sources.pii",
    "pii_kinds",
    "compliance",
    "budget",
    "growth",
    "concurrent_users",
    "peak_events",
    "raw_retention",
)


def open_questions(design: Design, cost: Cost, flows: list[Flow]) -> list[OpenQuestion]:
    """Conflicts first, then the answers that were assumed and weigh most."""
    return [*_conflicts(design, cost, flows), *_unasked(design)]


def _conflicts(design: Design, cost: Cost, flows: list[Flow]) -> list[OpenQuestion]:
    needs, answers = design.needs, design.needs.answers
    found: list[OpenQuestion] = []

    def ask(name: str, key: str, /, **values: object) -> None:
        found.append(
            OpenQuestion(
                question=say(f"open_questions.{name}", **values),
                why=say(f"open_questions.{name}_why", **values),
                key=key,
            )
        )

    if answers.current_pain:
        ask("pain", "current_pain", pain=" ".join(answers.current_pain.split()))
    if needs.budget is not None and cost.total > needs.budget:
        ask("budget", "budget", total=show_money(cost.total), budget=show_money(needs.budget))
    if design.upkeep > needs.upkeep_hours:
        ask("upkeep", "upkeep_hours", hours=f"{design.upkeep:g}", budget=f"{needs.upkeep_hours:g}")
    for choice in design.choices.values():
        if choice.broken:
            ask(
                "broken",
                "overrides",
                technology=choice.technology.name,
                title=choice.ladder.title.lower(),
                broken="; ".join(choice.broken),
            )
    for name, reason in unused_tools(design).items():
        ask("kept", "existing_tools", name=name, reason=reason)
    decided: dict[str, str] = {}
    for said in answers.overrides:
        if not said.need or not said.technology:
            continue
        title = Kind("choice", of="need").label(said.need).lower()
        if said.need not in design.choices:
            ask("unasked", "overrides", name=said.technology, title=title)
        elif decided.setdefault(said.need, said.technology) != said.technology:
            ask("twice", "overrides", title=title, one=decided[said.need], two=said.technology)
    if needs.bi_tool == "other" and "bi" in design.choices:
        ask("bi", "bi_tool", tool=design.choices["bi"].technology.name)
    for need, name in design.unknown_overrides:
        title = Kind("choice", of="need").label(need).lower()
        ask("unknown_tool", "overrides", name=name, title=title, near=_near(name, design.catalogue))
    known = {source.name.casefold() for source in needs.sources}
    for own in own_pipelines(needs):
        if own.unknown:
            ask("input", "pipelines.inputs", pipeline=own.name, missing=listed(own.unknown))
        if own.circular:
            ask("circle", "pipelines.inputs", pipeline=own.name, tables=listed(own.circular))
    read = {source.name for use in needs.use_cases for source in feeding(use, needs)}
    read |= {name for own in own_pipelines(needs) for name in own.sources}
    idle = [source.name for source in needs.sources if source.name not in read]
    if idle and answers.use_cases and not answers.data_models:
        ask("idle", "use_cases", sources=listed(idle))
    for source in needs.sources:
        if source.read_window and rhythm(source.read_window).longest > source.freshness:
            ask(
                "window",
                "sources.read_window",
                source=source.name,
                window=speak_schedule(source.read_window),
                age=show_duration(source.freshness),
            )
    for use, source, age in _stale(design):
        ask(
            "stale",
            "use_cases.freshness",
            use=use.name,
            source=source.name,
            asked=show_duration(use.freshness),
            age=show_duration(age),
        )
    if is_longer(needs.replay_window, needs.raw_retention):
        ask(
            "replay",
            "replay_window",
            window=show_duration(needs.replay_window),
            kept=show_duration(needs.raw_retention),
        )
    if answers.team_size is not None:
        more = [s.name for s in answers.skills if s.name and (s.people or 1) > answers.team_size]
        if more:
            label = Kind("choice", of="skill").label
            skills = listed(label(one) for one in more)
            ask("skills", "skills", skills=skills, team=people(answers.team_size))
    if answers.first_source and answers.first_source.casefold() not in known:
        ask("first", "first_source", name=answers.first_source)
    for flow in flows:
        if flow.late:
            ask(flow.late, "ready_by", flow=flow.name)
    for rule in (design.catalogue.regulations[one] for one in needs.compliance):
        if rule.retention and is_longer(rule.retention, needs.curated_retention):
            ask(
                "retention",
                "curated_retention",
                rule=rule.label,
                needed=show_duration(rule.retention),
                have=show_duration(needs.curated_retention),
            )
        if rule.erasure and not needs.deletion and needs.pii:
            ask("erasure", "deletion_requests", rule=rule.label)
    if (
        answers.domains is not None
        and answers.central_bottleneck
        and "data_mesh" not in design.pattern.derived
    ):
        ask("mesh", "domains", domains=needs.domains, team=needs.team_size)
    model = design.choices.get("llm")
    if model is not None and needs.pii and model.technology.managed:
        ask("model", "pii_kinds", tool=model.technology.name, region=needs.region.upper())
    if needs.on_call == "nobody" and needs.freshness < design.catalogue.constant(
        "streaming_freshness"
    ):
        ask("night", "on_call", age=show_duration(needs.freshness))
    return found


def _stale(design: Design) -> Iterator[tuple[UseCaseNeed, SourceNeed, float]]:
    """The use cases that get older data than they ask for: from which source, and how old."""
    for use in design.needs.use_cases:
        # Some months have 31 days.
        asked = use.freshness if use.freshness < MONTH else use.freshness * 31 * DAY / MONTH
        built = 0 if is_live(use, design) else rhythm(cron_for(use, design)).longest
        ages = []
        for source in feeding(use, design.needs):
            cron = stage_cron(source, design)
            age = max(built, rhythm(cron).longest if cron else 0)
            if age > asked:
                ages.append((float(age), source.name, source))
        if ages:
            oldest = max(ages, key=lambda one: one[0])
            yield use, oldest[2], oldest[0]


def _near(name: str, catalogue: Catalogue) -> str:
    known = [technology.name for technology in catalogue.technologies.values()]
    return nearest(name, known).removesuffix("?")


def _unasked(design: Design) -> list[OpenQuestion]:
    by_key = {assumption.key: assumption for assumption in reversed(design.needs.assumptions)}
    return [
        OpenQuestion(
            question=say(
                "open_questions.assumed", label=by_key[key].label, value=by_key[key].value
            ),
            why=say(f"open_questions.why_{key.replace('.', '_')}"),
            key=key,
        )
        for key in FIRST
        if key in by_key
    ]
