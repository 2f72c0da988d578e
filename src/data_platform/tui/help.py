"""Help for where one is: the question, how its answer can be written, and every key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size

from data_platform.interview.kinds import Kind
from data_platform.tui.actions import ACTIONS, EVERY, HEADINGS
from data_platform.tui.dialogs import Dialog, Words
from data_platform.tui.fields import Prompt
from data_platform.tui.keymap import KeyMap, keys_of
from data_platform.tui.line_list import ScrolledLines
from data_platform.tui.lines import Row, fit, wrap

#: How an answer of each kind can be written.
WAYS = {
    "text": "A few words on one line.",
    "longtext": "Several lines of text. {form.next} leaves the field.",
    "names": "Names with commas between them: orders, customers.",
    "number": "A whole number: 12, 3,000, 5k, 2 million.",
    "percent": "A percentage: 60 %, 0.5 %.",
    "size": "Data held: 500 MB, 120 GB, 1.2 TB. GB is 10^9 bytes, GiB is 2^30.",
    "rate": "Data per time: 1.2 GB/day, 300 MB/h, 4 TB/month.",
    "events": "Events per time: 200 events/s, 5k/s, 2 million/day.",
    "money": "US dollars a month: $1,200, 1.5k.",
    "duration": "A length of time: 15 min, 2 hours, 90 days, 13 months, 3 years.",
    "schedule": "Cron, or words: 0 2 * * *, daily at 02:00, every 15 minutes, hourly.",
    "yesno": (
        "y or n answers at once; {choices.left} {choices.right} and {choices.pick} do so, too. "
        "{choices.clear}: not decided."
    ),
    "choice": (
        "The option's number picks it; so do its first letters or {list.up} {list.down}, then "
        "{choices.pick} or {list.choose}. {choices.right} takes what is assumed; {list.choose} "
        "alone goes on and leaves it open. {choices.clear}: not decided."
    ),
    "several": (
        "An option's number, or {choices.pick} at it, switches it on and off. "
        "{list.choose} goes on."
    ),
}
#: Keys and what they do. `{+a b}` tells of the second keys of two actions, if they have any.
_LISTS = (
    ("{records.add}", "Add one"),
    ("{list.choose}", "Open it; {back} comes back"),
    ("{records.duplicate}", "Duplicate"),
    ("{records.remove}", "Remove; {records.undo} brings it back"),
    (
        "0-9",
        "Go to the record of that number; {list.first} and {list.last} to the first and the last",
    ),
    ("{estimate}", "Confirm all that is assumed of it"),
    ("{records.move_up} {records.move_down}", "Move{+records.move_up records.move_down}"),
)
_FORM = (
    (
        "{field.done} {form.next} {field.next}",
        "Next question; after the last one {field.done} and {form.next} go to the next section",
    ),
    ("{field.previous} {form.previous}", "Previous question"),
    ("{field.right}", "Where nothing is answered: take what is assumed"),
    (
        "{command}",
        "Where nothing is typed yet: commands, like /data-platform storage, a use case, /undo",
    ),
)
_VIEW = (
    ("↑ ↓ PgUp PgDn", "Scroll; Home and End go to its ends"),
    (
        "{blueprint.previous} {blueprint.next}",
        "Previous, next section{+blueprint.previous blueprint.next}",
    ),
    (
        "{blueprint.search}",
        "Search; Enter and {search.next} go to the next match, {search.previous} to the one "
        "before, {search.close} closes",
    ),
    (
        "{blueprint.explain}",
        "Why: the line of the search, else the first changed one, else the section; from there "
        "to any line. {explain} does it from the form",
    ),
    (
        "{blueprint.copy_here} {blueprint.copy_markdown}",
        "Copy the section that the title names: as text, as Markdown",
    ),
    ("{blueprint.copy_all}", "Copy the whole blueprint"),
    ("{copy}", "Copy or write to a file"),
    ("{preview} {back}", "Back to the form"),
)
_SECOND = re.compile(r"\{\+([a-z_.]+) ([a-z_.]+)\}")


#: Said of every question.
_UNSURE = (
    "Not sure? {unknown} says that you don't know: the blueprint assumes something and lists it.",
    "{estimate} marks an answer as an estimate. Nothing has to be complete, and all is saved at "
    "once.",
    "“assumed” beside an answer: it comes from a use case until {estimate} confirms it, in a "
    "list all of a record. {palette}: all of a section.",
)


class HelpLines(ScrolledLines):
    """The help's lines at its own width."""

    def __init__(self, find: Callable[[int, KeyMap], list[Row]]) -> None:
        """find: the lines for a width and the keys of a person."""
        super().__init__()
        self.find = find

    def on_resize(self) -> None:
        """Wrap the lines anew; the last column is for the sign that there is more."""
        self.show_lines(self.find(self.size.width - 2, keys_of(self)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines."""
        return len(self.find(width - 2, keys_of(self)))


class HelpScreen(Dialog[None]):
    """The help over the app. prompt: the question where one is; none in the blueprint.

    scopes: outside the interview, those whose actions can be done there.
    """

    AUTO_FOCUS = "HelpLines"

    def __init__(self, prompt: Prompt | None, scopes: Sequence[str] = ()) -> None:
        super().__init__()
        self.prompt = prompt
        self.find = partial(key_rows, scopes) if scopes else partial(help_rows, prompt)

    def compose(self) -> ComposeResult:
        """The lines in a box."""
        with Vertical(id="dialog"):
            yield HelpLines(self.find)
            yield Words(keys_of(self).say("{dialog.close} closes"), "dim")


def help_rows(prompt: Prompt | None, width: int, keymap: KeyMap) -> list[Row]:
    """The help's lines for a question, or for the blueprint where there is none."""
    rows: list[Row] = []

    def text(words: str, style: str = "") -> None:
        rows.extend([(line, style)] for line in wrap(words, width))

    def table(entries: Sequence[tuple[str, str]]) -> None:
        rows.extend(_table(entries, width))

    def heading(words: str) -> None:
        rows.extend([[("", "")], [(words, "title")]])

    if prompt is None:
        text("The blueprint", "title")
        text("It follows from the answers, and is written anew after each of them.")
        text("▎ marks the lines that the last answer changed.")
        table(_with_keys(_VIEW, keymap))
        rows.append([("", "")])
    else:
        text(prompt.ask, "title")
        if prompt.why:
            text(f"Why we ask: {prompt.why}")
        if prompt.example:
            text(f"Example: {prompt.example}")
        if prompt.kind is not None:
            text(keymap.say(ways_of(prompt.kind)))
        if prompt.essential:
            text("◆ Essential: the few questions with this sign make a complete blueprint.")
        rows.append([("", "")])
    for words in _UNSURE:
        text(keymap.say(words))
    heading("Keys")
    own = [a for a in ACTIONS if a.scope in ("interview", "app") and keymap.keys(a.id)]
    table([("  ".join(keymap.every(a.id)), a.title) for a in own])
    heading("In the form")
    table(_with_keys(_FORM, keymap))
    heading("In a list of records")
    table(_with_keys(_LISTS, keymap))
    if prompt is not None:
        heading("In the blueprint")
        table(_with_keys(_VIEW, keymap))
    return rows


def key_rows(scopes: Sequence[str], width: int, keymap: KeyMap) -> list[Row]:
    """The help's lines where no question is: the keys of some scopes, each under its heading."""
    rows: list[Row] = []
    for scope in scopes:
        own = [one for one in EVERY if one.scope == scope and keymap.keys(one.id)]
        rows += [[("", "")]] if rows else []
        rows.append([(HEADINGS[scope], "title")])
        rows += _table([("  ".join(keymap.every(one.id)), one.title) for one in own], width)
    return rows


def _table(entries: Sequence[tuple[str, str]], width: int) -> Iterator[Row]:
    keys = max(8, min(18, width // 3))
    for key, what in entries:
        pairs = zip_longest(wrap(key, keys - 2), wrap(what, width - keys - 2), fillvalue="")
        yield from ([("  ", ""), (fit(k, keys), "accent"), (w, "")] for k, w in pairs)


def _with_keys(entries: Sequence[tuple[str, str]], keymap: KeyMap) -> list[tuple[str, str]]:
    """A table with the keys that the actions have; second ones where both actions have one."""

    def told(found: re.Match[str]) -> str:
        one, other = (keymap.every(name)[1:2] for name in found.groups())
        return f" ({one[0]} and {other[0]} do the same)" if one and other else ""

    return [(keymap.say(keys), keymap.say(_SECOND.sub(told, what))) for keys, what in entries]


def ways_of(kind: Kind) -> str:
    """How an answer of a kind can be written, with its bounds; keys stand as `{id}`."""
    said = WAYS.get(kind.name, "")
    if kind.name == "number" and kind.most is not None:
        said += f" From {kind.least:g} to {kind.most:,.0f}."
    return said
