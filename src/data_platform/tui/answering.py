"""What is done to the answer where the cursor is: marked, taken over, taken back, undone.

Each function is an action of the interview's screen, `answer('<its name>')`.
"""

from __future__ import annotations

from data_platform.tui.form import Form
from data_platform.tui.keymap import keys_of
from data_platform.tui.records import RecordList
from data_platform.tui.telling import tell


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
    """An estimate, or known."""
    block, live = form.current, form.live
    if block is None:
        return
    entry = live.notebook.get(block.prompt.key)
    if block.prompt.kind is None or entry is None or not entry.value:
        tell(form, keys_of(form).say("Answer first, then {estimate} marks it as an estimate."))
    else:
        known = entry.certainty == "estimate"
        live.mark(block.prompt.key, "known" if known else "estimate")


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
