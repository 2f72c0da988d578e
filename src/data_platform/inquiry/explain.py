"""Why a line says what it says: its rule, decisions, limits, arithmetic, prices, and what it
moves with.

Most of it is read off the design. What a line moves with is not kept in books that could be
wrong: each answer, assumption and constant is changed in turn and the design is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from data_platform.advisor.compose import affordable, design
from data_platform.advisor.ingestion_methods import METHOD_NEEDS
from data_platform.advisor.ladder import Choice, show
from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import Design
from data_platform.blueprint.model import SECTIONS, Blueprint, Cost, CostLine
from data_platform.blueprint.places import Place, places, values
from data_platform.catalog import Catalogue, Price
from data_platform.inquiry.arithmetic import terms_of_line, terms_of_loads, terms_of_sums
from data_platform.inquiry.explanation import (
    Explanation,
    LimitHeld,
    PriceUsed,
    Reason,
    RuleUsed,
)
from data_platform.inquiry.rules import Rule, rule_of
from data_platform.inquiry.trials import Inputs, Trials
from data_platform.interview.answers import Answers
from data_platform.interview.kinds import nearest
from data_platform.interview.names import slug

#: The need whose decision is the architecture pattern; it is no ladder.
_PATTERN: Final = "pattern"
#: How the keys of the numbered list of prices begin.
_PRICES: Final = "cost.prices."
#: The sums of all lines.
_WHOLE: Final = frozenset({"cost.low", "cost.total", "cost.high"})


class NoSuchLine(ValueError):
    """Nothing in the blueprint is called or says that. The message names what is near."""


@dataclass(frozen=True)
class Subject:
    """What is explained: values of one line, or of one record, and the lines that hold them."""

    keys: tuple[str, ...]
    lines: tuple[str, ...]


def explain(
    answers: Answers, catalogue: Catalogue, asked: str, width: int = 80, *, deep: bool = True
) -> Explanation:
    """The explanation of a line: its number at a width, its key, or words that are in it.

    deep: also what it moves with, which takes some hundred designs. Raises NoSuchLine.
    """
    blueprint = design(answers, catalogue)
    return explained(answers, catalogue, blueprint, find(blueprint, asked, width), deep=deep)


def find(blueprint: Blueprint, asked: str, width: int = 80) -> Subject:
    """The values that are meant by a line's number, a key, or words. Raises NoSuchLine."""
    return find_in(places(blueprint, width), values(blueprint), asked)


def find_in(lines: Sequence[Place], known: Mapping[str, str], asked: str) -> Subject:
    """What is meant among a blueprint's lines and values, as `find` does. Raises NoSuchLine."""
    asked = asked.strip()
    if asked.isdecimal():
        if not 1 <= int(asked) <= len(lines):
            raise NoSuchLine(f"there is no line {asked}; the blueprint has {len(lines)} lines")
        if not lines[int(asked) - 1].keys:
            raise NoSuchLine(f"line {asked} is blank")
        return subject(lines, lines[int(asked) - 1].keys)
    if asked in SECTIONS or asked in known or any(asked in place.keys for place in lines):
        return subject(lines, (asked,))
    below = dict.fromkeys(_on_lines(key) for key in known if asked and key.startswith(f"{asked}."))
    if below:
        return subject(lines, tuple(below))
    words = " ".join(asked.casefold().split())
    hits = [place for place in lines if words and place.keys and words in place.text.casefold()]
    if hits:
        return subject(lines, hits[0].keys)
    raise NoSuchLine(f"no line is called or says “{asked[:60]}”{nearest(asked, list(known))}")


def subject(lines: Sequence[Place], keys: tuple[str, ...]) -> Subject:
    """The values with all lines that hold one of them."""
    wanted = set(keys)
    return Subject(keys, tuple(place.text for place in lines if wanted & set(place.keys)))


def explained(
    answers: Answers,
    catalogue: Catalogue,
    blueprint: Blueprint,
    of: Subject,
    *,
    deep: bool = True,
) -> Explanation:
    """The explanation of what was found in a blueprint. deep: also what it moves with."""
    explainer = Explainer(answers, catalogue, blueprint)
    found = explainer.at_once(of)
    return with_inputs(found, explainer.inputs(of)) if deep else found


