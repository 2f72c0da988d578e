"""Expressions over prices: `730*p('eks_cluster') + 10` becomes quantities of SKUs and stated sums.

Read as a tree and never run. `p('sku')` is the price of one unit; what is linear in it is a
quantity that a bill can be made of. What is not (a product of two prices) counts at list rates.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DecimalException
from typing import Any, Final

from data_platform.catalog import Catalogue, Price
from data_platform.catalog.billing import steps
from data_platform.interview.kinds import nearest

#: The longest expression that is read, and the highest power.
LONGEST: Final = 10_000
HIGHEST: Final = 64


class BadExpression(ValueError):
    """An expression cannot be recomputed; the message says why."""


@dataclass(frozen=True)
class Sum:
    """Quantities by SKU and a stated sum of money. stated: what is no quantity of a SKU."""

    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    stated: Decimal = Decimal(0)

    @property
    def constant(self) -> bool:
        """Whether it is a plain number."""
        return not self.quantities

    def plus(self, other: Sum, sign: int = 1) -> Sum:
        """The sum of two, or their difference."""
        found = dict(self.quantities)
        for sku, quantity in other.quantities.items():
            found[sku] = found.get(sku, Decimal(0)) + sign * quantity
        return Sum(found, self.stated + sign * other.stated)

    def times(self, factor: Decimal) -> Sum:
        """Each part multiplied."""
        return Sum({sku: q * factor for sku, q in self.quantities.items()}, self.stated * factor)


@dataclass
class Reader:
    """Reads one expression. values: numbers that it may name. unknown: SKUs without a price."""

    catalogue: Catalogue
    values: Mapping[str, Decimal] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Sum:
        """What an expression amounts to. Raises BadExpression."""
        if len(text) > LONGEST:
            raise BadExpression("the expression is too long")
        try:
            tree = ast.parse(text.strip(), mode="eval")
            return self._value(tree.body)
        except SyntaxError as error:
            raise BadExpression(f"is no expression: {error.msg}") from None
        except (RecursionError, MemoryError, ValueError) as error:
            if isinstance(error, BadExpression):
                raise
            raise BadExpression("is no expression that can be read") from None
        except (DecimalException, ArithmeticError):
            raise BadExpression("divides by zero, or leads to no number") from None

    def money(self, of: Sum, *, tiered: bool) -> Decimal:
        """What it amounts to in US dollars: by the tiers of each price, or by its listed rate."""
        total = of.stated
        for sku, quantity in of.quantities.items():
            price = self.catalogue.prices[sku]
            if tiered:
                total += sum(t.quantity * t.rate for t in steps(price, quantity))
            else:
                total += quantity * price.usd
        return total

    def _value(self, node: ast.expr) -> Sum:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Sum(stated=Decimal(str(number)))
            case ast.Name(id=name):
                return self._named(name)
            case ast.UnaryOp(op=ast.USub(), operand=one):
                return self._value(one).times(Decimal(-1))
            case ast.UnaryOp(op=ast.UAdd(), operand=one):
                return self._value(one)
            case ast.BinOp():
                return self._both(node)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return self._called(name, node.args)
        raise BadExpression(f"“{ast.unparse(node)[:40]}” is not understood")

    def _both(self, node: ast.BinOp) -> Sum:
        left, right = self._value(node.left), self._value(node.right)
        match node.op:
            case ast.Add():
                return left.plus(right)
            case ast.Sub():
                return left.plus(right, -1)
            case ast.Mult():
                if right.constant:
                    return left.times(right.stated)
                if left.constant:
                    return right.times(left.stated)
                return Sum(stated=self._flat(left) * self._flat(right))
            case ast.Div():
                if right.constant:
                    return left.times(1 / right.stated)
                return Sum(stated=self._flat(left) / self._flat(right))
            case ast.FloorDiv():
                return Sum(stated=self._flat(left) // self._flat(right))
            case ast.Mod():
                return Sum(stated=self._flat(left) % self._flat(right))
            case ast.Pow():
                power = self._flat(right)
                if abs(power) > HIGHEST:
                    raise BadExpression(f"a power of more than {HIGHEST} is not computed")
                return Sum(stated=self._flat(left) ** power)
        raise BadExpression(f"“{ast.unparse(node)[:40]}” is not understood")

    def _flat(self, of: Sum) -> Decimal:
        return self.money(of, tiered=False)

    def _billed(self, of: Sum) -> Decimal:
        return self.money(of, tiered=True)

    def _named(self, name: str) -> Sum:
        if name not in self.values:
            raise BadExpression(f"“{name[:40]}” is no number that the example states")
        return Sum(stated=self.values[name])

    def _called(self, name: str, args: list[ast.expr]) -> Sum:
        match name, args:
            case (("p" | "t"), [ast.Constant(value=str() as sku)]):
                return self._price(sku, Decimal(1))
            case (("p" | "t"), [ast.Constant(value=str() as sku), amount]):
                return self._price(sku, self._flat(self._value(amount)))
        found = [one for arg in args for one in self._each(arg)]
        if name in ("max", "min") and found:
            choose: Callable[..., Sum] = max if name == "max" else min
            return choose(found, key=self._billed)
        if name == "sum":
            total = Sum()
            for one in found:
                total = total.plus(one)
            return total
        return self._rounded(name, found)

    def _each(self, node: ast.expr) -> list[Sum]:
        """An argument, or each of a list."""
        if isinstance(node, ast.List | ast.Tuple):
            return [self._value(one) for one in node.elts]
        return [self._value(node)]

    def _rounded(self, name: str, found: list[Sum]) -> Sum:
        """What rounds a number; of money nothing is lost by leaving it as it is to the cent."""
        if name == "round" and 1 <= len(found) <= 2:
            if not found[0].constant:
                return found[0]
            places = int(found[1].stated) if len(found) == 2 else 0
            return Sum(stated=round(found[0].stated, places) + 0)
        plain: dict[str, Callable[[Decimal], Any]] = {
            "ceil": math.ceil,
            "floor": math.floor,
            "int": int,
            "float": Decimal,
            "abs": abs,
        }
        if name not in plain or len(found) != 1:
            raise BadExpression(f"“{name[:40]}” is no function that is understood here")
        return Sum(stated=Decimal(plain[name](self._billed(found[0]))))

    def _price(self, sku: str, quantity: Decimal) -> Sum:
        price: Price | None = self.catalogue.prices.get(sku)
        if price is None:
            self.unknown[sku] = self._why(sku)
            return Sum()
        if price.counts:  # credits or DBU: a number that multiplies the price of one
            return Sum(stated=price.usd * quantity)
        return Sum({sku: quantity})

    def _why(self, sku: str) -> str:
        if sku in self.catalogue.unpriced:
            return f"{sku} has no public price"
        return f"{sku[:60]} is no SKU of the price book{nearest(sku, list(self.catalogue.prices))}"
