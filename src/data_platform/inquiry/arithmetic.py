"""The arithmetic behind a quantity: what each load of the sizing is made from, in words.

A formula of `derivations.yaml` names other loads in {braces} and constants in [brackets];
here they get their values. The numbers themselves are the sizing's; that the formulas name
what truly moves them is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from data_platform.advisor.cost import COMPONENTS
from data_platform.advisor.ladder import show
from data_platform.advisor.pricing import counted
from data_platform.advisor.stack import Design
from data_platform.blueprint.model import Cost, CostLine
from data_platform.catalog import Catalogue, CostRule
from data_platform.catalog.reading import BadCatalogue, read_yaml
from data_platform.inquiry.explanation import Term
from data_platform.interview.names import words_of
from data_platform.interview.quantities import show_number

_FILE: Final = "derivations.yaml"
#: From here on numbers are shown whole.
_WHOLE: Final = 1000
_LOAD: Final = re.compile(r"\{(\w+)\}")
_CONSTANT: Final = re.compile(r"\[(\w+)\]")


@cache
def derivations() -> dict[str, str]:
    """The formula of each load, by its name. Raises BadCatalogue."""
    found: dict[str, str] = read_yaml(files(__package__), _FILE)
    for name, formula in found.items():
        if not isinstance(formula, str) or not formula:
            raise BadCatalogue(_FILE, name, "is one formula in words")
    return found


def constants_in(formula: str) -> set[str]:
    """The constants that a formula names."""
    return set(_CONSTANT.findall(formula))


def loads_in(formula: str) -> list[str]:
    """The loads that a formula names, in order."""
    return list(dict.fromkeys(_LOAD.findall(formula)))


def terms_of_line(line: CostLine, design: Design) -> Iterator[Term]:
    """An amount's own arithmetic, and the loads that its quantity is made from."""
    quantity, amount = _exact(line.quantity), f"{line.amount:,.2f}"
    yield Term(
        name=f"{line.technology}, {line.item}",
        value=f"{amount} USD a month",
        formula=f"{quantity} {line.unit} x {line.rate:f} = {amount}; quantity: {line.formula}",
    )
    for rule in _rules(line, design):
        yield from terms_of_loads([f.driver for f in rule.quantity if f.driver], design)


def terms_of_sums(keys: Iterable[str], cost: Cost) -> Iterator[Term]:
    """What the sums among some values are made from."""
    components: dict[str, Decimal] = {name: getattr(cost, name.lower()) for name in COMPONENTS}
    for key in keys:
        name = key.removeprefix("cost.")
        if name == "total":
            parts = [f"{amount:,.2f} {one}" for one, amount in components.items()]
            yield Term(name="TOTAL", value=f"{cost.total:,.2f} USD", formula=" + ".join(parts))
        elif name.capitalize() in components:
            lines = [line for line in cost.lines if line.component == name.capitalize()]
            parts = [f"{line.amount:,.2f} {line.technology}, {line.item}" for line in lines]
            amount = components[name.capitalize()]
            formula = " + ".join(parts) or "no lines"
            yield Term(name=name.capitalize(), value=f"{amount:,.2f} USD", formula=formula)


def terms_of_loads(names: Iterable[str], design: Design) -> Iterator[Term]:
    """Loads with their formulas, and then the loads that these name, each once."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in design.later:
            continue
        seen.add(name)
        formula = derivations().get(name, "")
        yield Term(
            name=label(name, design.catalogue),
            value=value(name, design),
            formula=_filled(formula, design),
        )
        waiting += loads_in(formula)


def label(name: str, catalogue: Catalogue) -> str:
    """What a load is called in words."""
    metric = catalogue.metrics.get(name)
    if metric is not None:
        return metric.label.removeprefix("of ").removeprefix("to ")
    said = catalogue.drivers.get(name)
    return counted(said, Decimal(2)) if said else words_of(name).lower()


def value(name: str, design: Design) -> str:
    """A load in twelve months, in its own unit."""
    number = design.later[name]
    if name in design.catalogue.metrics:
        return show(number, name, design.catalogue)
    return _rounded(number)


def _exact(number: Decimal) -> str:
    """A quantity as the blueprint's line has it, so that one can check the amount."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: float) -> str:
    """A number of which small ones keep what they are worth: 0.1687, 3.771, 1,654."""
    return show_number(number) if number >= _WHOLE else f"{number:.4g}"


def _filled(formula: str, design: Design) -> str:
    def load(found: re.Match[str]) -> str:
        name = found[1]
        if name not in design.later:
            return words_of(name).lower()
        return f"{label(name, design.catalogue)} ({value(name, design)})"

    def constant(found: re.Match[str]) -> str:
        one = design.catalogue.constants[found[1]]
        return f"{_rounded(one.value)} ({words_of(one.id).lower()})"

    return _CONSTANT.sub(constant, _LOAD.sub(load, formula))


def _rules(line: CostLine, design: Design) -> list[CostRule]:
    """The rules of the catalogue that a cost line may come from."""
    technologies = [choice.technology for choice in design.choices.values()]
    rules = [
        rule for one in technologies if one.name == line.technology for rule in one.costs
    ] + list(design.catalogue.platform_costs)
    return [rule for rule in rules if rule.sku == line.sku and rule.item == line.item][:1]
