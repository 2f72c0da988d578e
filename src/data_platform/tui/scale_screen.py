"""From today's load to a thousand times as much: a curve, a slider, and the stack there.

It is worked out in a thread by `inquiry.scale`; moving the slider draws what changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from data_platform.inquiry.scale import Point, ScalePath, scale_path
from data_platform.inquiry.scale_text import curve, times
from data_platform.tui.dialogs import Dialog, Words
from data_platform.tui.keymap import again, bindings, keys_of
from data_platform.tui.line_list import ScrolledLines
from data_platform.tui.lines import LineText, Row, cut, fit, plain
from data_platform.tui.telling import tell

if TYPE_CHECKING:
    from data_platform.tui.blueprint_actions import BlueprintActions

#: The digits are those under the curve.
TITLE = "Likely cost a month as the load grows; digits count what changes there"
WORKING = "Designing for growing loads…"
KEYS = (
    "{slider.less} {slider.more} load · "
    "{slider.previous} {slider.next} where it changes · "
    "{list.up} {list.down} scroll · {dialog.close} close"
)
#: What a screen needs beside the curve, in lines: title, axis, marks, scale, state, keys and
#: some lines of the stack.
_OTHERS = 14


class Curve(LineText):
    """The curve of the cost, and what it costs where the slider is."""

    def __init__(self) -> None:
        super().__init__()
        self.path: ScalePath | None = None
        self.at = 0

    def rows(self, width: int) -> Sequence[Row]:
        """The lines of the plot; while there is none, as many blank ones."""
        high = max(4, min(14, self.screen.size.height - _OTHERS))
        if self.path is None:
            return [[(WORKING, "dim")], *([[]] * (high + 3))]
        point = self.path.points[self.at]
        lines = curve(self.path, width, high, cursor=point.factor)
        axis, marks, scale = lines[high], lines[high + 1 : -1], lines[-1]
        return [
            *([(line, "accent")] for line in lines[:high]),
            [(axis, "dim")],
            [(marks[0] if marks else "", "mark")],
            [(scale, "dim")],
            self._state(point),
        ]

    def _state(self, point: Point) -> Row:
        path = self.path
        assert path is not None
        over = path.budget is not None and point.total > path.budget
        upkeep = f" · {point.upkeep:g} hours of upkeep"
        cost = f"${point.total:,.0f} a month"
        load = "today's load" if point.factor == 1 else f"{times(point.factor)} the load"
        return [
            (load, "bold"),
            (f": {cost}", ""),
            (upkeep, "dim"),
            (", over budget" if over else "", "error"),
        ]


class ScaleScreen(Dialog[None]):
    """The curve and the stack. make: works it out, in a thread."""

    AUTO_FOCUS = "ScrolledLines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("slider"), again("help", "help")]
    HELPS: ClassVar[tuple[str, ...]] = ("slider", "list", "dialog")

    @dataclass
    class Found(Message):
        """It is worked out; or why it cannot be."""

        path: ScalePath | None
        trouble: str = ""

    def __init__(self, make: Callable[[], ScalePath]) -> None:
        super().__init__()
        self.make = make
        self.curve = Curve()
        self.list = ScrolledLines()

    def compose(self) -> ComposeResult:
        """Title, curve, stack, keys."""
        with Vertical(id="dialog"):
            yield Words(TITLE, "title")
            yield self.curve
            yield self.list
            yield Words(keys_of(self).say(KEYS), "dim")

    def on_mount(self) -> None:
        """Answer at once; the curve comes from a thread."""
        super().on_mount()
        self.run_worker(self._work, thread=True, exclusive=True, exit_on_error=False)

    def _work(self) -> None:
        try:
            self.post_message(self.Found(self.make()))
        except Exception as error:  # it takes nothing else with it
            self.post_message(self.Found(None, f"This cannot be scaled: {error}"))

    def on_scale_screen_found(self, message: Found) -> None:
        """Show it."""
        message.stop()
        if message.path is None:
            tell(self, plain(message.trouble), trouble=True)
            return
        self.curve.path = message.path
        self.show()

    def show(self) -> None:
        """Show curve and stack where the slider is."""
        self.curve.update()
        path = self.curve.path
        if path is not None:
            self.list.show_lines(stack_rows(path.today, path.points[self.curve.at]))

    def action_times(self, by: int) -> None:
        """Move the slider by a step."""
        path = self.curve.path
        if path is not None:
            self._go(self.curve.at + by)

    def action_turn(self, by: int) -> None:
        """Move the slider to where something changes next, or changed before."""
        path = self.curve.path
        if path is None:
            return
        here = path.points[self.curve.at].stack
        at = self.curve.at
        while 0 <= at + by < len(path.points) and path.points[at].stack == here:
            at += by
        self._go(at)

    def _go(self, at: int) -> None:
        path = self.curve.path
        assert path is not None
        at = max(0, min(len(path.points) - 1, at))
        if at != self.curve.at:
            self.curve.at = at
            self.show()


def stack_rows(today: Point, then: Point) -> list[Row]:
    """What serves each need: first what changed since today, with what it was; then the rest."""
    changed: list[Row] = []
    same: list[Row] = []
    for need in dict.fromkeys((*then.stack, *today.stack)):
        was, now = today.stack.get(need), then.stack.get(need)
        said = now or was
        assert said is not None
        row: Row = [(fit(said.title, 26), ""), (now.technology if now else "none", "")]
        if was and now and was.technology == now.technology:
            same.append([(text, "dim") for text, _ in row])
        else:
            old = was.technology if was else "none"
            changed.append([*cut(row[:1], 26), (row[1][0], "accent"), (f"  was {old}", "dim")])
    if not changed:
        return same
    return [*changed, *same]


def open_scale(screen: BlueprintActions) -> None:
    """Show it over the interview."""
    live = screen.live
    if live is None or live.tools is None:
        return
    live.flush()
    answers, catalogue = live.notebook.answers(), live.tools.catalogue
    screen.app.push_screen(ScaleScreen(lambda: scale_path(answers, catalogue)))
