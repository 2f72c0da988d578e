"""From the situation of a published case to the answers that its people would give.

Only `situation` is looked at, never what was chosen. What is null, or said in words that
`words.yaml` does not know, stays unanswered. No rule of the advisor is in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from benchmarks.amounts import DAY, Amount, amounts, first_number, people
from benchmarks.loads import number_of, share_out
from benchmarks.running_tools import tools_of
from benchmarks.wording import continuous, every, first, listed, states, text_of, words
from data_platform.catalog import Catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers, kind_of
from data_platform.interview.kinds import choices

#: Workloads that ask for the freshness of the whole, where there are calmer ones beside them.
LIVE = ("realtime_dashboard", "operational_api")
_TEAMS = r"teams\b|(?<!customer )domains\b|business units|countries|brands|subsidiaries|markets"
_DURATION = re.compile(
    r"(\d+(?:\.\d+)?)(?:\s*(?:-|to)\s*\d+)?[\s-]*"
    r"(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|hourly|days?|weeks?)\b"
)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}
_PERSONS = r"persons?\b (?:\w+ ){0,2}team|person\b (?:\w+ ){0,2}team|team\b"

#: What is more than this a month, in US dollars, is no budget that anybody meant.
_BUDGET_MOST = 10**12


def answers_of(situation: Mapping[str, Any], catalogue: Catalogue) -> Answers:
    """The answers to the interview that follow from a situation.

    Raises ValueError where a value is none of those that its field can have.
    """
    told = rows_of(situation, catalogue)
    return read_answers(yaml.safe_dump(told, sort_keys=False)).answers()


def rows_of(situation: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The same as the content of an answers file, in its words and units."""
    listed = sources_of(situation)
    spoken = _spoken(situation, listed)
    workloads = _workloads(situation)
    sources = [_source(source, situation, spoken, catalogue) for source in listed]
    peak = share_out(sources, situation, catalogue)
    told: dict[str, Any] = {
        "sources": sources,
        "use_cases": _use_cases(workloads, situation),
        "cloud": first("clouds", situation.get("cloud")),
        "region": first("regions", text_of(situation.get("compliance"), situation.get("summary"))),
        "compliance": every("compliance", situation.get("compliance")),
        "peak_events": f"{peak:.2f} events/s" if peak else None,
        "team_size": _at_most("team_size", _team(situation)),
        "skills": [{"name": one} for one in every("skills", situation.get("team_skills"))],
        "existing_tools": tools_of(situation, catalogue),
        "domains": _at_most("domains", _domains(situation)),
        "budget": _budget(situation),
        **_asked(situation, workloads, catalogue),
    }
    for fact in words()["facts"]:
        if states(fact, spoken):
            for name, value in fact["answers"].items():
                told.setdefault(name, value)
    running = set(re.findall(words()["engines_on_files"], text_of(situation.get("existing"))))
    if len(running) > 1:
        told.setdefault("shared_engines", "yes")
    return {name: value for name, value in told.items() if value not in (None, [], "")}


