"""What another program did to the open session: shown in the form, and said once.

How two programs' answers are brought together is in `sessions.sync`; how a person picks one
of two answers in `rivals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data_platform.sessions.who import who
from data_platform.tui.keymap import keys_of
from data_platform.tui.lines import plain
from data_platform.tui.telling import short, tell

if TYPE_CHECKING:
    from data_platform.interview.progress import Next
    from data_platform.tui.interview_screen import InterviewScreen
    from data_platform.tui.live import Live

#: How the person at this terminal is called.
YOU = "you"
#: So many changed answers are named in a message.
NAMED = 3


def news(screen: InterviewScreen, keys: Sequence[str], conflicts: Sequence[str]) -> None:
    """Show what was changed elsewhere. conflicts: the keys that have two answers now."""
    live, form = screen.live, screen.form
    if live is None or form is None:
        return
    shown = list(dict.fromkeys((*keys, *conflicts)))
    form.changed([key for key in shown if key != live.saver.held()], reload=True)
    for block in form.blocks:
        block.note.update()
    screen.standing_changed()
    if conflicts:
        [first, *rest] = conflicts
        more = f" And {len(rest)} more." if rest else ""
        tell(
            screen,
            f"Two answers to {_label(live, first)}: yours stands, {theirs(live, first)}.{more} "
            + keys_of(screen).say("{rivals} picks one."),
            trouble=True,
        )
    elif keys:
        said = ", ".join(dict.fromkeys(_label(live, key) for key in keys[:NAMED]))
        more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
        tell(screen, f"Changed in another terminal: {said}{more}.")
    elif live.info.deleted:
        name = short(plain(live.info.name))
        tell(
            screen,
            f"“{name}” was deleted in another terminal. What you say is stored all the same; "
            "`data-platform restore` brings it back.",
            trouble=True,
        )


def next_rival(live: Live, here: str) -> Next | None:
    """The next answer that has another one beside it; nothing where there is none but here."""
    from data_platform.interview.progress import Next

    keys = list(live.rivals)
    at = keys.index(here) + 1 if here in keys else 0
    found = [key for key in (*keys[at:], *keys[:at]) if key != here]
    return Next(found[0]) if found else None


def theirs(live: Live, key: str) -> str:
    """Who said what else to a question: “ana on pts/3 says 40 %”; empty where nobody did."""
    from data_platform.interview.changes import value_shown

    rivals = live.rivals.get(key, [])
    said = [
        f"{short(named(one.who), 24)} {'say' if named(one.who) == YOU else 'says'} "
        f"{short(value_shown(key, one.entry), 24)}"
        for one in rivals
    ]
    return plain(", ".join(said))


def named(person: str) -> str:
    """Who said something, as the person at this terminal is told."""
    return YOU if person and person == who() else plain(person)


def _label(live: Live, key: str) -> str:
    from data_platform.interview.changes import label

    return short(plain(label(key, live.notebook.entries)))
