"""Where an answer is typed: one line, or several. Picking from options is in `choices`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Entry, Notebook
from data_platform.interview.numerals import BadValue
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.lines import fit, plain
from data_platform.tui.live import Live
from data_platform.tui.preferences import blinks

#: The cells at a field's right end that hold how sure the answer is.
TAG = 9
#: The longest text that is drawn of an assumption.
LONGEST_HINT = 120
#: A session's name that nobody chose.
_NUMBERED = re.compile(r"platform-\d+")


@dataclass(frozen=True)
class Prompt:
    """One thing asked for, a question's or a record's field, with its place in the notebook.

    place: the id of the question that it belongs to. path: like `growth` or `sources.volume`.
    """

    key: str
    path: str
    ask: str
    why: str
    example: str
    kind: Kind | None
    essential: bool
    place: str

    @property
    def resumes(self) -> str:
        """Where one comes back to: the record's field, else the question."""
        return self.key if "/" in self.key else self.place


@dataclass
class GoOn(Message):
    """The person is done with a field. by: 1 forward, -1 back; enter: with Enter, not an arrow."""

    widget: Widget
    by: int = 1
    enter: bool = False


class Field(Protocol):
    """What the form needs of a field."""

    prompt: Prompt

    def load(self) -> None:
        """Show what the notebook says."""

    def accept(self) -> bool:
        """Take the assumption as the answer; whether there was one to take."""

    def hint(self) -> None:
        """Show what is assumed."""


def tag_of(notebook: Notebook, key: str) -> tuple[str, str]:
    """How sure an answer is, and the style of that."""
    entry = notebook.get(key)
    if entry is None:
        return "", "dim"
    if notebook.problem(key):
        return "to fix", "error"
    return entry.certainty, "dim" if entry.certainty == "known" else "accent"


def assumption(live: Live, prompt: Prompt) -> str:
    """What the blueprint assumes in place of an answer."""
    return plain(live.assumed.get(prompt.key, ""))[:LONGEST_HINT]


def offered(live: Live, prompt: Prompt) -> str:
    """For the platform's name that of the session, where a person gave it one."""
    name = plain(live.info.name)
    return name if prompt.key == "platform_name" and not _NUMBERED.fullmatch(name) else ""


TAG_STYLES = {"dp--dim", "dp--accent", "dp--error"}

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object  # Textual takes styles and keys from a single line of widget classes


class Tagged(_Base):
    """Draws how sure an answer is into the field's right end, kept free by its padding."""

    prompt: Prompt
    live: Live
    _tag: tuple[str, str] = ("", "dim")

    def retag(self) -> None:
        """Draw the tag anew if it changed."""
        tag = tag_of(self.live.notebook, self.prompt.key)
        if tag != self._tag:
            self._tag = tag
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The field's lines with the tag at the end of the first."""
        strips = super().render_lines(crop)
        text, style = self._tag
        if text and crop.y == 0 and crop.x == 0 and strips:
            start = self.outer_size.width - TAG
            look = self.rich_style + self.get_component_rich_style(f"dp--{style}", partial=True)
            tag = Strip([Segment(fit(text.rjust(TAG), TAG), look)], TAG)
            strips[0] = Strip.join([strips[0].crop(0, start), tag]).crop(0, crop.right)
        return strips


