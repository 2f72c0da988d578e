"""What a person sets once and for all: looks, widths, clipboard and keys. No answers here."""

from data_platform.settings.default_file import default_text, write_default
from data_platform.settings.model import Settings
from data_platform.settings.own_prices import (
    BadPrices,
    catalogue_with,
    priced_catalogue,
    prices_path,
)
from data_platform.settings.reader import load_settings, settings_path

__all__ = [
    "BadPrices",
    "Settings",
    "catalogue_with",
    "default_text",
    "load_settings",
    "priced_catalogue",
    "prices_path",
    "settings_path",
    "write_default",
]
