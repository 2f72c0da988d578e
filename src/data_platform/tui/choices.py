"""Picking from options: one line while it rests, a list while it has the focus.

Nothing is picked because the cursor came by: until the person goes to an option or picks
one, no option is highlighted, and Enter goes on and leaves the question open.
"""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from data_platform.interview.notebook import Value
from data_platform.tui.fields import TAG, GoOn, Prompt, assumption, tag_of, take_assumption
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import Row, cut, width_of, wrap
from data_platform.tui.live import Live

#: The most options in view at once: as many as there are digits.
MOST = 9
#: The lines of a terminal that are not for options; the fewest options in view.
AROUND, FEWEST = 12, 3
#: Letters that follow each other within this many seconds are one word.
ONE_WORD = 1.0
#: The most lines of a resting field.
LINES = 3


class ChoiceField(LineList):
    """Options to pick from, one or several; nothing picked is “not decided”."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("choices")

    def __init__(self, prompt: Prompt, live: Live) -> None:
        super().__init__()
        assert prompt.kind is not None
        self.prompt = prompt
        self.live = live
        self.kind = prompt.kind
        self.options = prompt.kind.options
        self.many = prompt.kind.name == "several"
        self.picked: list[str] = []
        self.moved = False  # whether the person went to an option
        self._typed = ""
        self._typed_at = 0.0
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
            self._redraw()
        self.retag()

    def retag(self) -> None:
        """Draw anew if it changed how sure the answer is."""
        tag = tag_of(self.live.notebook, self.prompt.key)
        if tag != self._tag:
            self._tag = tag
            self._redraw()

    def hint(self) -> None:
        """Draw what is assumed while nothing is picked."""
        assumed = assumption(self.live, self.prompt)
        if assumed != self._assumed:
            self._assumed = assumed
            if not self.picked:
                self._redraw()

    def _redraw(self) -> None:
        width = self.content_size.width
        self.refresh(layout=width > 0 and self.height_at(width) != self.content_size.height)

    @property
    def untouched(self) -> bool:
        """Whether nothing is picked and the person is at no option yet."""
        return not self.picked and not self.moved

    def accept(self) -> bool:
        """Take the assumption as the answer."""
        if self.picked or not take_assumption(self.live, self.prompt):
            return False
        self.load()
        ids = [option.id for option in self.options]
        self.move_to(ids.index(self.picked[0]) if self.picked else self.cursor)
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
        self.moved = True
        self.refresh()
        self.live.say(self.prompt.key, value)

    def action_pick(self) -> None:
        """Pick the option under the cursor; with none there, what is assumed."""
        self._typed = ""
        if not self.untouched:
            self.pick(self.cursor)
        elif not self.accept():
            self.move_to(self.cursor)

    def action_choose(self) -> None:
        """Enter: pick the option that one went to, and go on. What is picked already stays."""
        here = self.options[self.cursor].id
        if self.moved and here not in self.picked and not (self.many and self.picked):
            self.pick(self.cursor)
        self.post_message(GoOn(self, 1, enter=True))

    def action_clear(self) -> None:
        """Not decided."""
        self.picked, self.moved = [], False
        self.refresh()
        self.live.forget(self.prompt.key)

    # -- keys and mouse ----------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits pick, y and n answer, letters jump."""
        letter = event.character if event.is_printable else None
        if not letter or letter == " " or event.key in keys_of(self).keys("command"):
            return
        event.stop()
        now = monotonic()
        if now - self._typed_at > ONE_WORD:
            self._typed = ""
        self._typed_at = now
        shown = self._numbered(letter)
        if shown is None and self.kind.name == "yesno":
            shown = self._find(letter.lower())
        if shown is not None:
            self._typed = ""
            self.move_to(shown)
            self.pick(shown)
            return
        for typed in (self._typed + letter.lower(), letter.lower()):
            found = self._find(typed)
            if found is not None:
                self._typed = typed
                self.move_to(found)
                return
        self._typed = ""

    def _numbered(self, letter: str) -> int | None:
        """The option beside which a digit is shown."""
        if not letter.isdecimal() or letter == "0":
            return None
        index = int(letter) - 1
        if not self.inline:
            if index >= self.size.height:
                return None
            index += self.top
        return index if index < len(self.options) else None

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
        appears, self.moved = self.untouched, True
        super().move_to(index)
        if self.inline or appears:
            self.refresh()

    def action_cursor(self, by: int) -> None:
        """Move in the list; on one line up and down are for the neighbouring questions."""
        if self.inline or (self.untouched and by < 0):
            self.past_end(by)
        elif self.untouched:
            self.move_to(0)
        else:
            super().action_cursor(by)

    def action_aside(self, by: int) -> None:
        """Take what is assumed, as in a field of text; else move on the line, or pick."""
        if self.untouched:
            if by < 0 or not self.accept():
                self.move_to(self.cursor)
        elif self.inline:
            self.move_to(max(0, min(self.count() - 1, self.cursor + by)))
        elif by < 0:
            self.action_cursor(by)
        elif self.options[self.cursor].id not in self.picked:
            self.pick(self.cursor)

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
        at = event.get_content_offset(self)
        if at is None:
            return
        if self.inline:
            end = 0
            for index in range(len(self.options)):
                end += width_of(self._on_the_line(index))
                if at.x < end:
                    self.clicked(index)
                    return
        elif self._open:
            index = self.top + at.y
            if index < len(self.options):
                self.clicked(index)

    def on_focus(self) -> None:
        """Open the list at what is picked, else at its top."""
        self._typed, self.moved = "", False
        ids = [option.id for option in self.options]
        wanted = self.picked[:1]
        self.cursor = ids.index(wanted[0]) if wanted and wanted[0] in ids else 0
        self.top = max(0, min(self.cursor - 3, self.count() - self._most))
        self._resized()

    def on_blur(self) -> None:
        """Close the list."""
        self.moved = False
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
            sum(cell_len(option.label) + 6 for option in self.options) <= room
        )

    @property
    def _open(self) -> bool:
        return self.has_focus and not self.inline

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line at rest where it fits, up to nine options with the focus."""
        return self.height_at(width)

    def height_at(self, width: int) -> int:
        """The lines that it takes at a width."""
        return min(self._most, len(self.options)) if self._open else self.resting_height(width)

    @property
    def _most(self) -> int:
        return max(FEWEST, min(MOST, self.screen.size.height - AROUND))

    def resting_height(self, width: int) -> int:
        """The lines that it takes without the focus."""
        return 1 if self.inline or width <= 0 else len(self._resting(width))

    def count(self) -> int:
        """The number of options."""
        return len(self.options)

    def cursor_shown(self) -> bool:
        """Where the person is, once at an option."""
        return self.has_focus and not self.untouched

    def row(self, index: int, width: int) -> Row:
        """One option with its digit."""
        option = self.options[index]
        place = index - self.top + 1
        number = f"{place} " if place <= MOST else "  "
        text = f"{self._mark(option.id)} {option.label}"
        hint = f"  {option.hint}" if option.hint else ""
        if self._is_assumed(option.label):
            hint = "  assumed" + hint
        return [(number, "dim"), (text, "bold" if option.id in self.picked else ""), (hint, "dim")]

    def _mark(self, option: str) -> str:
        on = option in self.picked
        return ("■" if on else "□") if self.many else ("●" if on else "○")

    def _is_assumed(self, label: str) -> bool:
        return not self.picked and assumption(self.live, self.prompt) == label

    def render_line(self, y: int) -> Strip:
        """Draw one line: of the list, or of the resting field."""
        width = self.size.width
        text, style = self._tag
        if self._open:
            line = super().render_line(y)
            if not text or y != self._tag_row(width):
                return line
            # The cells between the tag and the end are the list's own: a sign that there is more.
            tag = self.draw([(text.rjust(TAG), style)], TAG)
            return Strip.join([line.crop(0, width - 2 - TAG), tag, line.crop(width - 2, width)])
        if self.inline:
            rows: list[Row] = [[p for i in range(self.count()) for p in self._on_the_line(i)]]
        else:
            look = "" if self.picked else "dim"
            rows = [[(line, look)] for line in self._resting(width)]
        row = rows[y] if y < len(rows) else []
        if y > 0 or not text:
            return self.draw(row, width)
        return self.draw([*cut(row, width - TAG), (text.rjust(TAG), style)], width)

    def _tag_row(self, width: int) -> int:
        """The row of the open list that says how sure the answer is: beside what is picked."""
        room = width - 2 - TAG
        seen = list(enumerate(self.options[self.top : self.top + self.size.height]))
        fitting = [(y, one.id) for y, one in seen if cell_len(one.label) + 4 <= room]
        picked = [y for y, option in fitting if option in self.picked]
        return next(iter([*picked, *(y for y, _ in fitting)]), 0)

    def _on_the_line(self, index: int) -> Row:
        """One option of those that stand on one line. The cursor is a sign, not only a colour."""
        option = self.options[index]
        here = index == self.cursor and self.cursor_shown()
        look = "bold" if option.id in self.picked else "accent" if here else ""
        row = [
            ("›" if here else " ", "accent"),
            (f"{self._mark(option.id)} {option.label}", look),
            ("   ", ""),
        ]
        if self._is_assumed(option.label) and not self._tag[0]:
            row[-1] = (" assumed   ", "dim")
        return row

    def _resting(self, width: int) -> list[str]:
        """The lines of the closed list; the first leaves room for how sure the answer is."""
        assumed = assumption(self.live, self.prompt)
        if self.picked:
            labels = [option.label for option in self.options if option.id in self.picked]
            text = ", ".join(labels)
        else:
            count = len(self.options)
            text = f"assumed: {assumed}" if assumed else f"not decided ({count} options)"
        mark = ("■" if self.picked else "□") if self.many else ("●" if self.picked else "○")
        lines = wrap(text, width - 2 - (TAG if self._tag[0] else 0))
        if len(lines) > LINES:
            lines = [*lines[: LINES - 1], lines[LINES - 1] + " …"]
        return [f"{mark if n == 0 else ' '} {line}" for n, line in enumerate(lines)]
