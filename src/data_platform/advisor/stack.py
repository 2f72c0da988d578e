"""TECHNOLOGY STACK: all climbs in order, the complexity budget, and the table of what runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data_platform.advisor.climb import climb
from data_platform.advisor.ingestion_methods import Method, method_of
from data_platform.advisor.ladder import Choice, Demand, Situation, forbidden
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern, pattern_of
from data_platform.advisor.placement import placed
from data_platform.advisor.pricing import monthly_price
from data_platform.advisor.requirements import demands
from data_platform.advisor.sizing import Load, trajectory
from data_platform.advisor.words import say
from data_platform.blueprint.model import StackEntry
from data_platform.catalog import Catalogue

#: The rows that the table always has, in its order; what else is chosen follows.
FIRST = ("Storage", "Compute", "Orchestration", "Transform", "Query")


@dataclass(frozen=True)
class Design:
    """Everything that was decided; the sections are written from it."""

    needs: Needs
    catalogue: Catalogue
    path: dict[int, dict[str, float]]
    methods: dict[str, Method]
    pattern: Pattern
    choices: dict[str, Choice]
    upkeep: float
    unknown_overrides: tuple[tuple[str, str], ...]
    managed_for_upkeep: frozenset[str]

    @property
    def now(self) -> Load:
        """The loads of today."""
        return self.path[0]

    @property
    def later(self) -> Load:
        """The loads in twelve months."""
        return self.path[12]

    def choice(self, need: str) -> Choice:
        """What serves a need. Where all is live, streams transform and orchestrate themselves."""
        stead = {"transform": "stream_processing", "orchestration": "stream_processing"}
        for name in (need, stead.get(need, ""), "analytical_store"):
            if name in self.choices:
                return self.choices[name]
        raise KeyError(need)

    def tool(self, need: str) -> str:
        """The name of the technology that serves a need."""
        return self.choice(need).technology.name


def decide(needs: Needs, catalogue: Catalogue, *, thrifty: bool = False) -> Design:
    """Run every climb. Over the upkeep budget, managed rungs win over self-run ones.

    thrifty: whether the cheapest technology on each rung wins.
    """
    methods = {source.name: method_of(source, needs, catalogue) for source in needs.sources}
    path = trajectory(needs, catalogue, methods)
    pattern = pattern_of(needs, catalogue, path[12], methods)
    asked = demands(needs, catalogue, methods, pattern)
    situation = Situation(needs, catalogue, path, thrifty=thrifty)
    overrides, unknown = _overrides(needs, catalogue)
    choices = _climb_all(asked, situation, overrides)
    managed = frozenset[str]()
    if _upkeep(choices) > needs.upkeep_hours and needs.answers.managed != "self_run":
        managed = _relieved(asked, situation, overrides, choices)
        choices = _climb_all(asked, replace(situation, managed_needs=managed), overrides)
    path = {m: placed(load, needs, catalogue, pattern, choices) for m, load in path.items()}
    return Design(
        needs, catalogue, path, methods, pattern, choices, _upkeep(choices), unknown, managed
    )


def _relieved(
    asked: list[Demand],
    situation: Situation,
    overrides: dict[str, str],
    choices: dict[str, Choice],
) -> frozenset[str]:
    """The needs for which a managed technology is worth its price, the cheapest hour first."""
    every = frozenset(demand.need for demand in asked)
    managed = _climb_all(asked, replace(situation, managed_needs=every), overrides)

    def price(choice: Choice) -> float:
        cloud, load = situation.needs.cloud, situation.later
        return monthly_price(choice.technology, choice.need, cloud, load, situation.catalogue)

    worth = situation.catalogue.constant("upkeep_hour_worth")
    offers = []
    for need, choice in choices.items():
        hours = choice.upkeep - managed[need].upkeep
        if hours > 0:
            each = (price(managed[need]) - price(choice)) / hours
            if each <= worth:
                offers.append((each, need, hours))
    missing = _upkeep(choices) - situation.needs.upkeep_hours
    taken = set()
    for _, need, hours in sorted(offers):
        if missing <= 0:
            break
        taken.add(need)
        missing -= hours
    return frozenset(taken)


def _climb_all(
    asked: list[Demand], situation: Situation, overrides: dict[str, str]
) -> dict[str, Choice]:
    chosen: dict[str, Choice] = {}
    for demand in asked:
        chosen[demand.need] = climb(demand, situation, chosen, overrides.get(demand.need, ""))
    return chosen


def _upkeep(choices: dict[str, Choice]) -> float:
    return sum(choice.upkeep for choice in choices.values())


def _overrides(
    needs: Needs, catalogue: Catalogue
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The person's own choices by need, and those that the catalogue does not know."""
    found: dict[str, str] = {}
    unknown = []
    for override in needs.answers.overrides:
        if not override.need or not override.technology:
            continue
        technology = catalogue.find(override.technology)
        if technology is None:
            unknown.append((override.need, override.technology))
        else:
            found.setdefault(override.need, technology.id)
    if "bi" not in found and needs.bi_tool not in ("none", "other"):
        technology = catalogue.find(needs.bi_tool)
        if technology is not None:
            found["bi"] = technology.id
    return found, tuple(unknown)


