"""A screen that sends little: moving the focus draws two fields, not all of it."""

from __future__ import annotations

from typing import Generic, Self, TypeVar

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

T = TypeVar("T")


class QuietScreen(Screen[T], Generic[T]):
    """Textual draws a whole screen anew when the focus moves: 20 kB on a slow line."""

    _focusing = False

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Move the focus; the two fields draw themselves, the rest of the screen stays."""
        self._focusing = True
        try:
            super().set_focus(widget, scroll_visible, from_app_focus)
        finally:
            self._focusing = False

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw anew; not all of it (10 kB on a slow line) because the focus moved."""
        if self._focusing and not (regions or layout or recompose):
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
