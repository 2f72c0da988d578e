"""Worked examples that vendors publish, recomputed: `python -m benchmarks.prices [FILE]`.

Each example's `check` names SKUs of the price book; what it comes to is billed line by line as
the `price` command does it, and compared with the published figure. It is matched where the two
lie within 2 %. Two readings are computed: by the tiers of each price, which is what `price`
prints, and by its listed rate alone, which is what some publishers count with where the first
units are free. An example that cannot be computed is named and never guessed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.expressions import BadExpression, Reader
from data_platform.catalog import Catalogue, load_catalogue
from data_platform.catalog.billing import Bill, Line, bill
from data_platform.cli.bills import bill_text

HERE: Final = Path(__file__).parent
#: So many percent may lie between a published figure and ours.
WITHIN: Final = Decimal(2)
WIDTH: Final = 80


class BadFile(ValueError):
    """A file of examples cannot be read; the message says why."""


@dataclass(frozen=True)
class Example:
    """One worked example, recomputed.

    published: the figure of its publisher. tiered, flat: ours by the tiers and by the listed
    rates; None where nothing can be computed. stated: what the check takes over in dollars.
    unknown: why a SKU has no price, by SKU. problem: why it is not compared, empty if it is.
    complete: whether it states all that is needed. verdict, note: what its file says of it.
    """

    id: str
    published: Decimal | None = None
    tiered: Decimal | None = None
    flat: Decimal | None = None
    stated: Decimal = Decimal(0)
    lines: tuple[Line, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    complete: bool = True
    verdict: str = ""
    note: str = ""

    @property
    def by_tiers(self) -> bool:
        """Whether it is matched as `price` bills it."""
        return _near(self.tiered, self.published)

    @property
    def matched(self) -> bool:
        """Whether one of the two readings is within 2 % of the published figure."""
        return self.by_tiers or _near(self.flat, self.published)

    @property
    def recomputed(self) -> Decimal | None:
        """The reading that is matched; that of the tiers where neither is."""
        return self.flat if self.matched and not self.by_tiers else self.tiered

    @property
    def difference(self) -> Decimal | None:
        """Ours less the published figure, in percent of it; None where it cannot be said."""
        if self.recomputed is None or not self.published:
            return None
        return (self.recomputed - self.published) / self.published * 100


def recompute(path: Path, catalogue: Catalogue) -> list[Example]:
    """All examples of a file. Raises BadFile where it holds none."""
    try:
        loaded = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise BadFile(f"{path} is no YAML: {' '.join(str(error).split())}") from None
    if isinstance(loaded, dict):
        loaded = loaded.get("examples", [{"id": key, **_mapping(v)} for key, v in loaded.items()])
    if not isinstance(loaded, list) or not loaded:
        raise BadFile(f"{path} must be a list of examples, each with id, published_usd and check")
    return [example(one, number, catalogue) for number, one in enumerate(loaded, 1)]


def example(found: Any, number: int, catalogue: Catalogue) -> Example:
    """One example; what is wrong with it is in its `problem`. number: its place in the file."""
    if not isinstance(found, dict):
        return Example(f"example {number}", problem="is no mapping", complete=False)
    published = _number(found.get("published_usd"))
    if published is None:
        published = _number(found.get("monthly_usd"))
    base = Example(
        str(found.get("id") or f"example {number}"),
        published,
        verdict=str(found.get("verdict") or ""),
        note=str(found.get("note") or ""),
    )
    check = found.get("check")
    if check is None:
        return replace(base, problem="states no check", complete=False)
    if published is None:
        return replace(base, problem="states no published figure", complete=False)
    reader = Reader(catalogue, _numbers(found.get("inputs")))
    try:
        total = reader.read(str(check))
    except BadExpression as error:
        return replace(base, problem=f"check: {error}")
    if reader.unknown:
        why = "; ".join(reader.unknown.values())
        return replace(base, unknown=reader.unknown, problem=why)
    return replace(
        base,
        tiered=reader.money(total, tiered=True),
        flat=reader.money(total, tiered=False),
        stated=total.stated,
        lines=bill(catalogue, total.quantities).lines,
    )


def as_json(examples: Sequence[Example]) -> dict[str, Any]:
    """matched of how many, and the rest; then every example with its lines."""
    compared = [one for one in examples if one.complete]
    return {
        "matched": sum(one.matched for one in compared),
        "of": len(compared),
        "matched_by_tiers": sum(one.by_tiers for one in compared),
        "within_percent": float(WITHIN),
        "rest": [_short(one) for one in compared if not one.matched],
        "incomplete": [_short(one) for one in examples if not one.complete],
        "examples": [
            {**_short(one), "matched": one.matched, "lines": [_line(line) for line in one.lines]}
            for one in examples
        ],
    }


def as_text(examples: Sequence[Example], as_of: str = "", *, lines: bool = False) -> str:
    """A table of 80 columns, the sums, and why what is not matched is not.

    as_of: the date to which the age of prices is counted. lines: with the lines of each bill.
    """
    text = [f"{'EXAMPLE':34}{'PUBLISHED':>14}{'RECOMPUTED':>14}{'DIFFERENCE':>12}"]
    for one in examples:
        ours = _money(one.recomputed)
        off = "" if one.difference is None else f"{one.difference:+.2f} %"
        mark = "" if one.matched else "  X" if one.complete else "  -"
        name = one.id if len(one.id) <= 33 else one.id[:32] + "…"
        text.append(f"{name:34}{_money(one.published):>14}{ours:>14}{off:>12}{mark}".rstrip())
        if one.tiered is not None and one.tiered != one.flat:
            text.append(f"    by tiers {_money(one.tiered)}, by listed rates {_money(one.flat)}")
        if lines and one.lines:
            told = bill_text(Bill(one.lines), {}, as_of, WIDTH - 4).rstrip().splitlines()
            text += [f"    {line}".rstrip() for line in told]
        if lines and one.stated:
            text.append(f"    taken over as stated: {_money(one.stated)}")
    compared = [one for one in examples if one.complete]
    matched = sum(one.matched for one in compared)
    tiers = sum(one.by_tiers for one in compared)
    text += ["", f"matched within {WITHIN} %: {matched} of {len(compared)}, {tiers} by tiers"]
    for one in examples:
        if not one.matched:
            state = "X" if one.complete else "-"
            why = one.problem or f"{one.difference:+.2f} %"
            said = f" (its file says: {one.verdict})" if one.verdict and one.complete else ""
            text.append(f"{state} {one.id}: {why}{said}")
    return "\n".join(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Recompute a file; 2 where it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prices", description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=HERE / "examples" / "prices.yaml", metavar="FILE"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--lines", action="store_true", help="print the lines of each bill too")
    asked = parser.parse_args(arguments)
    catalogue = load_catalogue()
    try:
        examples = recompute(asked.file, catalogue)
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(as_json(examples), indent=1, ensure_ascii=False))
    else:
        print(as_text(examples, catalogue.book.as_of, lines=asked.lines))
    return 0


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _near(ours: Decimal | None, published: Decimal | None) -> bool:
    if ours is None or published is None:
        return False
    return abs(ours - published) <= abs(published) * WITHIN / 100


def _number(value: Any) -> Decimal | None:
    """A finite number, also one in quotes; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value).replace(",", ""))
    except DecimalException:
        return None
    return found if found.is_finite() else None


def _numbers(inputs: Any) -> dict[str, Decimal]:
    """The inputs that are numbers, which a check may name."""
    found = {str(key): _number(value) for key, value in _mapping(inputs).items()}
    return {key: value for key, value in found.items() if value is not None}


def _mapping(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _short(one: Example) -> dict[str, Any]:
    def number(value: Decimal | None) -> float | None:
        return None if value is None else round(float(value), 6)

    return {
        "id": one.id,
        "published": number(one.published),
        "recomputed": number(one.recomputed),
        "difference_percent": number(one.difference),
        "by_tiers": number(one.tiered),
        "by_listed_rates": number(one.flat),
        "stated": number(one.stated),
        "unknown": list(one.unknown),
        "problem": one.problem or None,
        "verdict": one.verdict or None,
        "note": one.note or None,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "sku": line.price.sku,
        "quantity": float(line.tier.quantity),
        "unit": line.price.unit,
        "rate": float(line.rate),
        "amount": float(line.amount),
        "tier": line.tier.words or None,
    }


if __name__ == "__main__":
    sys.exit(main())
