"""Why a line of the blueprint says what it says: the lines on one side, the reasons beside.

What is read off the design shows at once; what a line moves with is tried out in a thread
once the cursor rests. What is found out is in `inquiry`, how it is shown in `why_lines`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from data_platform.blueprint.widths import NARROWEST
from data_platform.inquiry.explain import NoSuchLine, Subject, find_in, subject, with_inputs
from data_platform.inquiry.trials import Stopped
from data_platform.inquiry.written import write_explanation
from data_platform.tui.copying import WIDTH, put_in_clipboard, put_in_file
from data_platform.tui.dialogs import Ask, Dialog
from data_platform.tui.files import file_name
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.line_list import LineList
from data_platform.tui.lines import plain
from data_platform.tui.live import WIDEST_SHOWN
from data_platform.tui.preferences import settings_of
from data_platform.tui.preview import PaneTitle
from data_platform.tui.quiet import QuietScreen
from data_platform.tui.session_list import KeyRows
from data_platform.tui.telling import tell
from data_platform.tui.why import Asked, Shown, Why, key_of, line_of, path_of, record_ids
from data_platform.tui.why_lines import Because, WhyLines

if TYPE_CHECKING:
    from data_platform.inquiry.explanation import Explanation
    from data_platform.inquiry.trials import Inputs
    from data_platform.tui.blueprint_actions import BlueprintActions
    from data_platform.tui.live import Live

#: The cursor rests when it did not move for so many seconds.
REST = 0.25
TRYING = "Trying what it moves with…"
IN_LINES = (
    "{list.up} {list.down} line",
    "{why.previous} {why.next} section",
    "{why.find} find",
    "{why.other} reasons",
)
IN_REASONS = ("{list.up} {list.down} scroll", "{list.choose} on ›: question", "{why.other} lines")
EVERYWHERE = ("{why.copy} copy", "{why.write} file", "{dialog.close} back")


class WhyScreen(Dialog[str], QuietScreen[str]):
    """The lines and the reasons; gives the path of an answer to go to.

    make: what explains the lines, made in a thread. asked: the line to begin with.
    """

    AUTO_FOCUS = "WhyLines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("why"), again("help", "help")]
    HELPS: ClassVar[tuple[str, ...]] = ("why", "list", "dialog")

    @dataclass
    class Ready(Message):
        """The lines are there."""

        why: Why
        shown: Shown

    @dataclass
    class Tried(Message):
        """It was found out what a line moves with; or why that cannot be."""

        of: Subject
        inputs: Inputs | None
        trouble: str = ""

    @dataclass
    class Failed(Message):
        """There is nothing to explain."""

        trouble: str

    def __init__(self, make: Callable[[], Why], asked: Asked, name: str) -> None:
        super().__init__()
        self.make, self.asked, self.platform = make, asked, name
        self.why: Why | None = None
        self.lines = WhyLines()
        self.heading = PaneTitle()
        self.because = Because()
        self.keys = KeyRows()
        self.subject: Subject | None = None
        self.explanation: Explanation | None = None
        #: Whether the explanation says what the line moves with.
        self.deep = False
        self._width = 0
        self._resting: Timer | None = None
        self._sought = ""

    def compose(self) -> ComposeResult:
        """Lines, reasons, keys."""
        with Vertical(id="dialog"):
            with Container(id="why"):
                yield self.lines
                with Vertical(id="because"):
                    yield self.heading
                    yield self.because
            yield self.keys

    def on_mount(self) -> None:
        """Answer at once; the lines come from a thread."""
        super().on_mount()
        self.heading.say("")
        self._say_keys(IN_LINES)
        self.call_after_refresh(self._prepare)

    # -- the lines ---------------------------------------------------------------

    def _prepare(self) -> None:
        """Make the lines for the width that there is."""
        width = max(NARROWEST, min(WIDEST_SHOWN, self.lines.size.width - 4))
        if width == self._width:
            return
        self._width = width
        here = self.lines.here
        known, asked = self.why, self.asked

        def work() -> None:
            try:
                why = known or self.make()
                if here is None:
                    shown = why.shown(width, asked)
                else:
                    lines = why.lines(width)
                    shown = Shown(lines, width, line_of(lines, here.keys))
                self.post_message(self.Ready(why, shown))
            except Exception as error:  # it takes nothing else with it
                self.post_message(self.Failed(f"This cannot be explained: {error}"))

        self.run_worker(work, thread=True, exclusive=True, group="lines", exit_on_error=False)

    def on_why_screen_ready(self, message: Ready) -> None:
        """Show the lines."""
        message.stop()
        self.why = message.why
        if message.shown.width != self._width:
            return  # others are on their way
        if message.shown.trouble:
            tell(self, f"{message.shown.trouble}.", trouble=True)
        self.lines.show(message.shown.lines, message.shown.at)
        self.subject = None
        self._explain()

    def on_why_screen_failed(self, message: Failed) -> None:
        """Say why there is nothing."""
        message.stop()
        tell(self, message.trouble, trouble=True)
        self.dismiss(None)

    def on_resize(self) -> None:
        """Another width has other lines."""
        self.call_after_refresh(self._prepare)

    # -- the reasons -------------------------------------------------------------

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Explain another line."""
        message.stop()
        if message.list is self.lines:
            self._explain()

    def _explain(self) -> None:
        """Explain the cursor's line at once, and more of it once the cursor rests."""
        place, why = self.lines.here, self.why
        if place is None or why is None:
            return
        if self.subject is not None and self.subject.keys == place.keys:
            return
        self._stop()
        self.subject = of = subject(self.lines.places, place.keys)
        self.explanation = why.explainer.at_once(of)
        key = plain(self.explanation.key)
        self.heading.say(self.explanation.heading, "" if key == place.section else key)
        inputs = why.known_inputs(of)
        self._show(inputs, "" if inputs else TRYING)
        if inputs is None:
            self._resting = self.set_timer(REST, self._try)

    def _show(self, inputs: Inputs | None, note: str, again: bool = False) -> None:
        assert self.explanation is not None
        self.deep = inputs is not None
        if inputs is not None:
            self.explanation = with_inputs(self.explanation, inputs)
        self.because.show(self.explanation, self.deep, note, again)

    def _stop(self) -> None:
        """Nobody waits any more for what the line before moves with."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        self.workers.cancel_group(self, "inputs")

    def _try(self) -> None:
        """Find out in a thread what the line moves with."""
        why, of = self.why, self.subject
        if why is None or of is None:
            return

        def work() -> None:
            worker = get_current_worker()
            try:
                found = why.inputs(of, lambda: worker.is_cancelled)
                self.post_message(self.Tried(of, found))
            except Stopped:
                pass
            except Exception as error:  # the rest of the explanation stands
                self.post_message(self.Tried(of, None, str(error)))

        self.run_worker(work, thread=True, exclusive=True, group="inputs", exit_on_error=False)

    def on_why_screen_tried(self, message: Tried) -> None:
        """Show what the line moves with, if the cursor is still there."""
        message.stop()
        if message.of is self.subject:
            note = message.trouble and f"What it moves with cannot be tried: {message.trouble}"
            self._show(message.inputs, plain(note), again=True)

    def on_because_resized(self, message: Because.Resized) -> None:
        """Wrap the reasons anew."""
        message.stop()
        if self.explanation is not None:
            self.because.show(self.explanation, self.deep, "" if self.deep else TRYING, True)

    # -- going -------------------------------------------------------------------

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """From a line to its reasons; from an answer to its question."""
        message.stop()
        if message.list is self.lines:
            self.because.focus()
        elif (one := self.because.input_at(message.index)) is not None:
            self.dismiss(one.key)

    def on_descendant_focus(self) -> None:
        """The keys of the lines, or those of the reasons."""
        self._say_keys(IN_REASONS if self.because.has_focus else IN_LINES)

    def _say_keys(self, parts: tuple[str, ...]) -> None:
        keys = keys_of(self)
        self.keys.say([keys.say(one) for one in (*parts, *EVERYWHERE)])

    def action_other(self) -> None:
        """From the lines to the reasons, or back."""
        (self.because if self.lines.has_focus else self.lines).focus()

    def action_section(self, by: int) -> None:
        """Go to another section."""
        self.lines.to_section(by)

    def action_find(self) -> None:
        """Ask for a line; the words of before find the next one."""
        if self.why is None:
            return
        title = "Which line? Words that are in it, its key, or its number"
        self.app.push_screen(Ask(title, self._sought, use=self._find))

    def _find(self, typed: str) -> str:
        """Go to the next line that says so, or that is called so; why that cannot be."""
        assert self.why is not None
        self._sought = typed
        words = " ".join(typed.casefold().split())
        places, here = self.lines.places, self.lines.cursor
        after = (*range(here + 1, len(places)), *range(here + 1))
        hits = (i for i in after if places[i].keys and words in places[i].text.casefold())
        at = next(hits, None)
        if at is None:
            try:
                found = find_in(places, self.why.explainer.known, typed)
            except NoSuchLine as error:
                return str(error)
            at = line_of(places, found.keys)
        self.lines.go(at)
        return ""

    # -- taking it away ----------------------------------------------------------

    def _whole(self) -> str:
        """The explanation as it leaves the app; empty where there is none yet."""
        if self.explanation is None:
            return ""
        width = settings_of(self).width or WIDTH
        return write_explanation(self.explanation, width=width, deep=self.deep)

    def action_copy(self) -> None:
        """Copy it."""
        if text := self._whole():
            what = "The explanation" if self.deep else "What is explained so far"
            put_in_clipboard(self, text, what, keys_of(self).shown("why.write"))

    def action_write(self) -> None:
        """Write it to a file."""
        if (text := self._whole()) and self.explanation is not None:
            name = file_name(self.platform, f"why-{self.explanation.key}", "txt")
            put_in_file(self, text, name)


def open_why(screen: BlueprintActions, words: str = "") -> None:
    """Explain a line over the interview. words: in it, or its key; else the one in view."""
    live, form = screen.live, screen.form
    if live is None or form is None or live.tools is None or live.blueprint is None:
        tell(screen, "There is no blueprint yet.")
        return
    if live.trouble:
        tell(screen, live.trouble, trouble=True)
        return
    answers, catalogue, ids = (
        live.notebook.answers(),
        live.tools.catalogue,
        record_ids(live.notebook),
    )
    known = screen.why if screen.why and screen.why.answers is answers else None

    def make() -> Why:
        return known or Why.of(answers, catalogue)

    def go(path: str | None) -> None:
        screen.why = over.why
        if path is not None:
            screen.to_form()
            form.go_to(key_of(path, ids))

    over = WhyScreen(make, _asked(screen, live, words), live.blueprint.title.name)
    screen.app.push_screen(over, go)


def _asked(screen: BlueprintActions, live: Live, words: str) -> Asked:
    """What is asked about where one is."""
    view = screen.preview.view
    if words:
        return Asked(words=words, section=view.section)
    if screen.viewing or view.hit is not None:
        section, line = view.asked_about
        return Asked(section=section, line=line, width=live.width)
    current = screen.form.current if screen.form else None
    path = path_of(current.prompt.key, record_ids(live.notebook)) if current else ""
    return Asked(path=path, section=view.section)