def unused_tools(design: Design) -> dict[str, str]:
    """Tools that run already and stay, but serve no need here: as named, and why."""
    used = {choice.technology.id for choice in design.choices.values()}
    situation = Situation(design.needs, design.catalogue, design.path)
    found = {}
    for tool in design.needs.answers.existing_tools:
        technology = design.catalogue.find(tool.name or "")
        if tool.name and tool.keep is not False and technology and technology.id not in used:
            cannot = forbidden(technology, situation, design.choices)
            found[tool.name] = "; ".join(cannot) or say("stack.not_needed")
    return found


def stack(design: Design) -> list[StackEntry]:
    """The table: one row for each layer and technology, with the reason."""
    rows: dict[tuple[str, str], StackEntry] = {}
    choices = design.choices
    engine = choices.get("query_engine", choices["analytical_store"])
    batch = design.choice("transform") if _computes(design) else choices["analytical_store"]
    ordered = [
        ("Storage", choices["object_storage"]),
        ("Compute", batch),
        ("Orchestration", design.choice("orchestration")),
        ("Transform", design.choice("transform")),
        ("Query", engine),
    ]
    named = {"object_storage", "orchestration", "transform", "query_engine"}
    ordered += [
        (choice.ladder.layer, choice) for need, choice in choices.items() if need not in named
    ]
    for layer, choice in ordered:
        key = (layer, choice.technology.name)
        if key in rows:
            serves = list(dict.fromkeys([*rows[key].serves, *choice.serves]))
            rows[key] = rows[key].model_copy(update={"serves": serves})
            continue
        why = choice.why
        if layer == "Compute" and choice is batch:
            own = _computes(design)
            why = say("stack.compute_own" if own else "stack.compute_store", why=choice.why)
        elif layer == "Orchestration" and "orchestration" not in choices:
            why = say("stack.always_on")
        elif choice.overruled:
            why = say(
                "stack.stated", reason=_stated_reason(design, choice) or say("stack.no_reason")
            )
        elif reason := _stated_reason(design, choice):
            why = say("stack.agreed", why=choice.why, reason=reason)
        rows[key] = StackEntry(
            layer=layer, technology=choice.technology.name, reason=why, serves=list(choice.serves)
        )
    return list(rows.values())


def _computes(design: Design) -> bool:
    """Whether the transform tool brings its own engine rather than using the store's."""
    return "own_compute" in (
        design.choice("transform").rung.gives | design.choice("transform").technology.gives
    )


def _stated_reason(design: Design, choice: Choice) -> str:
    """Why a person fixed the technology that was chosen; empty where nothing was said."""
    for override in design.needs.answers.overrides:
        meant = design.catalogue.find(override.technology or "")
        mine = override.need == choice.need and meant and meant.id == choice.technology.id
        if mine and override.reason:
            return override.reason
    return ""
