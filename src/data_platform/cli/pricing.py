"""The command for the price book: what quantities cost, and which SKUs there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from data_platform.cli import terminal
from data_platform.cli.completing import FILE, SKU
from data_platform.cli.door import main
from data_platform.cli.terminal import emit

if TYPE_CHECKING:
    from decimal import Decimal

    from data_platform.catalog import Catalogue, Price, Unpriced

#: Regions as `interview/choices.yaml` has them; a test holds them together.
REGIONS = ("us", "eu", "uk", "apac", "latam", "several")


@main.command(
    epilog="""A number alone counts the unit of the price; sizes (65TB), counts (5M) and times
(730h) are converted to it. A size is what the vendor means by it: AWS counts 1 TB as
1,024 GB. Own rates and discounts come from prices.yaml beside the settings, or --prices.

\b
Examples:
  data-platform price s3_standard=65TB snowflake_credit_enterprise=1200
  data-platform price lambda_req=5M ec2_m7g_large=730h --region eu
  data-platform price s3_standard=2TB --json
  data-platform price --list kafka
"""
)
@click.argument("amounts", metavar="[SKU=QUANTITY]...", nargs=-1, type=SKU)
@click.option(
    "--list",
    "word",
    metavar="[WORD]",
    is_flag=False,
    flag_value="",
    help="List the SKUs, or those that a word finds.",
)
@click.option(
    "--region", type=click.Choice(REGIONS), help="Multiply US list prices to those of a region."
)
@click.option("--prices", metavar="FILE", type=FILE, help="Own rates and discounts, in YAML.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def price(
    amounts: tuple[str, ...],
    word: str | None,
    region: str | None,
    prices: str | None,
    as_json: bool,
) -> None:
    """Print what quantities cost, quantity x rate = amount by tier, and the total."""
    from datetime import date

    from data_platform.cli import bills
    from data_platform.cli.material import priced_catalogue

    if amounts and word is not None:
        raise click.UsageError("Give SKU=QUANTITY or --list, not both.")
    catalogue = priced_catalogue(prices)
    today = date.today().isoformat()
    if not amounts:
        found = _found(catalogue, (word or "").split())
        emit(
            bills.list_json(found, today)
            if as_json
            else bills.list_text(found, terminal.text_width())
        )
        return
    from data_platform.catalog.billing import bill

    quantities, written = _read(catalogue, amounts)
    made = bill(catalogue, quantities, region or "")
    if as_json:
        emit(bills.bill_json(made, today, region or ""))
    else:
        emit(bills.bill_text(made, written, today, terminal.text_width()))


def _read(
    catalogue: Catalogue, amounts: Sequence[str]
) -> tuple[dict[str, Decimal], dict[str, list[str]]]:
    """The quantity of each SKU, and what was typed for it; one named twice is added up.

    Raises UsageError with everything that is wrong.
    """
    from data_platform.catalog.amounts import read_quantity
    from data_platform.interview.numerals import BadValue

    quantities: dict[str, Decimal] = {}
    written: dict[str, list[str]] = {}
    problems: list[str] = []
    for text in amounts:
        sku, equals, quantity = text.partition("=")
        sku = sku.strip()
        if not equals or not sku:
            shown = terminal.shown(text)
            problems.append(f"“{shown}” is no SKU=QUANTITY; write it like s3_standard=65TB")
        elif sku not in catalogue.prices:
            problems.append(_no_price(catalogue, sku))
        else:
            try:
                found = read_quantity(quantity, catalogue.prices[sku])
            except BadValue as error:
                problems.append(f"{sku}: {error}")
                continue
            quantities[sku] = quantities.get(sku, 0) + found
            written.setdefault(sku, []).append(terminal.shown(quantity))
    if problems:
        raise click.UsageError("\n".join(problems))
    return quantities, written


def _no_price(catalogue: Catalogue, sku: str) -> str:
    """Why there is no price of this name: it is not public, or there is no such SKU."""
    from data_platform.interview.kinds import nearest

    if sku in catalogue.unpriced:
        of = catalogue.unpriced[sku]
        return f"{sku} has no public price ({of.source}); state yours in a file for --prices"
    near = nearest(sku.casefold(), [*catalogue.prices, *catalogue.unpriced])
    hint = near or "; `data-platform price --list` shows all"
    return f"“{terminal.shown(sku)}” is no SKU of the price book{hint}"


def _found(catalogue: Catalogue, words: Iterable[str]) -> list[Price | Unpriced]:
    """The SKUs that all words are found in: in the id, vendor, service or unit.

    Raises UsageError naming the nearest where there are none.
    """
    from data_platform.interview.kinds import nearest

    every: list[Price | Unpriced] = [*catalogue.prices.values(), *catalogue.unpriced.values()]
    wanted = [word.casefold() for word in words]
    found = [
        one
        for one in every
        if all(w in f"{one.sku} {one.vendor} {one.service} {one.unit}".casefold() for w in wanted)
    ]
    if not found:
        text = " ".join(wanted)
        near = nearest(text, [one.sku for one in every])
        raise click.UsageError(f"“{terminal.shown(text)}” finds no SKU{near}")
    return sorted(found, key=lambda one: (one.vendor.casefold(), one.sku))
