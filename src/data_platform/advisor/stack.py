"""TECHNOLOGY STACK: all climbs in order, the complexity budget, and the table of what runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from data_platform.advisor.climb import climb
from data_platform.advisor.freshness import age_of
from data_platform.advisor.ingestion_methods import Method, method_of
from data_platform.advisor.ladder import Choice, Demand, Situation
from data_platform.advisor.needs import Needs
from data_platform.advisor.pattern import Pattern, pattern_of
from data_platform.advisor.placement import placed
from data_platform.advisor.plan import Plan, plan_of
from data_platform.advisor.pricing import monthly_price
from data_platform.advisor.requirements import demands
from data_platform.advisor.sizing import Course, Load, Sizer
from data_platform.advisor.timetable import Timetable, timetable_of
from data_platform.advisor.words import say
from data_platform.blueprint.model import Age, StackEntry
from data_platform.catalog import Catalogue

#: The rows that the table always has, in its order; what else is chosen follows.
FIRST = ("Storage", "Compute", "Orchestration", "Transform", "Query")
#: What serves in a need's stead where nothing asks for it.
STEAD = {
    "transform": ("batch_transform", "stream_processing"),
    "batch_transform": ("transform", "stream_processing"),
    "orchestration": ("stream_processing",),
}


@dataclass(frozen=True)
class Design:
    """Everything that was decided; the sections are written from it."""

    needs: Needs
    catalogue: Catalogue
    path: Mapping[int, Load]
    methods: dict[str, Method]
    pattern: Pattern
    choices: dict[str, Choice]
    upkeep: float
    unknown_overrides: tuple[tuple[str, str], ...]
    managed_for_upkeep: frozenset[str]
    sizer: Sizer
    demands: dict[str, Demand]
    thrifty: bool = False

    @property
    def now(self) -> Load:
        """The loads of today."""
        return self.path[0]

    @property
    def later(self) -> Load:
        """The loads in twelve months."""
        return self.path[12]

    @cached_property
    def plan(self) -> Plan:
        """The tables, pipelines and schedules, computed when they are first asked for."""
        streams = "stream_processing" in self.choices
        return plan_of(self.needs, self.catalogue, self.methods, streams=streams)

    @cached_property
    def timetable(self) -> Timetable:
        """What runs together and how long it takes, computed when it is first asked for."""
        return timetable_of(self)

    @cached_property
    def ages(self) -> dict[str, Age]:
        """How old the data of each use case is at worst."""
        return {use.name: age_of(use, self) for use in self.needs.use_cases}

    def choice(self, need: str) -> Choice:
        """What serves a need. Where all is live, streams transform and orchestrate themselves."""
        for name in (need, *STEAD.get(need, ()), "analytical_store"):
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
    return _decided(Sizer(needs, catalogue, methods), thrifty=thrifty)


def tried(
    design: Design,
    *,
    sizer: Sizer | None = None,
    engines: str = "",
    instead: Mapping[str, str] | None = None,
) -> Design:
    """The design with something that was not asked for, and managed where it is already.

    sizer: other needs and ways to read sources. engines: why tables rest in open files if
    nothing else says so. instead: ids of technologies by need, after those of the person.
    """
    return _decided(
        sizer or design.sizer,
        thrifty=design.thrifty,
        engines=engines,
        instead=instead,
        managed=design.managed_for_upkeep,
    )


def _decided(
    sizer: Sizer,
    *,
    thrifty: bool,
    engines: str = "",
    instead: Mapping[str, str] | None = None,
    managed: frozenset[str] | None = None,
) -> Design:
    """managed: where a managed technology is wished; found out if it is not given."""
    needs, catalogue, methods = sizer.needs, sizer.catalogue, dict(sizer.methods)
    path = sizer.trajectory()
    pattern = pattern_of(needs, catalogue, path[12], methods, engines)
    asked = demands(needs, catalogue, methods, pattern)
    situation = Situation(needs, catalogue, path, managed or frozenset(), thrifty)
    overrides, unknown = _overrides(needs, catalogue)
    overrides = {**(instead or {}), **overrides}
    choices = _climb_all(asked, situation, overrides)
    if engines := _dear_store(pattern, choices):
        # Who takes an engine on open tables for its price has a lakehouse, with all it asks for.
        pattern = pattern_of(needs, catalogue, path[12], methods, engines)
        asked = demands(needs, catalogue, methods, pattern)
        choices = _climb_all(asked, situation, overrides)
    if managed is None:
        managed = _relieved(asked, situation, overrides, choices)
        if managed:
            choices = _climb_all(asked, replace(situation, managed_needs=managed), overrides)
    rests = Course(lambda month: placed(path[month], needs, catalogue, pattern, choices))
    return Design(
        needs=needs,
        catalogue=catalogue,
        path=rests,
        methods=methods,
        pattern=pattern,
        choices=choices,
        upkeep=_upkeep(choices),
        unknown_overrides=unknown,
        managed_for_upkeep=managed,
        sizer=sizer,
        demands={demand.need: demand for demand in asked},
        thrifty=thrifty,
    )


def _dear_store(pattern: Pattern, choices: dict[str, Choice]) -> str:
    """Why an engine on open tables takes the place of one store; empty where none does so."""
    store = choices["analytical_store"]
    if pattern.tables_in_files or "shared_engines" not in store.rung.gives or not store.dear:
        return ""
    return say("pattern.dear_store", dear="; ".join(store.dear))


def _relieved(
    asked: list[Demand],
    situation: Situation,
    overrides: dict[str, str],
    choices: dict[str, Choice],
) -> frozenset[str]:
    """The needs for which a managed technology is worth its price, the cheapest hour first.

    None where the team has the hours, or wants to run all itself.
    """
    if _upkeep(choices) <= situation.needs.upkeep_hours:
        return frozenset()
    if situation.needs.answers.managed == "self_run":
        return frozenset()
    every = frozenset(demand.need for demand in asked)
    managed = _climb_all(asked, replace(situation, managed_needs=every), overrides)

    def price(choice: Choice) -> float:
        cloud, load = situation.needs.cloud, situation.later
        if not choice.technology.priced:
            return math.inf
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
        why = choice.why if layer in FIRST or choice.dear else _first_reason(choice)
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
        twin = next(
            (row for row in rows.values() if row.technology == choice.technology.name), None
        )
        if twin is not None and not _stated_reason(design, choice):
            why = say("stack.same", layer=twin.layer)
        rows[key] = StackEntry(
            layer=layer, technology=choice.technology.name, reason=why, serves=list(choice.serves)
        )
    return list(rows.values())


def _first_reason(choice: Choice) -> str:
    """What is said of the parts beside the five that are always there; DECISIONS says the rest."""
    first, kept = choice.why.partition("; ")[0], say("decisions.kept")
    also = kept in choice.why.split("; ") and first != kept
    return f"{first}; {kept}" if also else first


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