def sources_of(situation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The sources that a situation describes, in its order; what is no record is passed over."""
    return [one for one in listed(situation.get("sources")) if isinstance(one, Mapping)]


def seconds_of(text: object) -> float | None:
    """How old data may be, from “30 minutes”, “every 2 hours”, “seconds” or “T+1”."""
    low = text_of(text)
    match = _DURATION.search(low)
    if match:
        return float(match[1]) * _SECONDS[match[2][0]]
    found = [
        (hit.start(), at, row["as"])
        for at, row in enumerate(words()["freshness"])
        if (hit := re.search(row["words"], low))
    ]
    if not found:
        return None
    # “minutes to hours” asks for minutes; of words at one place the first row counts.
    return float(min(found)[2])


def _source(
    source: Mapping[str, Any], situation: Mapping[str, Any], spoken: str, catalogue: Catalogue
) -> dict[str, Any]:
    name, kind = str(source.get("name") or ""), _kind(source)
    shape = catalogue.source_kinds[kind or "other"].shape
    often = text_of(source.get("frequency"))
    row: dict[str, Any] = {
        "name": " ".join(name.split())[:120] or None,
        "kind": kind,
        "update_pattern": first("update", source.get("update")),
    }
    if shape == "stream":
        if re.search(words()["delivered_in_batches"], often) and not continuous(often):
            row["access"] = "export"
        elif continuous(often) or text_of(source.get("update")) == "stream":
            row["access"] = "subscription"
    elif (fresh := seconds_of(often)) and not (shape == "database" and continuous(often)):
        row["freshness"] = f"{round(fresh, 1)} s"
    if shape in ("stream", "database") and (fresh := seconds_of(often)) and "access" not in row:
        row["freshness"] = f"{round(fresh, 1)} s"
    own = text_of(name, source.get("update"), source.get("volume"), source.get("frequency"))
    # What is said of databases in general holds for those that have a log of their changes.
    logged = catalogue.source_kinds[kind or "other"].change_log
    for fact in words()["source_facts"]:
        if fact["of"] == shape and ((logged and states(fact, spoken)) or states(fact, own)):
            row.update(fact["as"])
    if isinstance(situation.get("pii"), bool):
        row["pii"] = "yes" if situation["pii"] else "no"
    row["amounts"] = amounts(text_of(source.get("volume")), words()["vague"]) or _readings(source)
    return {key: value for key, value in row.items() if value not in (None, "")}


def _readings(source: Mapping[str, Any]) -> list[Amount]:
    """What so many devices send, each as often as it is said: one reading every so often."""
    devices = people(text_of(source.get("volume")), words()["vague"], words()["devices"])
    often = _DURATION.search(text_of(source.get("frequency")))
    if not devices or not often:
        return []
    per = round(float(often[1]) * _SECONDS[often[2][0]])
    return [Amount(devices, "events", max(1, per), False, False, "readings")]


def _kind(source: Mapping[str, Any]) -> str | None:
    """The interview's kind of a source; None where nothing tells."""
    said, name = text_of(source.get("kind")), text_of(source.get("name"))
    known = {option.id for option in choices()["source_kind"]}
    kind = said if said in known and said != "other" else first("kinds", said)
    if kind == "files":
        return first("files_by_name", name) or kind
    if kind:
        return kind
    # What is changed in place is a database of some kind, unless its name says otherwise.
    changes = first("update", source.get("update")) in ("mutable", "hard_delete")
    return first("kinds_by_name", name) or ("other_sql" if changes else None)


def _workloads(situation: Mapping[str, Any]) -> list[str]:
    """The workloads, in the words of the interview, each once."""
    known = {option.id for option in choices()["workload"]}
    found = []
    for said in listed(situation.get("workloads")):
        word = text_of(said)
        one = word if word in known else first("workloads", word.replace("_", " "))
        if one:
            found.append(one)
    return list(dict.fromkeys(found))


def _use_cases(workloads: list[str], situation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One use case a workload; the freshness of the whole belongs to what is live, if any is."""
    fresh = seconds_of(situation.get("freshness_needed"))
    live = [one for one in workloads if one in LIVE]
    found = []
    for one in workloads:
        row: dict[str, Any] = {"name": one.replace("_", " "), "workload": one}
        if fresh and (not live or one in live or fresh >= DAY):
            vague = text_of(situation.get("freshness_needed")).startswith("minute")
            age = words()["minutes_of_calm_uses"] if vague and one not in LIVE else fresh
            row["freshness"] = f"{round(age, 1)} s"
        found.append(row)
    users = people(
        text_of(situation.get("query_concurrency")), words()["vague"], r"users|analysts|people"
    )
    users = users or people(text_of(situation.get("summary")), words()["vague"], words()["readers"])
    concurrent = "concurrent" in text_of(situation.get("query_concurrency"))
    if found and users and not concurrent:
        found[0]["users"] = _at_most("use_cases.users", round(users))
    return found


def _asked(
    situation: Mapping[str, Any], workloads: list[str], catalogue: Catalogue
) -> dict[str, Any]:
    """How many ask at once, or how many requests an application sends a second."""
    text = text_of(situation.get("query_concurrency"))
    rates = [one for one in amounts(text, words()["vague"]) if one.per]
    if "concurren" in text or text.isdigit():
        number = first_number(text, words()["vague"])
        return {"concurrent_users": _at_most("concurrent_users", round(number or 0)) or None}
    if rates:
        rate = rates[0].value / (rates[0].per or 1)
        if "operational_api" in workloads and (rates[0].per or DAY) <= 60:
            return {"api_rate": f"{rate:.2f} requests/s"}
        peak = 1 if rates[0].per == 1 else catalogue.constant("peak_to_mean")
        busy = max(1, round(rate * peak * words()["query_seconds"]))
        return {"concurrent_users": _at_most("concurrent_users", busy)}
    return {}


def _team(situation: Mapping[str, Any]) -> int | None:
    said = number_of(situation.get("team_size"))
    if said is None:
        text = text_of(situation.get("summary"))
        if re.search(r"(person|people|member|engineer)s?\b[ -](\w+ ){0,2}team|team of", text):
            said = people(text, words()["vague"], _PERSONS)
    return max(1, round(said)) if said else None


def _domains(situation: Mapping[str, Any]) -> int | None:
    stated = re.sub(r"(?<=\d),(?=\d)", "", text_of(situation.get("domains_or_teams")))
    said = _most(stated)
    if said is None:
        text = text_of(situation.get("summary"), situation.get("use_cases"))
        said = people(re.sub(r"\bteams of\b", "", text), words()["vague"], _TEAMS)
        if said is not None and re.search(r"million (\w+ )?domains", text):
            said = None
    return max(1, round(said)) if said else None


def _at_most(path: str, value: int | None) -> int | None:
    """A number, or the largest that the interview takes where it is larger."""
    most = kind_of(path).most
    return value if value is None or most is None else min(value, int(most))


def _most(text: str) -> float | None:
    """The largest of all numbers in a text: “4 divisions, dozens of teams” are dozens."""
    parts = re.split("[,;(]", text)
    return max((n for part in parts if (n := first_number(part, words()["vague"]))), default=None)


def _budget(situation: Mapping[str, Any]) -> str | None:
    said = number_of(situation.get("budget_usd_month"))
    return None if said is None or said > _BUDGET_MOST else f"{said:.2f} USD a month"


def _spoken(situation: Mapping[str, Any], sources: Iterable[Mapping[str, Any]]) -> str:
    """All free text of a situation in which a fact may be stated."""
    names = [source.get("name") for source in sources]
    return text_of(
        situation.get("summary"), situation.get("use_cases"), names, situation.get("compliance"),
        situation.get("team_skills"),
    )  # fmt: skip
