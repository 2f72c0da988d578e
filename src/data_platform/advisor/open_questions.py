"""OPEN QUESTIONS: what contradicts, what cannot be met, and what should be asked next."""

from __future__ import annotations

from data_platform.advisor.flows import late_flows
from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Cost, Flow, OpenQuestion
from data_platform.catalog import Catalogue
from data_platform.interview.kinds import Kind, nearest
from data_platform.interview.quantities import show_duration, show_money

#: The answers that are worth asking first, where they were assumed.
FIRST = (
    "sources",
    "use_cases",
    "sources.volume",
    "sources.daily_volume",
    "sources.pii",
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
    for need, name in design.unknown_overrides:
        title = Kind("choice", of="need").label(need).lower()
        ask("unknown_tool", "overrides", name=name, title=title, near=_near(name, design.catalogue))
    known = {source.name.casefold() for source in needs.sources}
    for pipeline in answers.pipelines:
        missing = [name for name in pipeline.inputs or [] if name.casefold() not in known]
        if missing:
            ask("input", "pipelines.inputs", pipeline=pipeline.name or "?", missing=listed(missing))
    if answers.first_source and answers.first_source.casefold() not in known:
        ask("first", "first_source", name=answers.first_source)
    for name in late_flows(flows):
        ask("late", "ready_by", flow=name)
    for rule in (design.catalogue.regulations[one] for one in needs.compliance):
        if rule.retention and rule.retention > needs.curated_retention:
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


def _near(name: str, catalogue: Catalogue) -> str:
    return nearest(name, [technology.name for technology in catalogue.technologies.values()])


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
