"""The blueprint's lines: drawn where they changed, marked, walked through and searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from data_platform.tui.blueprint_lines import Line, changed_in, look_of
from data_platform.tui.keymap import bindings
from data_platform.tui.lines import Drawn, plain

#: The cells left of the text: the mark of a changed line, and a blank.
GUTTER = 2
#: Sections that list what is open, whose numbers move with any answer, or that gather what
#: other sections decide.
_LISTS = ("assumptions", "open_questions", "governance_model")


class BlueprintView(Drawn, ScrollView, can_focus=True):
    """The blueprint's lines, drawn on demand; unchanged ones stay cached.

    found: what is searched for. hit: the line where the search is. shorter: the sections from
    which the last answer only took something; none where it marked lines, or none was given.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("blueprint")

    @dataclass
    class Find(Message):
        """A search is wanted."""

    @dataclass
    class Scrolled(Message):
        """Another part came into view."""

    @dataclass
    class Resized(Message):
        """The room for text is another."""

        width: int

    def __init__(self) -> None:
        super().__init__(id="view")
        self.lines: list[Line] = []
        self.starts: dict[str, int] = {}
        self._now: dict[str, tuple[str, ...]] = {}
        self._base: dict[str, tuple[str, ...]] = {}
        self._key: str | None = None
        self._touched = ""
        self._touched_by: str | None = None
        self._width = 0
        self._strips: dict[tuple[Line, int, bool], Strip] = {}
        self.found = ""
        self.hit: int | None = None
        self._left: int | None = None
        self.shorter: list[str] | None = None
        self._wanted: int | None = None
        self._place: tuple[str, int] = ("", 0)
        self._chosen = ""
        self._placing = False
        self._seen = Size(0, 0)

    # -- content -----------------------------------------------------------------

    def show_text(self, text: str) -> None:
        """Show a stored blueprint until there is a new one."""
        self._set([Line(line, look_of(line, "")) for line in text.splitlines()])

    def show(self, sections: Mapping[str, tuple[str, ...]], key: str, width: int) -> None:
        """Show a blueprint. key: the answer that changed; its lines are marked until another.

        width: the one that it was rendered for; another one marks nothing.
        """
        again = bool(self._now) and width != self._width
        if not self._now or again:
            self._base = dict(sections)
            self._key = None
        elif key != self._key:
            # Also where nothing follows from it: marks are those of the last answer.
            self._base, self._key = self._now, key
        self._now, self._width = dict(sections), width
        lines: list[Line] = []
        less: list[str] = []
        touched: dict[str, tuple[float, int]] = {}
        for name, texts in sections.items():
            if lines:
                lines.append(Line(""))
            self.starts[name] = len(lines)
            old = self._base.get(name, ())
            marks = set() if old is texts else changed_in(old, texts)
            if marks:
                touched[name] = (len(marks) / len(texts), len(lines) + min(marks))
            elif old != texts:
                less.append(name)
            heading = texts[0] if texts else ""
            lines += [
                Line(text, look_of(text, heading) if i < 2 else look_of(text, ""), i in marks)
                for i, text in enumerate(texts)
            ]
        self._left = None
        self._set(lines)
        if again:
            self._put_back()
        self.shorter = None if touched or not self._key else less
        if touched and not self.has_focus:
            self._bring(touched[self._most_touched(touched)][1])

    def _most_touched(self, touched: Mapping[str, tuple[float, int]]) -> str:
        """The section that an answer decides most; while one types it stays the same."""
        if self._touched not in touched or self._touched_by != self._key:
            known = [name for name in touched if name not in _LISTS] or list(touched)
            self._touched = max(known, key=lambda name: touched[name][0])
            self._touched_by = self._key
        return self._touched

    def _set(self, lines: list[Line]) -> None:
        old, self.lines = self.lines, lines
        if len(self._strips) > 2000:
            self._strips.clear()
        width = max((cell_len(line.text) for line in lines), default=0) + GUTTER
        size = Size(width, len(lines))
        top, height = self.scroll_offset.y, self.size.height
        if size != self.virtual_size:
            # Not by assignment, which would lay the whole screen out anew.
            self.set_reactive(Widget.virtual_size, size)
            self._placing = True
            self._scroll_update(size)
            self.scroll_target_y = self.scroll_y = min(top, max(0, len(lines) - height))
            self._placing = False
            if self.scroll_offset.y != top:
                return
        for y in range(top, top + height):
            before = old[y] if y < len(old) else None
            after = lines[y] if y < len(lines) else None
            if before != after:
                self.refresh(Region(0, y - top, self.size.width, 1))

    def _bring(self, index: int) -> None:
        """Bring a line into view, with its section's heading where both fit."""
        top, height = self.scroll_offset.y, self.size.height
        if height == 0:
            self._wanted, self._chosen = index, ""
            return
        self._wanted = None
        if top <= index < top + height - 1:
            return
        start = max((s for s in self.starts.values() if s <= index), default=0)
        self._go(start if index - start < height - 2 else index - height // 3)

    def _go(self, y: float) -> None:
        self._wanted = None
        self.scroll_to(y=max(0, min(y, len(self.lines) - self.size.height)), animate=False)
        self._remember()
        self.post_message(self.Scrolled())

    # -- keeping the place -------------------------------------------------------

    def _remember(self) -> None:
        """Where one reads: the section of the top line, and the letters of it that are above.

        Letters, because a line's number is another one at another width.
        """
        top = self.scroll_offset.y
        name = next((n for n, start in reversed(self.starts.items()) if start <= top), "")
        start = self.starts.get(name, 0)
        self._place = name, sum(_letters(line.text) for line in self.lines[start:top])

    def _put_back(self) -> None:
        """Show again what was being read, after the lines or the room for them changed."""
        name, above = self._place
        if self._wanted is not None or name not in self.starts:
            return
        y = self.starts[name]
        if not self._chosen:
            while above > 0 and y < len(self.lines) - 1:
                above -= _letters(self.lines[y].text)
                y += 1
        self._placing = True
        self.scroll_to(y=y, animate=False)
        self._placing = False
        self.post_message(self.Scrolled())

    # -- walking -----------------------------------------------------------------

    @property
    def section(self) -> str:
        """The section that fills the view, at the very end the last; or the one jumped to."""
        if self._wanted is not None:
            line = self._wanted + 1
        elif self._chosen in self.starts:
            return self._chosen
        else:
            top, height = self.scroll_offset.y, self.size.height
            line = top + max(1, height // 3) if top else 1
            if 0 < top >= len(self.lines) - height:
                line = len(self.lines)
        here = [name for name, start in self.starts.items() if start <= line]
        return here[-1] if here else next(iter(self.starts), "")

    @property
    def asked_about(self) -> tuple[str, int]:
        """The section and the line in it that one asks about.

        Where the search is or ended, else the first changed line, both if they are in view;
        else the heading of the section.
        """
        top, height = self.scroll_offset.y, self.size.height
        seen = range(top, min(top + height, len(self.lines)))
        hit = self._left if self.hit is None else self.hit
        if hit is not None and hit in seen:
            line = hit
        else:
            changed = (index for index in seen if self.lines[index].changed)
            line = next(changed, self.starts.get(self.section, 0))
        name = next((n for n, start in reversed(self.starts.items()) if start <= line), "")
        return name, line - self.starts.get(name, 0)

    def go_to(self, section: str) -> None:
        """Put a section's heading at the top; this is where one stays, also if it is hidden."""
        if section in self.starts:
            self._go(self.starts[section])
            self._chosen, self._place = section, (section, 0)

    def action_section(self, by: int) -> None:
        """Go to the next or the previous section."""
        names, here = list(self.starts), self.section
        if names:
            at = names.index(here) + by
            if by < 0 and not self._chosen and self.scroll_offset.y > self.starts[here]:
                at += 1
            self.go_to(names[max(0, min(len(names) - 1, at))])

    def action_find(self) -> None:
        """Ask what to look for."""
        self.post_message(self.Find())

    def find(self, word: str, by: int = 1, start: int | None = None) -> bool:
        """Go to a line with a word, round the ends; whether there is one.

        by: 1 to the next one, -1 to the one before. start: where to begin, otherwise from the
        last hit while it is in view, else from the top line.
        """
        self.found, self._left = word.casefold(), None
        self._strips.clear()
        self.refresh()
        hits = self.hits if word else []
        if not hits:
            self.hit = None
            return not word
        top, height = self.scroll_offset.y, self.size.height
        here = self.hit if self.hit is not None and top <= self.hit < top + height else None
        if start is not None:
            here = start - 1
        elif here is None:
            here = top - 1 if by > 0 else top
        if by > 0:
            self.hit = next((i for i in hits if i > here), hits[0])
        else:
            self.hit = next((i for i in reversed(hits) if i < here), hits[-1])
        self._chosen = ""
        self._go(self.hit)
        return True

    def end_search(self) -> None:
        """Search no more; one stays at what was found."""
        hit = self.hit
        self.find("")
        self._left = hit

    def names(self, text: str) -> bool:
        """Whether a text is in a line."""
        word = text.casefold()
        return any(word in line.text.casefold() for line in self.lines)

    @property
    def hits(self) -> list[int]:
        """The lines that have what is searched for."""
        if not self.found:
            return []
        return [i for i, line in enumerate(self.lines) if self.found in line.text.casefold()]

    def return_to(self, y: int) -> None:
        """Go back to where a search began."""
        self._go(y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The title names the section in view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        # Another size moves the lines, too; only what the person does is a place to keep.
        if not self._placing and self.size == self._seen:
            self._chosen, self._wanted = "", None
            self._remember()
        self.post_message(self.Scrolled())

    # -- drawing -----------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Another theme: draw all anew."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place, and tell how wide text may be."""
        self._strips.clear()
        self._seen = self.size
        if not self.size.height:
            return
        if self._wanted is not None:
            self._bring(self._wanted)
        else:
            self._put_back()
        self.post_message(self.Resized(self.text_width))

    @property
    def text_width(self) -> int:
        """The cells that a line of text may take."""
        return self.scrollable_content_region.width - GUTTER

    def render_line(self, y: int) -> Strip:
        """Draw one line, from the cache where it is known."""
        offset = self.scroll_offset
        width = self.size.width
        index = y + offset.y
        if index >= len(self.lines):
            return Strip.blank(width, self.rich_style)
        line = self.lines[index]
        here = index == self.hit
        key = (line, width, here)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(line, width, here)
        return strip.crop(offset.x, offset.x + width) if offset.x else strip

    def _draw(self, line: Line, width: int, here: bool) -> Strip:
        mark = ("› ", "mark") if here else ("▎ ", "mark") if line.changed else ("  ", "")
        text = plain(line.text)
        parts: list[tuple[str, str]] = [mark]
        end = 0
        for at in _places(self.found, text):
            parts += [(text[end:at], line.style), (text[at : at + len(self.found)], "cursor")]
            end = at + len(self.found)
        parts.append((text[end:], line.style))
        segments = [Segment(text, self.style(style)) for text, style in parts if text]
        wide = max(width, sum(cell_len(s.text) for s in segments))
        return Strip(segments).adjust_cell_length(wide, self.rich_style)


def _places(word: str, text: str) -> Iterator[int]:
    """Where a casefolded word is in a text, one after the other."""
    low = text.casefold()
    if not word or len(low) != len(text):  # letters that casefold to several move the places
        return
    at = low.find(word)
    while at >= 0:
        yield at
        at = low.find(word, at + len(word))


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)
