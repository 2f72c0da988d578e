"""Two blueprints compared, as text that one scrolls, copies and writes to a file.

What differs, and how that is written, is in `blueprint.compare`.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from data_platform.blueprint.widths import NARROWEST
from data_platform.tui.copying import WIDTH, put_in_clipboard, put_in_file
from data_platform.tui.dialogs import Dialog, Words
from data_platform.tui.files import file_name
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.line_list import ScrolledLines
from data_platform.tui.lines import Row, plain
from data_platform.tui.live import WIDEST_SHOWN, Tools
from data_platform.tui.preferences import settings_of
from data_platform.tui.telling import tell

if TYPE_CHECKING:
    from data_platform.blueprint.model import Blueprint
    from data_platform.interview.notebook import Notebook

KEYS = (
    "{list.up} {list.down} scroll · {comparison.copy} copy · {comparison.write} write to a file · "
    "{dialog.close} back"
)
#: Under this heading stand the lines that came and went, each with its sign.
_TEXT = "TEXT"


class ComparisonLines(ScrolledLines):
    """The lines of a comparison, at the width that the screen makes them for."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("comparison")

    def __init__(self) -> None:
        super().__init__([[("Comparing…", "dim")]])

    def show(self, text: str) -> None:
        """Show a comparison in place of the one before."""
        self.show_lines(styled(text))

    def on_resize(self) -> None:
        """Lines of another width are for the screen to make."""
        self._scroll_by(0)
        self.screen.call_later(self.screen.render_anew)  # type: ignore[attr-defined]


class CompareScreen(Dialog[None]):
    """What differs between two notebooks' blueprints, worked out once it is open."""

    AUTO_FOCUS = "ComparisonLines"

    def __init__(self, old: Notebook, old_name: str, new: Notebook, new_name: str) -> None:
        super().__init__()
        self.notebooks = old, new
        self.names = plain(old_name), plain(new_name)
        self.list = ComparisonLines()
        self._blueprints: tuple[Blueprint, Blueprint] | None = None
        self._width = 0

    def compose(self) -> ComposeResult:
        """The lines and the keys."""
        with Vertical(id="dialog"):
            yield self.list
            yield Words(keys_of(self).say(KEYS), "dim")

    def on_mount(self) -> None:
        """Answer at once; compare then."""
        super().on_mount()
        self.call_after_refresh(self._design)

    def _design(self) -> None:
        try:
            tools = Tools.load()
            old, new = (tools.design(one.answers(), tools.catalogue) for one in self.notebooks)
        except Exception as error:  # what cannot be designed takes nothing with it
            self.list.show("")
            tell(self, f"These two cannot be compared: {error}", trouble=True)
        else:
            self._blueprints = old, new
            self.render_anew()

    def render_anew(self) -> None:
        """Show the comparison at the width that there is."""
        width = max(NARROWEST, min(WIDEST_SHOWN, self.list.size.width - 2))
        if self._blueprints is not None and width != self._width:
            self._width = width
            self.list.show(self._text(width))

    def _text(self, width: int) -> str:
        from data_platform.blueprint.compare import compare, render_comparison
        from data_platform.interview.changes import differences

        assert self._blueprints is not None
        comparison = compare(*self._blueprints, width=width)
        return render_comparison(comparison, differences(*self.notebooks), *self.names, width=width)

    def _whole(self) -> str:
        """The text as it leaves the app; empty where there is none yet."""
        return "" if self._blueprints is None else self._text(settings_of(self).width or WIDTH)

    def action_copy(self) -> None:
        """Copy it."""
        if text := self._whole():
            file_key = keys_of(self).shown("comparison.write")
            put_in_clipboard(self, text, "The comparison", file_key)

    def action_write(self) -> None:
        """Write it to a file."""
        if text := self._whole():
            put_in_file(self, text, file_name("-".join(self.names), "comparison", "txt"))


def compare(
    app: App[Any], old_notebook: Notebook, old_name: str, new_notebook: Notebook, new_name: str
) -> None:
    """Show what differs between the blueprints of two notebooks."""
    app.push_screen(CompareScreen(old_notebook, old_name, new_notebook, new_name))


def styled(text: str) -> list[Row]:
    """The lines of a comparison: headings, and in the texts what came and what went."""
    lines = [plain(line) for line in text.splitlines()]
    rows: list[Row] = []
    in_text = False
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        ruled = below.startswith(("───", "═══")) and bool(line)
        in_text = in_text or (ruled and line == _TEXT)
        style = "title" if ruled else ""
        if in_text and not ruled:
            style = {"+": "good", "-": "dim"}.get(line[:1], "")
        rows.append([(line, style)])
    return rows
