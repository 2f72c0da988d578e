"""Picking from options: one line while it rests, a list while it has the focus."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from data_platform.interview.notebook import Value
from data_platform.tui.fields import TAG, GoOn, Prompt, assumption, tag_of, take_assumption
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, cut, fit
from data_platform.tui.live import Live

#: The most options in view at once.
MOST = 8


class ChoiceField(LineList):
    """Options to pick from, one or several; nothing picked is “not decided”."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor(-1)", "Up", show=False),
        Binding("right", "cursor(1)", "Down", show=False),
        Binding("space", "pick", "Pick", show=False),
        Binding("backspace,delete", "clear", "Not decided", show=False),
    ]

    def __init__(self, prompt: Prompt, live: Live) -> None:
        super().__init__()
        assert prompt.kind is not None
        self.prompt = prompt
        self.live = live
        self.kind = prompt.kind
        self.options = prompt.kind.options
        self.many = prompt.kind.name == "several"
        self.picked: list[str] = []
        self._typed = ""
        self._tag = ("", "dim")
        self._assumed = ""
        self._read()

    def on_mount(self) -> None:
        """Show what goes with the value."""
        self.retag()

    # -- the answer --------------------------------------------------------------

    def _read(self) -> None:
        value = self.live.notebook.text(self.prompt.key)
        words = value if isinstance(value, list) else [value] if value else []
        self.picked = [option.id for option in self.options if option.id in words]
        if not self.picked and words:  # written another way: in a file, or by label
            typed = self.live.notebook.value(self.prompt.key)
            if isinstance(typed, bool):
                typed = "yes" if typed else "no"
            self.picked = typed if isinstance(typed, list) else [typed] if typed else []

    def load(self) -> None:
        """Show what the notebook says."""
        before = self.picked
        self._read()
        if before != self.picked:
            self.refresh()
        self.retag()

    def retag(self) -> None:
        """Draw anew if it changed how sure the answer is."""
        tag = tag_of(self.live.notebook, self.prompt.key)
        if tag != self._tag:
            self._tag = tag
            self.refresh()

    def hint(self) -> None:
        """Draw what is assumed while nothing is picked."""
        assumed = assumption(self.live, self.prompt)
        if assumed != self._assumed:
            self._assumed = assumed
            if not self.picked:
                self.refresh()

    def accept(self) -> bool:
        """Take the assumption as the answer."""
        if self.picked or not take_assumption(self.live, self.prompt):
            return False
        self.load()
        return True

    def pick(self, index: int) -> None:
        """Pick an option; of several it is switched."""
        option = self.options[index].id
        value: Value
        if not self.many:
            self.picked = [option]
            value = option
        else:
            if option in self.picked:
                self.picked.remove(option)
            else:
                alone = option == "none"
                self.picked = [] if alone else [o for o in self.picked if o != "none"]
                self.picked.append(option)
            value = [o.id for o in self.options if o.id in self.picked]
        self.refresh()
        self.live.say(self.prompt.key, value)

    def action_pick(self) -> None:
        """Pick the option under the cursor."""
        self._typed = ""
        self.pick(self.cursor)

    def action_choose(self) -> None:
        """Enter: pick and go on. What is picked already stays."""
        if not (self.many and self.picked) and self.options[self.cursor].id not in self.picked:
            self.pick(self.cursor)
        self.post_message(GoOn(self, 1, enter=True))

    def action_clear(self) -> None:
        """Not decided."""
        self.picked = []
        self.refresh()
        self.live.forget(self.prompt.key)

    # -- keys and mouse ----------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits pick, letters jump."""
        letter = event.character if event.is_printable else None
        if not letter or letter == " ":
            return
        event.stop()
        if letter.isdecimal() and not self._typed:
            if 0 < int(letter) <= len(self.options):
                self.move_to(int(letter) - 1)
                self.pick(self.cursor)
            return
        for typed in (self._typed + letter.lower(), letter.lower()):
            found = self._find(typed)
            if found is not None:
                self._typed = typed
                self.move_to(found)
                return
        self._typed = ""

    def _find(self, typed: str) -> int | None:
        labels = [option.label.lower() for option in self.options]
        starts = [i for i, label in enumerate(labels) if label.startswith(typed)]
        within = [i for i, label in enumerate(labels) if f" {typed}" in f" {label}"]
        found = starts or within
        if len(typed) == 1 and len(found) > 1:  # the same letter again goes to the next
            return next((i for i in found if i > self.cursor), found[0])
        return found[0] if found else None

    def move_to(self, index: int) -> None:
        """Put the cursor on an option."""
        super().move_to(index)
        if self.inline:
            self.refresh()

    def past_end(self, by: int) -> None:
        """An arrow past the first or last option goes on to the neighbouring question."""
        self.post_message(GoOn(self, by))

    def action_page(self, by: int) -> None:
        """Page through a long list; on one line the key is for the sections."""
        if self.inline:
            raise SkipAction
        super().action_page(by)

    def clicked(self, index: int) -> None:
        """A click picks."""
        self.cursor = index
        self.pick(index)

    def on_click(self, event: events.Click) -> None:
        """A click on a resting field opens it; on an option picks it."""
        event.stop()
        if self.inline:
            at = 0
            for index, option in enumerate(self.options):
                at += cell_len(option.label) + 5
                if event.x < at:
                    self.clicked(index)
                    return
        elif self._open:
            index = self.top + event.y
            if index < len(self.options):
                self.clicked(index)

    def on_focus(self) -> None:
        """Open the list at what is picked or assumed."""
        self._typed = ""
        wanted = self.picked[:1]
        assumed = assumption(self.live, self.prompt)
        ids = [option.id for option in self.options]
        labels = [option.label for option in self.options]
        if wanted and wanted[0] in ids:
            self.cursor = ids.index(wanted[0])
        elif assumed in labels:
            self.cursor = labels.index(assumed)
        self.top = max(0, min(self.cursor - 3, self.count() - MOST))
        self._resized()

    def on_blur(self) -> None:
        """Close the list."""
        self._resized()

    def _resized(self) -> None:
        self.refresh(layout=not self.inline)

    # -- drawing -----------------------------------------------------------------

    @property
    def inline(self) -> bool:
        """Whether all options stand on one line."""
        if self.many or len(self.options) > 4:
            return False
        room = (self.size.width or self.container_size.width) - TAG
        return self.kind.name == "yesno" or (
            sum(cell_len(option.label) + 5 for option in self.options) <= room
        )

    @property
    def _open(self) -> bool:
        return self.has_focus and not self.inline

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line at rest, up to eight options with the focus."""
        return min(MOST, len(self.options)) if self._open else 1

    def count(self) -> int:
        """The number of options."""
        return len(self.options)

    def row(self, index: int, width: int) -> Row:
        """One option."""
        option = self.options[index]
        number = f"{index + 1} " if index < 9 else "  "
        text = f"{self._mark(option.id)} {option.label}"
        hint = f"  {option.hint}" if option.hint else ""
        if not self.picked and assumption(self.live, self.prompt) == option.label:
            hint = "  assumed" + hint
        return [(number, "dim"), (text, "bold" if option.id in self.picked else ""), (hint, "dim")]

    def _mark(self, option: str) -> str:
        on = option in self.picked
        return ("■" if on else "□") if self.many else ("●" if on else "○")

    def render_line(self, y: int) -> Strip:
        """Draw one line: of the list, or of the resting field."""
        if self._open:
            return super().render_line(y)
        width = self.size.width
        if y > 0:
            return self.draw([], width)
        text, style = self._tag
        row = cut(self._resting(width - TAG), width - TAG)
        return self.draw([*row, (text.rjust(TAG), style)], width)

    def _resting(self, width: int) -> Row:
        if self.inline:
            row: list[tuple[str, str]] = []
            for index, option in enumerate(self.options):
                here = index == self.cursor and self.has_focus
                look = "cursor" if here else "bold" if option.id in self.picked else ""
                row += [(f" {self._mark(option.id)} {option.label} ", look), ("  ", "")]
            assumed = assumption(self.live, self.prompt)
            if not self.picked and assumed:
                row.append((f"assumed: {assumed}", "dim"))
            return row
        if self.picked:
            labels = [option.label for option in self.options if option.id in self.picked]
            mark = "■" if self.many else "●"
            return [(fit(f"{mark} {', '.join(labels)}", width), "")]
        assumed = assumption(self.live, self.prompt)
        mark = "□" if self.many else "○"
        text = f"assumed: {assumed}" if assumed else f"not decided ({len(self.options)} options)"
        return [(fit(f"{mark} {text}", width), "dim")]
