"""The form's first and last lines: where one is, and how one goes on from here."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from data_platform.tui.lines import LineText, Row, fit, wrapped


class Title(LineText):
    """The section's name, the record's, and at the very first a welcome."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Row] = []

    def rows(self, width: int) -> Sequence[Row]:
        """The lines as set."""
        rows: list[Row] = []
        for row in self.lines:
            text, style = row[0]
            rows += (
                wrapped(text, width, style) if style == "accent" else [[(fit(text, width), style)]]
            )
        return rows


class Onward(LineText):
    """The form's last line: how one goes on from here, and where to."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: Sequence[str] = ("",)

    def say(self, *ways: str) -> None:
        """Say it anew. ways: the same from the longest to the shortest."""
        if ways != self.ways:
            self.ways = ways
            self.refresh()

    def height_at(self, width: int) -> int:
        """One line."""
        return 1

    def rows(self, width: int) -> Sequence[Row]:
        """The longest text that has room."""
        fits = [way for way in self.ways if cell_len(way) <= width]
        return [[(fits[0] if fits else self.ways[-1], "dim")]]
