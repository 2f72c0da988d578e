"""The form of one section, or of one record of it: its body is swapped, its frame stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message

from data_platform.interview.progress import fields_asked, is_asked, question_at
from data_platform.interview.questions import (
    Question,
    Section,
    all_sections,
    load_screens,
)
from data_platform.tui.blocks import Block, field_prompt, prompt_of
from data_platform.tui.fields import GoOn
from data_platform.tui.form_lines import Onward, Title
from data_platform.tui.keymap import bindings, keys_of
from data_platform.tui.lines import Row
from data_platform.tui.live import Live
from data_platform.tui.records import RecordList, noun, nouns, title_of

WELCOME = (
    "Type your answer and press {field.done}: the blueprint follows.",
    "Don't know? {unknown}. {help} helps, {next_open} asks what matters next.",
)


@dataclass(frozen=True)
class Place:
    """What the form shows: a section, or one record of one of its questions."""

    section: Section
    question: Question | None = None
    rid: str = ""


class Form(Vertical):
    """The questions of one section."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form")

    @dataclass
    class Moved(Message):
        """The form shows another section or record, or the cursor is at another question."""

        form: Form

    def __init__(self) -> None:
        super().__init__(id="form")
        self.live: Live
        self.place: Place | None = None
        self.blocks: list[Block] = []
        self.current: Block | None = None
        self.roomy = False
        self.welcome = False
        self.swapping = 0

    def compose(self) -> ComposeResult:
        """The title over the scrolling body, and under it the way on."""
        yield Title()
        yield VerticalScroll(id="body", can_focus=False)
        yield Onward()

    @property
    def body(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one("#body", VerticalScroll)

    # -- going somewhere ---------------------------------------------------------

    def go(self, section: Section, focus: str = "first") -> None:
        """Show a section. focus: first, last, or the id of a question."""
        self._later(Place(section), focus)

    def open(self, question: Question, rid: str, focus: str = "first") -> None:
        """Show a record's fields."""
        section = next(s for s in all_sections() if s.id == question.section)
        self._later(Place(section, question, rid), focus)

    def go_to(self, place: str) -> None:
        """Show a question by its id, or a record's field by its notebook key."""
        name, _, rest = place.partition("/")
        rid, _, field = rest.partition("/")
        try:
            question = question_at(place)
        except KeyError:
            question = all_sections()[0].questions[0]
        here = self.place
        if field and rid in self.live.notebook.records(name):
            if here and (here.question, here.rid) == (question, rid):
                self._focus(place)
            else:
                self.open(question, rid, place)
            return
        section = next(s for s in all_sections() if s.id == question.section)
        if here and here.section is section and not here.question:
            self._focus(question.id)
        else:
            self.go(section, question.id)

    def show_key(self, key: str) -> None:
        """Show the question behind a notebook key, where it is not in view."""
        if any(
            block.prompt.key == key or key.startswith(f"{block.prompt.key}/")
            for block in self.blocks
        ):
            return
        name, _, rest = key.partition("/")
        field = rest.partition("/")[2]
        self.go_to(f"{name}.{field}" if field else name)

    def step(self, by: int, focus: str = "first") -> None:
        """Show the next or the previous section."""
        sections = all_sections()
        if self.place is None:
            return
        at = sections.index(self.place.section) + by
        if 0 <= at < len(sections):
            self.go(sections[at], focus)

    def close_record(self) -> bool:
        """Go back from a record to its list; whether there was one open."""
        place = self.place
        if place is None or place.question is None:
            return False
        self._later(Place(place.section), place.question.id, place.rid)
        return True

    def _later(self, place: Place, focus: str, rid: str = "") -> None:
        # In the form's own turn: the field that asked for it may be gone by its end.
        self.swapping += 1
        self.call_later(self._swap, place, focus, rid)

    async def _swap(self, place: Place, focus: str, rid: str) -> None:
        try:
            await self._show(place, focus, rid)
        finally:
            self.swapping -= 1

    async def _show(self, place: Place, focus: str, rid: str) -> None:
        self.live.flush()
        self.place, self.current = place, None
        blocks = list(self._make(place))
        self._say_title()
        self.roomy = self._has_room(blocks)
        self._show_asked(blocks)
        for block in blocks:
            block.note.full = self.roomy
        self.blocks = blocks
        with self.app.batch_update():
            await self.body.remove_children()
            await self.body.mount_all(blocks)
        self.body.scroll_home(animate=False)
        self._say_onward()
        self._focus(focus)
        if rid:
            for block in blocks:
                if isinstance(block.widget, RecordList) and block.prompt.place == focus:
                    ids = self.live.notebook.records(block.widget.question.fills)
                    block.widget.rebuilt(ids.index(rid) if rid in ids else 0)
        self.welcome = False
        self.post_message(self.Moved(self))

    def _make(self, place: Place) -> Iterable[Block]:
        if place.question is None:
            for question in place.section.questions:
                yield Block(prompt_of(question), self.live, question)
        else:
            for field in place.question.fields:
                yield Block(field_prompt(place.question, field, place.rid), self.live)

    def _say_title(self) -> None:
        place = self.place
        if place is None:
            return
        screen = next(s for s in load_screens() if s.id == place.section.screen)
        lines: list[Row] = [[(f"{screen.title} › {place.section.title}", "title")]]
        if place.question is not None:
            ids = self.live.notebook.records(place.question.fills)
            at = ids.index(place.rid) + 1 if place.rid in ids else 0
            name = title_of(self.live, place.question, place.rid)
            one = noun(place.question)
            lines.append([(f"{one} {at} of {len(ids)} · {name}", "accent")])
        elif self.welcome:
            lines += [[(keys_of(self).say(line), "accent")] for line in WELCOME]
        elif not any(is_asked(q, self.live.notebook) for q in place.section.questions):
            lines.append([("Nothing to ask here: it follows from your other answers.", "accent")])
        lines.append([("", "")])
        title = self.query_one(Title)
        width = title.size.width
        height = title.height_at(width)
        title.lines = lines
        if title.height_at(width) != height:
            title.refresh(layout=True)
        else:
            title.update()

    def _say_onward(self) -> None:
        place, onward = self.place, self.query_one(Onward)
        if place is None:
            return
        keys = keys_of(self)
        enter = keys.shown("field.done")
        if place.question is None:
            after = all_sections().index(place.section) + 1
            if after == len(all_sections()):
                shows = keys.shown("preview")
                onward.say(
                    f"The last section. {shows} shows the blueprint.", f"{shows}: the blueprint"
                )
                return
            to, goes = all_sections()[after].title, keys.shown("next_section")
            onward.say(
                f"{enter} after the last question, or {goes}: next section, {to}",
                f"{goes}: next section, {to}",
                f"{goes}: {to}",
            )
            return
        many, ids = nouns(place.question), self.live.notebook.records(place.question.fills)
        at = ids.index(place.rid) + 1 if place.rid in ids else len(ids)
        back = f"{keys.shown('back')}: back to the {many}"
        if place.question.grows or at >= len(ids):
            onward.say(f"{enter} after the last question, or {back}", back)
            return
        to = f"{enter} at the end: {title_of(self.live, place.question, ids[at])}"
        onward.say(f"{to} · {back}", back)

    def _has_room(self, blocks: list[Block]) -> bool:
        width = self.body.size.width - 3
        height = self.body.size.height
        return width > 0 and sum(block.height_at(width) for block in blocks) + 7 <= height

    # -- focus -------------------------------------------------------------------

    def shown(self) -> list[Block]:
        """The questions that are asked now."""
        return [block for block in self.blocks if block.display]

    def focus_field(self) -> None:
        """Put the cursor back into the form."""
        shown = self.shown()
        if self.current in shown and self.current is not None:
            self.current.widget.focus()
        elif shown:
            shown[0].widget.focus()

    def _focus(self, which: str) -> None:
        shown = self.shown()
        if not shown:
            return
        block = shown[-1] if which == "last" else shown[0]
        block = next((b for b in shown if which in (b.prompt.place, b.prompt.key)), block)
        if which in ("first", "last"):
            block = shown[-1] if which == "last" else shown[0]
        block.widget.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the question with the cursor and bring all of it into view."""
        for block in self.blocks:
            if block.widget is event.widget:
                if self.current is not block:
                    old, self.current = self.current, block
                    if old is not None and old.is_attached:
                        old.here(False, self.roomy)
                    self.live.flush()
                    self.live.at(block.prompt.resumes)
                block.here(True, self.roomy)
                self.call_after_refresh(self._into_view, block)
                self.post_message(self.Moved(self))

    def _into_view(self, block: Block) -> None:
        if block.is_attached:
            # Of a question that is higher than the form the beginning is shown; the field alone,
            # where it would be below that.
            height = self.body.size.height
            tall = block.outer_size.height > height
            far = block.ask.outer_size.height >= height
            self.body.scroll_to_widget(
                block.widget if tall and far else block, animate=False, force=True, top=tall
            )

    def on_go_on(self, message: GoOn) -> None:
        """Go on from a field, or back."""
        message.stop()
        shown = self.shown()
        at = next((i for i, b in enumerate(shown) if b.widget is message.widget), None)
        if at is None:
            return
        if message.enter and self._stays(shown[at]):
            return
        if 0 <= at + message.by < len(shown):
            shown[at + message.by].widget.focus()
        elif message.by < 0:
            self.close_record()
        elif message.enter:
            self._past_last()

    def _stays(self, block: Block) -> bool:
        """Whether Enter stays at a question: once, where its answer is wrong.

        What is typed next would go to another question, or be taken for keys of a list.
        """
        if block.note.staying or not self.live.notebook.problem(block.prompt.key):
            return False
        block.note.staying = True
        block.note.update()
        return True

    def action_tab(self, by: int) -> None:
        """Tab goes on as Enter does, past the last question too, and is never held up."""
        shown = self.shown()
        at = next((i for i, b in enumerate(shown) if b.widget.has_focus), None)
        if at is not None and 0 <= at + by < len(shown):
            shown[at + by].widget.focus()
        elif by > 0:
            self._past_last()
        elif not self.close_record():
            self.step(-1, "last")

    def _past_last(self) -> None:
        place = self.place
        if place is None:
            return
        if place.question is None:
            self.step(1)
            return
        ids = self.live.notebook.records(place.question.fills)
        at = ids.index(place.rid) if place.rid in ids else len(ids)
        if not place.question.grows and at + 1 < len(ids):
            self.open(place.question, ids[at + 1])
        else:
            self.close_record()

    def on_record_list_open(self, message: RecordList.Open) -> None:
        """Open a record."""
        message.stop()
        self.open(message.list.question, message.rid)

    # -- changes -----------------------------------------------------------------

    def changed(self, keys: list[str], reload: bool = False) -> None:
        """Answers changed. reload: not by typing here, so that the fields read them anew."""
        place = self.place
        if place is None:
            return
        if place.question and place.rid not in self.live.notebook.records(place.question.fills):
            self.close_record()
            return
        for block in self.blocks:
            key = block.prompt.key
            touched = key in keys or any(one.startswith(f"{key}/") for one in keys)
            if touched and reload:
                block.load()
            if touched:
                block.changed()
        if place.question is not None:
            self._say_title()
            self._say_onward()
        self._show_asked(self.blocks)

    def _show_asked(self, blocks: list[Block]) -> None:
        place, notebook = self.place, self.live.notebook
        if place is None:
            return
        if place.question is None:
            asked = {q.fills for q in place.section.questions if is_asked(q, notebook)}
        else:
            prefix = f"{place.question.fills}/{place.rid}/"
            found = fields_asked(place.question, notebook, place.rid)
            asked = {prefix + field.name for field in found}
        for block in blocks:
            if block.display != (block.prompt.key in asked):
                block.display = block.prompt.key in asked

    def designed(self) -> None:
        """The blueprint changed, and with it what is assumed."""
        for block in self.blocks:
            block.designed()

    def on_resize(self) -> None:
        """See again whether all hints have room, and keep the question in view."""
        roomy = self._has_room(self.blocks)
        if roomy != self.roomy:
            self.roomy = roomy
            for block in self.blocks:
                block.here(block is self.current, roomy)
        if self.current is not None and self.current in self.blocks:
            self.call_after_refresh(self._into_view, self.current)