def with_inputs(explanation: Explanation, inputs: Inputs) -> Explanation:
    """The explanation with what the line moves with."""
    return explanation.model_copy(
        update={
            "answers": list(inputs.answers),
            "assumptions": list(inputs.assumptions),
            "constants": list(inputs.constants),
        }
    )


@dataclass(frozen=True)
class Explainer:
    """Explains the lines of one design; what all of them share is worked out once."""

    answers: Answers
    catalogue: Catalogue
    blueprint: Blueprint

    @cached_property
    def known(self) -> dict[str, str]:
        """Every value of the blueprint by its key."""
        return values(self.blueprint)

    @cached_property
    def decided(self) -> Design:
        """What was decided, with its loads."""
        return affordable(resolve(self.answers, self.catalogue), self.catalogue)[0]

    @cached_property
    def _cost_lines(self) -> dict[str, CostLine]:
        return dict(zip(_line_keys(self.known), self.blueprint.cost.lines, strict=True))

    def _whole(self, of: Subject) -> tuple[str, ...]:
        """The keys of a subject; in place of a section those of all that it holds."""
        found = (
            one for key in of.keys for one in (self._below(key) if key in SECTIONS else []) or [key]
        )
        return tuple(dict.fromkeys(_on_lines(key) for key in found))

    def _watched(self, of: Subject) -> tuple[str, ...]:
        """The keys of the values that a subject consists of."""
        found = (
            one
            for key in of.keys
            for one in (self._priced(key) if key.startswith(_PRICES) else self._below(key)) or [key]
        )
        return tuple(dict.fromkeys(found))

    def _below(self, key: str) -> list[str]:
        return [one for one in self.known if one.startswith(f"{key}.")]

    def _priced(self, key: str) -> list[str]:
        """The keys of what the lines with a price of the numbered list say of it."""
        prices = _listed_prices([key], self.blueprint, self.catalogue)
        skus = {price.sku for price in prices}
        lines = [key for key, line in self._cost_lines.items() if line.sku in skus]
        return [one for key in lines for one in (f"{key}.priced", f"{key}.rate")]

    def at_once(self, of: Subject) -> Explanation:
        """All but what it moves with: rule, decisions, limits, arithmetic, prices."""
        keys, decided, cost = self._whole(of), self.decided, self.blueprint.cost
        rules: dict[str, Rule] = {}
        for key in keys:
            rule = rule_of(key)
            rules.setdefault(rule.text, rule)
        needs = _needs(keys, tuple(rules.values()), decided)
        choices = [decided.choices[need] for need in needs if need in decided.choices]
        records = {_record(key) for key in keys}
        lines = [line for key, line in self._cost_lines.items() if key in records]
        priced = dict.fromkeys((*lines, *_summed(keys, cost)))
        prices = [self.catalogue.prices[line.sku] for line in priced if line.sku]
        prices += _listed_prices(keys, self.blueprint, self.catalogue)
        arithmetic = list(terms_of_sums(keys, cost))
        arithmetic += [term for line in lines for term in terms_of_line(line, decided)]
        if choices:
            metrics = [limit.metric for choice in choices for limit in choice.rung.limits]
            arithmetic += terms_of_loads(metrics, decided)
        return Explanation(
            key=of.keys[0] if len(of.keys) == 1 else _common(of.keys),
            heading=SECTIONS[of.keys[0].partition(".")[0]],
            lines=list(of.lines),
            values={key: self.known[key] for key in of.keys if key in self.known},
            rules=[RuleUsed(rule=rule.text, module=rule.module) for rule in rules.values()],
            decisions=_reasons(needs, keys, self.blueprint),
            limits=[held for choice in choices for held in _limits(choice, decided)],
            arithmetic=list({term.name: term for term in arithmetic}.values()),
            prices=[_price(price) for price in dict.fromkeys(prices)],
        )

    def inputs(self, of: Subject, stop: Callable[[], bool] = lambda: False) -> Inputs:
        """What it moves with, which takes some hundred designs. Raises Stopped: see `Trials`."""
        return self._trials.moved_by(self._watched(of), stop)

    @cached_property
    def _trials(self) -> Trials:
        return Trials(self.answers, self.catalogue, self.blueprint)


def _record(key: str) -> str:
    return ".".join(key.split(".")[:3])


