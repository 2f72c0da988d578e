"""How a bill and the price book are told, for people and as JSON. Nothing is computed here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from textwrap import wrap
from typing import Any

from data_platform.catalog.billing import Bill, Line
from data_platform.catalog.price import Price, Unpriced, age_in_words
from data_platform.interview.kinds import Kind

#: Cells of an amount of money, with thousands and cents.
_AMOUNT = 14
_INDENT = "  "
#: Cells of a unit in a list.
_UNIT = 14
CURRENCY = "USD"


def bill_text(bill: Bill, written: Mapping[str, Sequence[str]], today: str, width: int) -> str:
    """The lines by SKU, each with where its rate comes from, and the total.

    written: what was typed for each SKU. today: a date, to which the age is counted.
    """
    parts: list[str] = []
    for sku, group in groupby(bill.lines, key=lambda line: line.price.sku):
        lines = list(group)
        parts.append(_heading(lines[0].price, written.get(sku, ()), width))
        parts += [_line(line, width) for line in lines]
        if len(lines) > 1:
            parts.append(_sum("together", Bill(tuple(lines)).amount, "", width, _INDENT))
        parts += _about(lines[0], today, width)
        parts.append("")
    counted = bill.counted
    if len(counted) < len({line.price.counts or CURRENCY for line in bill.lines}):
        parts.append(_sum("TOTAL", bill.total, CURRENCY, width))
    parts += [_sum("TOTAL", amount, what, width) for what, amount in counted.items()]
    return "\n".join(parts) + "\n"


def bill_json(bill: Bill, today: str, region: str) -> str:
    """The bill as one object: lines, total, and what is counted that is no money."""
    found = {
        "lines": [_fields(line, today) for line in bill.lines],
        "total": float(bill.total),
        "currency": CURRENCY,
        "counted": {what: float(amount) for what, amount in bill.counted.items()},
        "region": region or None,
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def list_text(found: Iterable[Price | Unpriced], width: int) -> str:
    """A table of SKUs: rate, unit, date, and what it is."""
    rows = [
        (one.sku, _rate(one), one.unit, one.effective[:7], f"{one.vendor}, {one.service}")
        for one in found
    ]
    head = ("SKU", "USD", "FOR A", "FROM", "WHAT")
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(4)]
    widths[2] = min(widths[2], _UNIT)
    rest = max(8, width - sum(widths) - 8)
    return "".join(
        (
            f"{sku:{widths[0]}}  {rate:>{widths[1]}}  {_cut(unit, widths[2]):{widths[2]}}  "
            f"{date:{widths[3]}}  {_cut(what, rest)}"
        ).rstrip()
        + "\n"
        for sku, rate, unit, date, what in (head, *rows)
    )


def list_json(found: Iterable[Price | Unpriced], today: str) -> str:
    """The SKUs as a JSON list; rate is null where there is no public price."""
    listed = []
    for one in found:
        priced = one if isinstance(one, Price) else None
        listed.append(
            {
                "sku": one.sku,
                "vendor": one.vendor,
                "service": one.service,
                "unit": one.unit,
                "rate": float(priced.usd) if priced else None,
                "currency": (priced.counts or CURRENCY) if priced else None,
                "tiers": [
                    {"up_to": None if end is None else float(end), "rate": float(rate)}
                    for end, rate in (priced.tiers if priced else ())
                ],
                **_dated(one, today),
            }
        )
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


def plain(number: Decimal, places: int = 2) -> str:
    """A number with thousands, rounded, without zeros at its end: 66,560, 0.5, 60,535.97."""
    text = f"{round(number, places if abs(number) >= 1 else 6):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _heading(price: Price, written: Sequence[str], width: int) -> str:
    said = " + ".join(written)
    meaning = "" if price.gb_is == "GB" else ", GB is GiB"
    typed = f" ({said}; counted in {price.unit}{meaning})" if said else ""
    text = f"{price.sku}: {price.vendor}, {price.service}{typed}"
    return "\n".join(_wrapped(text, width, "", _INDENT))


def _line(line: Line, width: int) -> str:
    unit = line.price.unit if line.tier.quantity == 1 else _plural(line.price.unit)
    of = f" ({line.tier.words})" if line.tier.words else ""
    what = line.price.counts or CURRENCY
    text = f"{plain(line.tier.quantity)} {unit} x {_exact(line.rate)} {what}{of}"
    return _sum(text, line.amount, "", width, _INDENT)


def _sum(text: str, amount: Decimal, what: str, width: int, indent: str = "") -> str:
    """A text and an amount at the right edge; on two lines where they need more room."""
    right = f"{_money(amount)} {what}".rstrip().rjust(_AMOUNT)
    left = f"{indent}{text}"
    if len(left) + 2 + len(right) > width:
        return f"{left}\n{right.rjust(width)}"
    return left + right.rjust(width - len(left))


def _about(line: Line, today: str, width: int) -> list[str]:
    """Where a rate comes from, how old it is, and what is to be known of it."""
    price = line.price
    age = age_in_words(price.months_old(today))
    said = [f"{price.region}, {price.effective} ({age}), {_sure(price.confidence)}: {price.source}"]
    if price.list_usd is not None:
        said.append(f"list price {_exact(price.list_usd)} {price.counts or CURRENCY}")
    if line.factor:
        factor = line.factor
        said.append(
            f"in {_place(factor.region)} x {_exact(factor.value)} of the US list price "
            f"({_exact(factor.low)} to {_exact(factor.high)}), {_sure(factor.confidence)}: "
            f"{factor.source}"
        )
    if price.note:
        said.append(f"note: {price.note}")
    return [found for text in said for found in _wrapped(text, width, _INDENT, _INDENT * 2)]


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )


def _fields(line: Line, today: str) -> dict[str, Any]:
    price, factor = line.price, line.factor
    return {
        "sku": price.sku,
        "vendor": price.vendor,
        "service": price.service,
        "quantity": float(line.tier.quantity),
        "unit": price.unit,
        "gb_is": price.gb_is,
        "rate": float(line.rate),
        "amount": float(line.amount),
        "currency": price.counts or CURRENCY,
        "tier": line.tier.words or None,
        **_dated(price, today),
        "region_factor": None
        if factor is None
        else {
            "region": factor.region,
            "value": float(factor.value),
            "low": float(factor.low),
            "high": float(factor.high),
            "source": factor.source,
            "confidence": factor.confidence,
        },
        "own": bool(price.own),
        "list_rate": None if price.list_usd is None else float(price.list_usd),
    }


def _dated(one: Price | Unpriced, today: str) -> dict[str, Any]:
    """Where, of when and how sure. age: in months."""
    return {
        "region": one.region,
        "effective": one.effective,
        "age": one.months_old(today) if isinstance(one, Price) else None,
        "source": one.source,
        "confidence": one.confidence,
        "note": one.note or None,
    }


def _place(region: str) -> str:
    """A region in a sentence: “European Union”, “several regions”."""
    label = Kind("choice", of="region").label(region)
    return label.lower() if region == "several" else label


def _sure(confidence: str) -> str:
    return "an assumption" if confidence == "assumption" else f"{confidence} confidence"


def _rate(one: Price | Unpriced) -> str:
    if isinstance(one, Unpriced):
        return "none"
    return f"{_exact(one.usd)} {one.counts}".rstrip()


def _exact(number: Decimal) -> str:
    """A rate with all its digits."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(amount: Decimal) -> str:
    """Cents; below 1 as many digits as it is rounded to."""
    if abs(amount) >= 1 or amount == round(amount, 2):
        return f"{amount:,.2f}"
    return _exact(amount)


def _plural(unit: str) -> str:
    last = unit.replace("-", " ").split()[-1]
    return f"{unit}s" if last.islower() and not last.endswith("s") else unit


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
