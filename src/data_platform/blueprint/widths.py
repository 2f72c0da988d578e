"""The widths that the blueprint's text can have, for who checks one before anything is rendered."""

from __future__ import annotations

from typing import Final

#: In terminal cells.
NARROWEST: Final = 40
WIDEST: Final = 400