def _on_lines(key: str) -> str:
    """How a value is called where it stands: lines of the cost are one thing each."""
    return _record(key) if key.startswith("cost.lines.") else key


def _line_keys(known: dict[str, str]) -> list[str]:
    """The keys of the cost lines, in their order."""
    found = (_record(key) for key in known if key.startswith("cost.lines."))
    return list(dict.fromkeys(found))


def _common(keys: Sequence[str]) -> str:
    """What the keys have in common: their record, or their section."""
    parts = [key.split(".") for key in keys]
    same = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        same.append(level[0])
    return ".".join(same)


# -- decisions -------------------------------------------------------------------


def _needs(keys: Sequence[str], rules: Sequence[Rule], decided: Design) -> list[str]:
    """The needs of the decisions behind values, those in braces looked up."""
    found: list[str] = []
    for rule in rules:
        for key in keys:
            if not rule.covers(key):
                continue
            for need in rule.needs:
                if need == "{method}":
                    found += _method_need(key.split(".")[1], decided)
                elif need == "{row}":
                    found += _row_needs(key, decided)
                else:
                    found.append(need)
    if any(key.startswith(f"decisions.{_PATTERN}") for key in keys):
        found.append(_PATTERN)
    return list(dict.fromkeys(found))


def _method_need(source: str, decided: Design) -> list[str]:
    return [
        METHOD_NEEDS[method.name]
        for name, method in decided.methods.items()
        if slug(name, "") == source
    ]


def _row_needs(key: str, decided: Design) -> list[str]:
    """The needs that a row of the stack or an entry of the decisions is about."""
    section, record = key.split(".")[:2]
    record = record.partition("~")[0]
    if section == "decisions":
        return [record] if record in decided.choices else []
    return [
        need for need, choice in decided.choices.items() if slug(choice.ladder.layer, "") == record
    ]


def _reasons(needs: Sequence[str], keys: Sequence[str], blueprint: Blueprint) -> list[Reason]:
    """The decisions of the needs, but for what the line itself says of them."""
    shown = {key.split(".")[1] for key in keys if key.startswith("decisions.")}
    return [
        Reason(
            title=one.title,
            choice=one.choice,
            why=one.why,
            rejected=[] if one.need in shown else list(one.rejected),
            grow=one.grow,
            overruled=one.overruled,
        )
        for one in blueprint.decisions
        if one.need in needs
    ]


def _limits(choice: Choice, decided: Design) -> list[LimitHeld]:
    catalogue = decided.catalogue
    found = []
    for limit in choice.rung.limits:
        bound = limit.most if limit.most is not None else limit.least
        if bound is None:
            continue
        metric = catalogue.metrics[limit.metric]
        found.append(
            LimitHeld(
                of=f"{choice.ladder.title}: {choice.rung.title}",
                metric=metric.label,
                value=show(decided.later.get(limit.metric, 0.0), limit.metric, catalogue),
                limit=show(bound, limit.metric, catalogue),
                at_most=limit.most is not None,
                source=limit.source,
                confidence=limit.confidence,
            )
        )
    return found


# -- prices ----------------------------------------------------------------------


def _summed(keys: Sequence[str], cost: Cost) -> list[CostLine]:
    """The lines that the sums among some values add up."""
    if _WHOLE.intersection(keys):
        return list(cost.lines)
    return [line for line in cost.lines if f"cost.{line.component.lower()}" in keys]


def _listed_prices(keys: Sequence[str], blueprint: Blueprint, catalogue: Catalogue) -> list[Price]:
    """The prices of the numbered list below the cost lines."""
    numbers = {int(k.split(".")[2]) for k in keys if k.startswith(_PRICES)}
    listed = list(dict.fromkeys(line.priced for line in blueprint.cost.lines))
    wanted = {listed[number - 1] for number in numbers if number <= len(listed)}
    return [
        catalogue.prices[line.sku]
        for line in blueprint.cost.lines
        if line.sku and line.priced in wanted
    ]


def _price(price: Price) -> PriceUsed:
    return PriceUsed(
        sku=price.sku,
        rate=f"{price.usd:f} USD per {price.unit}",
        region=price.region,
        effective=price.effective,
        source=price.source,
        confidence=price.confidence,
        note=price.note,
    )