class FieldInput(Tagged, Input):
    """One line of text, whatever its kind; it goes to the notebook with each key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TAG_STYLES

    BINDINGS: ClassVar[list[BindingType]] = bindings("field")

    def __init__(self, prompt: Prompt, live: Live) -> None:
        self._loading = True
        self._arrived_with: str | None = None
        self.prompt = prompt
        self.live = live
        # A figure is typed anew, a name is gone on with.
        figure = prompt.kind is not None and prompt.kind.name not in ("text", "names")
        super().__init__(self._stored(), compact=True, select_on_focus=figure)
        self.cursor_blink = False
        self._loading = False

    def on_mount(self) -> None:
        """Show what goes with the value."""
        self.cursor_blink = blinks(self)
        self.retag()
        self.hint()

    @property
    def content_width(self) -> int:
        """At least the widget's width: typing then never lays the screen out anew."""
        return max(super().content_width, self.size.width)

    def _stored(self) -> str:
        value = self.live.notebook.text(self.prompt.key)
        return plain(", ".join(value) if isinstance(value, list) else value)

    def load(self) -> None:
        """Show what the notebook says."""
        stored = self._stored()
        if stored != self.value:
            self._loading = True
            self.value = stored
            self._loading = False
            self.cursor_position = len(stored)
        self.retag()
        self.hint()

    def hint(self) -> None:
        """Show what is assumed while there is no answer."""
        assumed = assumption(self.live, self.prompt)
        hint = f"assumed: {assumed}" if assumed else ""
        if name := offered(self.live, self.prompt):
            hint = f"→ takes the session's name, {name}"
        if hint != self.placeholder:
            self.placeholder = hint

    def accept(self) -> bool:
        """Take the assumption as the answer."""
        return not self.value and take_assumption(self.live, self.prompt)

    def watch_value(self, value: str) -> None:
        """Tell the notebook before the message goes round: the preview follows at once."""
        if not self._loading and self.is_mounted:
            self.live.say(self.prompt.key, value, typing=True)

    def leads(self, key: str) -> bool:
        """Whether a sign is no text here but a key: the one of the commands.

        So it is in an empty line, and where nothing was done to the text since one came.
        """
        fresh = not self.value or self.value == self._arrived_with
        return fresh and key in keys_of(self).keys("command")

    def on_focus(self, event: events.Focus) -> None:
        """One comes to the text, and has done nothing to it yet."""
        if not event.from_app_focus:
            self._arrived_with = self.value

    def on_mouse_down(self) -> None:
        """The cursor was put to a place in the text: what is typed goes there."""
        self._arrived_with = None

    async def _on_key(self, event: events.Key) -> None:
        if self.leads(event.key):
            event.prevent_default()  # so that it is not typed, and goes on to who is around
        else:
            self._arrived_with = None

    def action_go_on(self, by: int, enter: bool = False) -> None:
        """Go to the next or the previous question."""
        self.post_message(GoOn(self, by, enter))

    def action_right(self) -> None:
        """Move right; in an empty field accept what is assumed."""
        if not self.value:
            if self.accept():
                self.load()
        else:
            self.action_cursor_right()

    def _on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line only; here all lines come in, without control characters.
        by = ", " if self.prompt.kind and self.prompt.kind.name == "names" else " "
        lines = [plain(line).strip() for line in event.text.splitlines()]
        text = by.join(line for line in lines if line)
        event.stop()
        event.prevent_default()
        if text:
            self.replace(text, *self.selection)


class LongField(Tagged, TextArea):
    """Several lines of text."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TAG_STYLES

    #: Keys with which Textual would select text; elsewhere in the interview they lead.
    BINDINGS: ClassVar[list[BindingType]] = [
        again("estimate", "screen.answer('estimate')"),
        again("next_open", "screen.next_open"),
    ]

    def __init__(self, prompt: Prompt, live: Live) -> None:
        self.prompt = prompt
        self.live = live
        super().__init__(self._stored(), compact=True, soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def _stored(self) -> str:
        value = self.live.notebook.text(self.prompt.key)
        text = value if isinstance(value, str) else ", ".join(value)
        return "\n".join(plain(line) for line in text.split("\n"))

    def on_mount(self) -> None:
        """Show what goes with the text; one goes on writing at its end."""
        self.cursor_blink = blinks(self)
        self.move_cursor(self.document.end)
        self.retag()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into view.

        While it undoes, Textual asks for this before the cursor is back in the text that is left.
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def load(self) -> None:
        """Show what the notebook says; its own undo stays usable."""
        stored = self._stored()
        if stored != self.text:
            self.replace(stored, (0, 0), self.document.end)
        self.retag()

    def hint(self) -> None:
        """Long texts are not assumed."""

    def accept(self) -> bool:
        """Long texts are not assumed."""
        return False

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the notebook."""
        event.stop()
        self.live.say(self.prompt.key, self.text, typing=True)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = "\n".join(plain(line) for line in event.text.splitlines())
        if text:
            self.replace(text, *self.selection)


def take_assumption(live: Live, prompt: Prompt, estimate: bool = False) -> bool:
    """Store the assumed value as an answer, if it reads as one. estimate: as one of those."""
    value: Any = offered(live, prompt) or live.assumed.get(prompt.key)
    if not value or prompt.kind is None:
        return False
    if prompt.kind.is_choice:
        value = option_ids(prompt.kind, value)
    try:
        prompt.kind.parse(value)
    except BadValue:  # words that stand for no answer, as for a budget that nobody named
        return False
    if value and estimate:
        live.become({**live.notebook.entries, prompt.key: Entry(value, "estimate")})
    elif value:
        live.say(prompt.key, value)
    return bool(value)


def option_ids(kind: Kind, shown: str) -> str | list[str]:
    """The option ids behind labels as a kind shows them; empty where they are none."""
    if kind.name == "several":
        return [option.id for option in kind.options if option.label in shown]
    return next((o.id for o in kind.options if shown in (o.label, o.id)), "")
