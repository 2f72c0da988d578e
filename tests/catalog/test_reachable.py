"""Every technology is chosen for some answers: a search over answers finds them.

First a grid of platforms on every cloud, then, for what that leaves out, answers that suit the
technology: its cloud, its skills, who runs it, what it stands beside. Last, that the team runs it
and keeps it. A decision against the advisor (`overrides`) never counts.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest

from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import decide
from data_platform.catalog import Catalogue, Technology, load_catalogue
from data_platform.catalog.loader import options
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers, Skill, Tool

CLOUDS = options("cloud")
STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "managed": {"managed": "managed", "upkeep_hours": 4},
    "own": {"managed": "self_run", "open_source_only": True, "upkeep_hours": 900},
}


def database(volume: str, **more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return f"sources: [{{name: db, kind: postgresql, volume: {volume}{extra}}}]\n"


def many(kind: str, count: int, **more: str) -> str:
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    return "sources:\n" + "".join(f"- {{name: s{n}, kind: {kind}{extra}}}\n" for n in range(count))


def live(rate: str, age: str, *others: str, kind: str = "iot") -> str:
    uses = [f"{{name: live, workload: realtime_dashboard, freshness: {age}}}"]
    uses += [f"{{name: {other}, workload: {other}}}" for other in others]
    return (
        f"sources: [{{name: it, kind: {kind}}}]\npeak_events: {rate}\n"
        f"use_cases: [{', '.join(uses)}]\n"
    )


def uses(*workloads: str) -> str:
    return f"use_cases: [{', '.join(f'{{name: {w}, workload: {w}}}' for w in workloads)}]\n"


TEAM = "team_size: 12\n"
LARGE = "team_size: 60\ndomains: 8\ncentral_bottleneck: yes\ngovernance_model: federated\n"
STRICT = (
    "compliance: [gdpr, sox, hipaa]\nlineage_depth: audit\ntest_depth: full\non_call: always\n"
    "alert_channel: pager\nidentity_provider: yes\nencryption_keys: customer\nrow_security: yes\n"
    "environments: three\ninfrastructure: code\nprivate_network: yes\n"
)
SCENARIOS: dict[str, str] = {
    "tiny": "team_size: 1\n" + database("2 GB") + uses("bi"),
    "small": TEAM + database("60 GB") + uses("bi", "adhoc_sql"),
    "by hand": "team_size: 1\ninfrastructure: console\nenvironments: one\n" + database("2 GB"),
    "columns": TEAM + "lineage_depth: column\ntest_depth: full\n" + database("60 GB") + uses("bi"),
    "middle": TEAM + database("700 GB") + uses("bi", "operational_api", "reverse_etl"),
    "services": TEAM + many("saas_api", 12, volume="20 GB") + uses("bi", "reverse_etl"),
    "warehouse": TEAM + many("postgresql", 4, volume="3 TB") + uses("bi", "data_sharing"),
    "strict": TEAM + STRICT + many("postgresql", 4, volume="3 TB", pii="yes") + uses("bi"),
    "strict small": STRICT + database("20 GB", pii="yes") + uses("bi", "data_sharing"),
    "crowd": TEAM + "concurrent_users: 150\n" + many("mysql", 4, volume="3 TB") + uses("bi"),
    "many readers": TEAM + "concurrent_users: 400\n" + many("mysql", 9, volume="1 TB") + uses("bi"),
    "shared": TEAM + "shared_engines: yes\nopen_format: yes\nrow_deletes: yes\n"
    + many("postgresql", 4, volume="9 TB") + uses("bi", "adhoc_sql", "ml"),
    "lake": TEAM + many("object_store", 2, volume="40 TB") + uses("adhoc_sql"),
    "files": "team_size: 2\n" + many("files", 2, volume="50 GB") + uses("adhoc_sql"),
    "lakehouse on files": "team_size: 2\nopen_format: yes\npatterns: [lakehouse]\n"
    + many("postgresql", 2, volume="20 GB") + uses("bi", "adhoc_sql"),
    "mesh": LARGE + STRICT + many("postgresql", 40, volume="9 TB", pii="yes")
    + uses("bi", "data_sharing", "ml"),
    "many jobs": TEAM + many("rest_api", 30, volume="20 GB") + uses("bi"),
    "hundreds of jobs": LARGE + many("mysql", 120, volume="1 TB") + uses("bi"),
    "hundreds of sources": LARGE + many("rest_api", 350, volume="5 GB") + uses("bi"),
    "heavy": LARGE + many("postgresql", 3, volume="900 TB", daily_volume="6 TB/day") + uses("bi"),
    "heavy loads": LARGE
    + many("saas_api", 9, volume="200 TB", daily_volume="4 TB/day", update_pattern="append")
    + uses("bi"),
    "changes": TEAM
    + database("4 TB", update_pattern="hard_delete", freshness="30 min")
    + uses("bi"),
    "slow changes": TEAM + database("4 TB", update_pattern="hard_delete") + uses("bi"),
    "changes in a lake": TEAM + "shared_engines: yes\nopen_format: yes\n"
    + database("9 TB", update_pattern="hard_delete", freshness="30 min") + uses("bi", "ml"),
    "many changes": LARGE
    + many("postgresql", 30, volume="900 GB", update_pattern="hard_delete", freshness="30 s")
    + uses("bi"),
    "slow events": live("200/s", "2 min", "bi"),
    "few events": live("200/s", "10 s"),
    "events": live("9k/s", "10 s", "bi"),
    "steady events": live("9k/s", "3 min", "adhoc_sql", kind="app_events"),
    "many events": live("80k/s", "2 s", "bi", "operational_api"),
    "very many events": live("900k/s", "5 s", "bi", kind="logs"),
    "instant events": live("80k/s", "500 ms", "ml", "operational_api"),
    "instant answers": live("9k/s", "10 s", "operational_api")
    + "api_rate: 50k/s\napi_latency: 2 ms\n",
    "answers": TEAM + database("700 GB") + uses("operational_api", "ml")
    + "api_rate: 5k/s\napi_latency: 10 ms\n",
    "own answers": live("9k/s", "10 s", "operational_api")
    + "api_rate: 100/s\napi_latency: 300 ms\n",
    "documents": TEAM + many("documents", 1, volume="50 GB") + uses("rag"),
    "many documents": TEAM + "documents: 40 million\n" + many("documents", 1, volume="9 TB")
    + uses("rag"),
    "documents a day": TEAM
    + many("documents", 2, volume="400 TB", daily_volume="5 TB/day") + uses("rag"),
    "films": LARGE + many("media", 2, volume="9 PB", daily_volume="30 TB/day") + uses("ml"),
    "tickets": TEAM + "documents: 100 thousand\n" + database("50 GB") + uses("rag", "bi"),
    "python": TEAM + "transform_style: python\n" + database("60 GB") + uses("bi"),
    "much python": LARGE + "transform_style: python\n"
    + many("mysql", 9, volume="90 TB", daily_volume="900 GB/day") + uses("bi"),
    "visual": TEAM + "transform_style: visual\n" + many("mysql", 5, volume="300 GB") + uses("bi"),
    "few readers": "team_size: 2\nuse_cases: [{name: it, workload: bi, users: 4}]\n"
    + database("60 GB"),
    "first models": "team_size: 2\n" + database("2 GB") + uses("ml"),
    "science": TEAM + "notebooks: yes\n" + database("300 GB") + uses("ml", "adhoc_sql"),
    "much science": LARGE + "shared_engines: yes\n" + many("mysql", 9, volume="30 TB")
    + uses("ml", "operational_api", "adhoc_sql"),
    "reports for all": LARGE + "use_cases: [{name: it, workload: bi, users: 4000}]\n"
    + many("mysql", 4, volume="2 TB"),
    "sales": TEAM + many("saas_api", 3, volume="20 GB") + uses("reverse_etl", "data_sharing"),
}  # fmt: skip


class Search:
    """What was found so far: for each technology the answers that choose it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.base = {name: read_answers(text).answers() for name, text in SCENARIOS.items()}
        #: Technology -> what led to it.
        self.found: dict[str, str] = {}
        #: Need and rung -> the scenarios and clouds in which it was reached.
        self.rungs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.asked: dict[str, list[tuple[str, str]]] = {}

    def design(self, scenario: str, cloud: str, how: str, **more: Any) -> None:
        """Decide for a scenario on a cloud and note all that is chosen."""
        answers = self.base[scenario].model_copy(update={"cloud": cloud, **more})
        design = decide(resolve(answers, self.catalogue), self.catalogue)
        for need, choice in design.choices.items():
            at = (scenario, cloud)
            self.rungs.setdefault((need, choice.rung.id), []).append(at)
            self.asked.setdefault(need, []).append(at)
            names = {choice.technology.id} & {*choice.rung.technologies}
            for name in choice.rung.technologies:
                stand_in = self.catalogue.technologies[name].stands_for
                other = design.choices.get(stand_in)
                if other is not None and other.technology.id == choice.technology.id:
                    names.add(name)
            for name in names:
                self.found.setdefault(name, f"{how}: {scenario} on {cloud}")

    def grid(self) -> None:
        """All scenarios on all clouds, in every style."""
        for scenario, cloud, style in product(SCENARIOS, CLOUDS, STYLES):
            self.design(scenario, cloud, style, **STYLES[style])

    def missing(self) -> list[Technology]:
        """The technologies that nothing led to yet."""
        return [t for t in self.catalogue.technologies.values() if t.id not in self.found]

    def suit(self, technology: Technology) -> None:
        """Try answers that suit a technology; its partner, if it has one, runs already."""
        run: dict[str, Any] = {
            "managed": "managed" if technology.managed else "self_run",
            "upkeep_hours": 900,
        }
        run["skills"] = [Skill(name=skill, people=2) for skill in technology.skills]
        run["open_source_only"] = technology.open_source
        for partner in sorted(technology.beside) or [""]:
            run["existing_tools"] = self._running([partner] if partner else [])
            for scenario, cloud in self._places(technology, partner):
                self.design(scenario, cloud, "suits", **run)
                if technology.id in self.found:
                    return

    def keep(self, cloud: str) -> None:
        """Let the team run and keep what is left on a cloud, one for each need at a time."""
        rest = [t for t in self.missing() if cloud in t.clouds]
        while rest:
            batch: dict[str, Technology] = {}
            for technology in rest:
                batch.setdefault(self._needs_of(technology)[0], technology)
            tools = [t.id for t in batch.values()]
            tools += [sorted(t.beside)[0] for t in batch.values() if t.beside]
            kept = self._running(tools)
            places = [at for t in batch.values() for at in self._places(t, "") if at[1] == cloud]
            for scenario, _ in dict.fromkeys(places):
                self.design(scenario, cloud, "kept", existing_tools=kept, upkeep_hours=900)
                if all(t.id in self.found for t in batch.values()):
                    break
            tried = {t.id for t in batch.values()}
            rest = [t for t in rest if t.id not in tried and t.id not in self.found]

    def _running(self, tools: list[str]) -> list[Tool]:
        return [Tool(name=self.catalogue.technologies[tool].name, keep=True) for tool in tools]

    def _needs_of(self, technology: Technology) -> list[str]:
        return [
            need
            for need, ladder in self.catalogue.ladders.items()
            if any(technology.id in rung.technologies for rung in ladder.rungs)
        ]

    def _places(self, technology: Technology, partner: str) -> list[tuple[str, str]]:
        """Where its rung was reached, the likeliest first; at most a few on each cloud."""
        needs = self._needs_of(technology)
        on = [
            (need, rung.id)
            for need in needs
            for rung in self.catalogue.ladders[need].rungs
            if technology.id in rung.technologies
        ]
        beside = self.catalogue.technologies.get(partner)
        clouds = technology.clouds & (beside.clouds if beside else technology.clouds)
        found = [at for key in on for at in self.rungs.get(key, [])]
        found += [at for need in needs for at in self.asked.get(need, [])]
        count: Counter[str] = Counter()
        kept = []
        for at in dict.fromkeys(found):
            count[at[1]] += 1
            if at[1] in clouds and count[at[1]] <= 3:
                kept.append(at)
        return kept


@pytest.fixture(scope="module")
def search() -> Search:
    found = Search(load_catalogue())
    found.grid()
    return found


def test_a_search_finds_answers_for_every_technology(search: Search) -> None:
    for technology in search.missing():
        search.suit(technology)
    for cloud in CLOUDS:
        search.keep(cloud)
    lost = [technology.id for technology in search.missing()]
    assert not lost, f"no answers lead to {', '.join(lost)}"


def test_most_technologies_need_no_more_than_a_fitting_platform(search: Search) -> None:
    assert len(search.found) > len(search.catalogue.technologies) / 3


def test_no_answers_fix_a_technology() -> None:
    for name, text in SCENARIOS.items():
        answers = read_answers(text).answers()
        assert isinstance(answers, Answers), name
        assert not answers.overrides, name
        assert not answers.existing_tools, name
