"""The title block: name, use cases, scale and team."""

from __future__ import annotations

from data_platform.advisor.stack import Design
from data_platform.advisor.words import listed, say
from data_platform.blueprint.model import Title
from data_platform.interview.kinds import Kind
from data_platform.interview.quantities import show_events, show_number, show_rate, show_size


def title(design: Design) -> Title:
    """Who it is for and how big it is."""
    needs = design.needs
    skills = listed(
        (
            say("title.skill", skill=Kind("choice", of="skill").label(skill), people=people)
            for skill, people in needs.skills.items()
        ),
        most=6,
    )
    if not needs.answers.skills:
        skills = say("title.skills_assumed", skills=skills)
    return Title(
        name=needs.name,
        use_cases=[use.name for use in needs.use_cases],
        scale=scale(design),
        team=say(
            "title.team" if needs.answers.team_size is not None else "title.team_assumed",
            people=people(needs.team_size),
            skills=skills,
        ),
    )


def people(count: int) -> str:
    """“1 person”, “3 people”."""
    return say("title.person" if count == 1 else "title.people", count=show_number(count))


def scale(design: Design) -> str:
    """Volume held and arriving, today and in 12 months, and the growth behind it."""
    needs, now, later = design.needs, design.now, design.later
    stated = say("title.stated" if needs.answers.growth is not None else "title.assumed")
    said = say(
        "title.scale",
        volume=show_size(sum(source.volume for source in needs.sources)),
        held=show_size(now["held_bytes"]),
        daily=show_rate(now["mean_daily_bytes"]),
        later=show_size(later["held_bytes"]),
        growth=f"{needs.growth:g}",
        stated=stated,
    )
    if needs.peak_events:
        said += say("title.velocity", events=show_events(now["events_per_second"]))
    return said
