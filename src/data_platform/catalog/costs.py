"""Reading cost rules: what a technology costs, as a product of factors and a price."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from data_platform.catalog.model import CostRule, Factor
from data_platform.catalog.price import Price, Unpriced
from data_platform.catalog.reading import Entry, number_of

COMPONENTS = ("Storage", "Compute", "Egress", "Tools")
_KEYS = ("component", "item", "sku", "node", "clouds", "quantity", "needs", "shares")


class CostReader:
    """Reads cost rules; a rule for a shape of machine becomes one for each cloud."""

    def __init__(
        self,
        prices: Mapping[str, Price],
        unpriced: Mapping[str, Unpriced],
        nodes: Mapping[str, Mapping[str, str]],
        by_use: Collection[str],
        drivers: Mapping[str, str],
        needs: Collection[str],
    ) -> None:
        self.prices = prices
        self.unpriced = unpriced
        self.nodes = nodes
        self.by_use = by_use
        self.drivers = drivers
        self.needs = needs

    def rules(self, one: Entry, clouds: Collection[str]) -> tuple[CostRule, ...]:
        """All rules of an entry that runs on these clouds."""
        return tuple(
            rule for cost in one.entries("costs", _KEYS) for rule in self._rule(cost, clouds)
        )

    def _rule(self, cost: Entry, clouds: Collection[str]) -> list[CostRule]:
        at = cost.known("clouds", clouds, "cloud of this technology") or tuple(clouds)
        component: Any = cost.choice("component", COMPONENTS, "component")
        item = cost.text("item")
        quantity = self._quantity(cost)
        needs = frozenset(cost.known("needs", self.needs, "need"))
        if cost.has("sku") == cost.has("node"):
            raise cost.bad("sku", "give either a sku or a node")
        if cost.has("sku"):
            if cost.has("shares"):
                raise cost.bad("shares", "only a node can be shared")
            sku = self._sku(cost)
            return [CostRule(component, item, sku, quantity, frozenset(at), needs)]
        shape = cost.choice("node", self.nodes, "node in nodes.yaml")
        hours = (Factor(driver="hours_month"),)
        shares = self._factor(cost, cost.value["shares"]) if cost.has("shares") else None
        by_use = shape in self.by_use
        rules = []
        for cloud in at:
            sku = self.nodes[shape][cloud]
            always = not by_use and self.prices[sku].unit == "hour"
            factors = (*quantity, *hours) if always else quantity
            only = frozenset([cloud])
            rules.append(
                CostRule(component, item, sku, factors, only, needs, shape, shares, by_use)
            )
        return rules

    def _sku(self, cost: Entry) -> str:
        """The SKU of a rule, which has a price in money."""
        sku = cost.text("sku")
        if sku in self.unpriced:
            raise cost.bad("sku", f"“{sku}” has no public price, so that no cost follows from it")
        if self.prices[cost.choice("sku", self.prices, "price in prices/")].counts:
            raise cost.bad("sku", f"“{sku}” counts {self.prices[sku].counts} and no money")
        return sku

    def _quantity(self, cost: Entry) -> tuple[Factor, ...]:
        found = cost.value.get("quantity", [] if cost.has("node") else None)
        if not isinstance(found, list):
            raise cost.bad("quantity", "must be a list of factors, like [stored_gb, 1.3]")
        return tuple(self._factor(cost, factor) for factor in found)

    def _factor(self, cost: Entry, factor: Any) -> Factor:
        if isinstance(factor, dict):
            one = Entry(cost.file, f"{cost.key}.quantity", factor, ("of", "each", "least"))
            each = one.decimal("each") if one.has("each") else None
            if each is not None and each == 0:
                raise one.bad("each", "must be above 0")
            return Factor(
                driver=one.choice("of", self.drivers, "driver in drivers.yaml"),
                each=each,
                least=one.decimal("least") if one.has("least") else None,
            )
        if not isinstance(factor, str):
            raise cost.bad("quantity", "a factor is a number, a driver or {of, each, least}")
        if factor[:1].isdigit() or factor[:1] in ".-+":
            return Factor(number=number_of(factor, lambda why: cost.bad("quantity", why)))
        return Factor(driver=cost.check("quantity", factor, self.drivers, "driver"))
