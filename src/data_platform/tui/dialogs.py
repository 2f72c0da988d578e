"""Small dialogs: pick from a list with a filter, type a line, answer yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Input

from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import LineText, Row, plain, wrapped
from data_platform.tui.preferences import blinks
from data_platform.tui.telling import hush, tell

T = TypeVar("T")


class Words(LineText):
    """Text in a dialog."""

    def __init__(self, text: str, style: str = "") -> None:
        super().__init__()
        self.words = plain(text)
        self.look = style

    def say(self, text: str) -> None:
        """Say something else."""
        if plain(text) != self.words:
            self.words = plain(text)
            self.refresh(layout=True)

    def rows(self, width: int) -> Sequence[Row]:
        """The text, wrapped."""
        return wrapped(self.words, width, self.look)


class Line(Input):
    """A line to type in."""

    def __init__(self, value: str = "", hint: str = "", **options: Any) -> None:
        super().__init__(value, placeholder=hint, compact=True, **options)
        self.cursor_blink = False

    def on_mount(self) -> None:
        """It blinks where the person wants that."""
        self.cursor_blink = blinks(self)


class Dialog(ModalScreen[T]):
    """A screen over the others; Esc leaves it with nothing."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = bindings("dialog")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal")]
    #: The scopes whose keys its help tells of; without any it has none.
    HELPS: ClassVar[tuple[str, ...]] = ()

    def on_mount(self) -> None:
        """A message of before would cover it; and it has the right width when it first shows."""
        hush(self)
        wide = self.app.size.width
        self.add_class([name for least, name in self.HORIZONTAL_BREAKPOINTS if wide >= least][-1])

    def action_help(self) -> None:
        """Every key that there is here."""
        from data_platform.tui.help import HelpScreen

        if self.HELPS:
            self.app.push_screen(HelpScreen(None, self.HELPS))

    def action_leave(self) -> None:
        """Close without a result."""
        self.dismiss(None)


@dataclass(frozen=True)
class Item(Generic[T]):
    """A row to pick: how it is drawn, what it gives, and the words that find it.

    heading: shown, but never picked. about: what is said of it under the list. refuses: what
    is said where it is picked; it gives nothing then.
    """

    row: Row
    value: T
    words: str = ""
    heading: bool = False
    about: str = ""
    refuses: str = ""


class Items(LineList):
    """The rows of a picker."""

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[Item[Any]] = ()
        self.nothing = "Nothing fits; shorten what you typed."

    def count(self) -> int:
        """How many are left by the filter."""
        return len(self.items)

    def row(self, index: int, width: int) -> Row:
        """One row."""
        return self.items[index].row

    def passes(self, index: int) -> bool:
        """Headings are passed."""
        return self.items[index].heading

    def here(self) -> Item[Any] | None:
        """The cursor's row; none where there is none to pick."""
        found = self.items[self.cursor] if self.cursor < len(self.items) else None
        return None if found is None or found.heading else found

    def empty_row(self) -> Row:
        """What is said where there is no row."""
        return [(self.nothing, "dim")]

    def cursor_shown(self) -> bool:
        """Always: the filter has the focus."""
        return True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line per row, for small pickers."""
        return max(1, len(self.items))


class Picker(Dialog[T]):
    """A list that filters while one types; Enter picks.

    start: the row where the cursor is while nothing is typed. begun: what is typed already.
    tells: whether there is something to say about its items, under the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("picker")
    #: The line that one types in.
    LINE: ClassVar[type[Line]] = Line

    def __init__(
        self,
        title: str,
        find: Callable[[str], Sequence[Item[T]]],
        hint: str = "type to filter",
        small: bool = False,
        start: int = 0,
        begun: str = "",
        tells: bool = False,
    ) -> None:
        super().__init__(classes="-small" if small else "")
        self.heading = title
        self.begun = begun
        self.tells = tells
        self.find = find
        self.hint = hint
        self.start = start
        self.list = Items()
        self.about = Words("", "dim")
        self.about.add_class("-about")

    def compose(self) -> ComposeResult:
        """Title, filter, list, and what is said about the cursor's row."""
        with Vertical(id="dialog"):
            yield Words(self.heading, "title")
            yield self.LINE(self.begun, hint=self.hint, select_on_focus=False)
            yield self.list
            if self.tells:
                yield self.about

    def on_mount(self) -> None:
        """Show all, or what was begun."""
        self.query_one(Line).cursor_position = len(self.begun)
        self.list.items = self.find(self.begun)
        self.call_after_refresh(self._rebuilt, self.start)

    def _rebuilt(self, cursor: int) -> None:
        self.list.rebuilt(cursor)
        self._say_about()

    def _say_about(self) -> None:
        item = self.list.here()
        self.about.say(item.about if item else "")

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say something about another row."""
        message.stop()
        self._say_about()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter."""
        event.stop()
        self.list.items = self.find(event.value)
        if event.value:
            self.list.top = 0
            self._rebuilt(0)
        else:
            self._rebuilt(self.start)

    def action_list(self, what: str, by: int) -> None:
        """Move in the list while the filter has the focus."""
        from contextlib import suppress

        from textual.actions import SkipAction

        with suppress(SkipAction):
            (self.list.action_cursor if what == "cursor" else self.list.action_page)(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick the cursor's row."""
        event.stop()
        self.list.action_choose()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Give the picked row's value."""
        message.stop()
        item = self.list.items[message.index]
        if item.refuses:
            tell(self, item.refuses)
        elif not item.heading:
            self.choose(item)

    def choose(self, item: Item[T]) -> None:
        """Give a row's value."""
        self.dismiss(item.value)


def filtered(items: Sequence[Item[T]]) -> Callable[[str], Sequence[Item[T]]]:
    """A filter that keeps the rows which have every typed word."""

    def find(typed: str) -> Sequence[Item[T]]:
        words = typed.casefold().split()
        return [i for i in items if all(word in i.words.casefold() for word in words)]

    return find


class Ask(Dialog[str]):
    """Type a line; empty is as good as Esc.

    use: does something with what was typed, and says why it cannot be; then the dialog stays,
    with the reason under the text. Empty: it is done.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        note: str = "",
        use: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self.heading, self.value, self.note = title, value, note
        self.use = use
        self.reason = Words("", "error")

    def compose(self) -> ComposeResult:
        """Title, line, note, and what is wrong."""
        with Vertical(id="dialog"):
            yield Words(self.heading, "title")
            yield Line(self.value, max_length=1000)
            if self.note:
                yield Words(self.note, "dim")
            yield self.reason

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        super().on_mount()
        self.reason.display = False

    def refuse(self, reason: str) -> None:
        """Keep what was typed, and say what is wrong with it; empty takes that back."""
        self.reason.display = bool(reason)
        self.reason.say(reason and f"! {reason}")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong with the text of before need not be with this one."""
        event.stop()
        self.refuse("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed, once it could be used."""
        event.stop()
        typed = event.value.strip()
        reason = self.use(typed) if typed and self.use else ""
        if reason:
            self.refuse(reason)
        else:
            self.dismiss(typed or None)


class Confirm(Dialog[bool]):
    """Yes or no, by their letters; Enter is no."""

    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = bindings("confirm")

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        with Vertical(id="dialog"):
            yield Words(self.question)
            yield Words(keys_of(self).say("{confirm.yes} yes · {confirm.no} no"), "accent")

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)
