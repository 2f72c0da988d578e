"""What is done to the answer where the cursor is: marked, taken over, taken back, undone.

Each function is an action of the interview's screen, `answer('<its name>')`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from data_platform.interview.progress import is_asked
from data_platform.interview.progress import keys_of as keys_asked
from data_platform.tui.fields import take_assumption
from data_platform.tui.form import Form
from data_platform.tui.keymap import keys_of
from data_platform.tui.records import RecordList, title_of
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry


def unknown(form: Form) -> None:
    """Don't know, or know after all; what was typed is kept."""
    block, live = form.current, form.live
    if block is None:
        return
    key = block.prompt.key
    entry = live.notebook.get(key)
    if block.prompt.kind is None and live.notebook.records(key):
        tell(form, "Open a record to say what is not known of it.")
    elif entry is not None and entry.certainty == "unknown":
        live.mark(key, "known")
    else:
        live.mark(key, "unknown")


def estimate(form: Form) -> None:
    """Confirm what is assumed, in a list all of the record; else an estimate, or known.

    Where nothing is answered, what is assumed until then becomes an estimate.
    """
    block, live = form.current, form.live
    if block is None:
        return
    if isinstance(block.widget, RecordList):
        _confirm_record(form, block.widget)
        return
    entry = live.notebook.get(block.prompt.key)
    if entry is not None and entry.certainty == "assumed":
        live.mark(block.prompt.key, "known")
    elif block.prompt.kind is None or entry is None or not entry.value:
        if take_assumption(live, block.prompt, estimate=True):
            block.load()
            return
        tell(form, keys_of(form).say("Answer first, then {estimate} marks it as an estimate."))
    else:
        known = entry.certainty == "estimate"
        live.mark(block.prompt.key, "known" if known else "estimate")


def _confirm_record(form: Form, records: RecordList) -> None:
    rid, live = records.here, form.live
    if not rid:
        tell(form, "There is nothing here to confirm.")
        return
    start = f"{records.question.fills}/{rid}/"
    assumed = [key for key in live.notebook.entries if key.startswith(start)]
    confirmed = live.confirm(assumed)
    if confirmed:
        name = title_of(live, records.question, rid)
        _tell_confirmed(form, len(confirmed), f" of {short(name)}")
    else:
        tell(form, keys_of(form).say("Nothing is assumed of it. {list.choose} opens it."))


def confirm_section(form: Form) -> None:
    """Confirm all that is assumed in the section where the cursor is."""
    if form.place is None:
        return
    live = form.live
    asked = [one for one in form.place.section.questions if is_asked(one, live.notebook)]
    confirmed = live.confirm(key for one in asked for key in keys_asked(one, live.notebook))
    if confirmed:
        _tell_confirmed(form, len(confirmed), f" of {form.place.section.title}")
    else:
        tell(form, f"Nothing is assumed in {form.place.section.title}.")


def _tell_confirmed(form: Form, count: int, where: str) -> None:
    many = "1 answer" if count == 1 else f"{count} answers"
    tell(form, f"Confirmed {many}{where}." + keys_of(form).say(" {undo} takes that back."))


def accept(form: Form) -> None:
    """Take what is assumed as the answer."""
    block = form.current
    if block is not None and block.field.accept():
        block.load()
    else:
        tell(form, "There is nothing assumed to accept here.")


def clear(form: Form) -> None:
    """Take the answer back."""
    block = form.current
    if block is not None and block.prompt.kind is not None:
        form.live.forget(block.prompt.key)
        block.load()


def undo(form: Form) -> None:
    """Take the last change back, and show where it was."""
    _step(form, again=False)


def redo(form: Form) -> None:
    """Do again what was taken back."""
    _step(form, again=True)


def _step(form: Form, again: bool) -> None:
    group = form.live.undo(again)
    if not group:
        tell(form, f"Nothing to {'redo' if again else 'undo'}.")
        return
    keys = [change.key for change in group]
    form.changed(keys, reload=True)
    form.show_key(keys[0])


def go_back(form: Form, entries: Mapping[str, Entry], said: str) -> None:
    """Take other answers in place of all these, in one step. said: how that is told."""
    keys = form.live.become(entries)
    if keys:
        form.changed(keys, reload=True)
        tell(form, said + keys_of(form).say(" {undo} takes that back."))
    else:
        tell(form, "It is like that now; nothing was changed.")


# -- records ---------------------------------------------------------------------


def add(form: Form) -> None:
    """Add a record after the cursor's."""
    if found := _list(form):
        found.action_add()


def duplicate(form: Form) -> None:
    """Copy the cursor's record."""
    if found := _list(form):
        found.action_duplicate()


def remove(form: Form) -> None:
    """Remove the cursor's record."""
    if found := _list(form):
        found.action_remove()


def move_up(form: Form) -> None:
    """Move the cursor's record up."""
    if found := _list(form):
        found.action_shift(-1)


def move_down(form: Form) -> None:
    """Move the cursor's record down."""
    if found := _list(form):
        found.action_shift(1)


def _list(form: Form) -> RecordList | None:
    """The list of records where the cursor is; without one the person is told the way."""
    if form.current is not None and isinstance(form.current.widget, RecordList):
        return form.current.widget
    inside = form.place is not None and form.place.question is not None
    first = keys_of(form).say("{back} first: this is done in the list.")
    tell(form, first if inside else "Go to a list of records.")
    return None
