"""Where a person's own prices are, and the price book with them. What they say is read below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_platform.settings.reader import LONGEST, settings_path

if TYPE_CHECKING:
    from data_platform.catalog import Catalogue

NAME: Final = "prices.yaml"


class BadPrices(ValueError):
    """A file of own prices cannot be read. The message names it and what would be right."""


def prices_path(environment: Mapping[str, str] | None = None) -> Path:
    """Where own prices are looked for: prices.yaml beside the settings."""
    return settings_path(environment).with_name(NAME)


def priced_catalogue(environment: Mapping[str, str] | None = None) -> tuple[Catalogue, str]:
    """The catalogue with the person's own prices, if there are any, and what is wrong with them.

    With a file that cannot be read list prices count; the second is empty where all is well.
    """
    from data_platform.catalog import load_catalogue

    path = prices_path(environment)
    if not path.exists():
        return load_catalogue(), ""
    try:
        return catalogue_with(path), ""
    except BadPrices as error:
        return load_catalogue(), f"{error}; list prices count"


def catalogue_with(path: Path) -> Catalogue:
    """The catalogue with the prices of a file. Raises BadPrices."""
    from data_platform.catalog import BadCatalogue, load_catalogue
    from data_platform.catalog.own_prices import with_own_prices

    text, dated = _read(path)
    try:
        return with_own_prices(load_catalogue(), text, path.name, dated)
    except BadCatalogue as error:
        raise BadPrices(f"own prices, {path.parent / str(error)}") from None
    except RecursionError:
        raise BadPrices(f"own prices, {path}: is nested too deeply") from None


def _read(path: Path) -> tuple[str, str]:
    """A file's text and the date when it was changed last. Raises BadPrices."""
    try:
        if not path.is_file():
            raise BadPrices(
                f"own prices, {path}: {'is no file' if path.exists() else 'is missing'}"
            )
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
        changed = date.fromtimestamp(path.stat().st_mtime).isoformat()
    except OSError as error:
        raise BadPrices(f"own prices, {path}: cannot be read ({error.strerror})") from None
    if len(content) > LONGEST:
        raise BadPrices(f"own prices, {path}: is too long for prices")
    try:
        return content.decode("utf-8-sig"), changed
    except UnicodeDecodeError:
        raise BadPrices(f"own prices, {path}: is no UTF-8 text") from None
