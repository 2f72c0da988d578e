"""OPEN QUESTIONS: what contradicts, what cannot be met, and what should be asked next."""

from __future__ import annotations

from data_platform.advisor.compliance import left_open
from data_platform.advisor.stack import Design
from data_platform.advisor.stack_review import fates
from data_platform.advisor.tables import plural
from data_platform.advisor.title import people
from data_platform.advisor.words import listed, lowered, say
from data_platform.blueprint.model import Cost, Flow, OpenQuestion
from data_platform.catalog import Catalogue
from data_platform.interview.durations import is_longer, rounded_duration, show_duration
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
    return [*_conflicts(design, cost, flows), *_unasked(design), *_tables(design)]


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
                title=lowered(choice.ladder.title),
                broken="; ".join(choice.broken),
            )
    for tool in fates(design):
        if tool.fate == "stays for now":
            ask("kept", "existing_tools", name=tool.tool, reason=tool.why)
    decided: dict[str, str] = {}
    for said in answers.overrides:
        if not said.need or not said.technology:
            continue
        title = lowered(Kind("choice", of="need").label(said.need))
        if said.need not in design.choices:
            ask("unasked", "overrides", name=said.technology, title=title)
        elif decided.setdefault(said.need, said.technology) != said.technology:
            ask("twice", "overrides", title=title, one=decided[said.need], two=said.technology)
    if needs.bi_tool == "other" and "bi" in design.choices:
        ask("bi", "bi_tool", tool=design.choices["bi"].technology.name)
    for need, name in design.unknown_overrides:
        title = lowered(Kind("choice", of="need").label(need))
        ask("unknown_tool", "overrides", name=name, title=title, near=_near(name, design.catalogue))
    known = {source.name.casefold() for source in needs.sources}
    for own in design.plan.own:
        if own.unknown:
            ask("input", "pipelines.inputs", pipeline=own.name, missing=listed(own.unknown))
        if own.circular:
            ask("circle", "pipelines.inputs", pipeline=own.name, tables=listed(own.circular))
    read = _read(design)
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
    late: dict[tuple[str, ...], list[str]] = {}
    for age in design.ages.values():
        if not age.met:
            asked, worst = show_duration(age.asked), rounded_duration(age.worst)
            late.setdefault((age.source, asked, worst, age.remedy), []).append(age.use_case)
    for (source_name, asked, worst, remedy), uses in late.items():
        ask(
            "stale" if len(uses) == 1 else "stale_several",
            "use_cases.freshness",
            use=listed(uses, most=len(uses)),
            source=source_name,
            asked=asked,
            age=worst,
            remedy=remedy,
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
    if unknown := _unlearned(design):
        ask("learn", "skills", parts=listed(unknown, most=6))
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
    for named, demand, key in left_open(design):
        if key not in ("curated_retention", "deletion_requests"):  # both are asked above
            ask("demand", key, rule=named, asks=demand.asks, unmet=demand.unmet)
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


def _unlearned(design: Design) -> list[str]:
    """What none of the people that were named knows yet: each skill with what asks for it.

    SQL and reports are taken for known, and so are what runs today and what takes hardly any
    upkeep.
    """
    stated = {skill.name for skill in design.needs.answers.skills if skill.name}
    running = {name for tool in fates(design) if tool.fate != "goes" for name in tool.serves}
    if not stated:
        return []
    asked: dict[str, list[str]] = {}
    for choice in design.choices.values():
        skills = choice.technology.skills
        if choice.upkeep < 1 or choice.need in running:
            continue
        if skills and not {*skills} & {*stated, "sql", "bi"}:
            parts = asked.setdefault(Kind("choice", of="skill").label(skills[0]), [])
            if choice.technology.name not in parts:
                parts.append(choice.technology.name)
    return [
        say("open_questions.skill", skill=skill, technologies=listed(parts))
        for skill, parts in asked.items()
    ]


def _tables(design: Design) -> list[OpenQuestion]:
    """Which tables are meant, for the source whose models were named after what it seems to be."""
    answers, plan = design.needs.answers, design.plan
    named = [s for s in design.needs.sources if len(plan.tables[s.name]) > 1]
    if not named or not answers.sources or answers.data_models:
        return []
    source = max(named, key=lambda one: (one.tables, one.volume))
    things = listed(plural(table.what).replace("_", " ") for table in plan.tables[source.name])
    others = [one.name for one in named if one is not source]
    values = {"count": source.tables, "source": source.name, "things": things}
    said = say("open_questions.tables", **values)
    if others:
        said += say("open_questions.tables_too", others=listed(others))
    why = say("open_questions.tables_why")
    return [OpenQuestion(question=said, why=why, key="data_models")]


def _read(design: Design) -> set[str]:
    """The sources that a use case or a pipeline of the person's own reads."""
    plan = design.plan
    found = {source.name for feed in plan.feeds.values() for source in feed.sources}
    found |= {plan.by_name[name].of for feed in plan.feeds.values() for name in feed.dimensions}
    found |= {name for own in plan.own for name in own.sources}
    return found | {plan.by_name[name].of for own in plan.own for name in own.staged}


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
