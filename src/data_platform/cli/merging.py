"""The command that brings the answers of several people together, and what it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from data_platform.cli.completing import MATERIAL, SESSION
from data_platform.cli.door import main, store_option, store_path
from data_platform.cli.terminal import emit, note

if TYPE_CHECKING:
    from data_platform.interview.merge import Merged
    from data_platform.sessions.store import Store


@main.command(
    epilog="""\b
Examples:
  data-platform merge finance.yaml dba.yaml --name acme
  data-platform merge finance.yaml dba.yaml --prefer finance --dry-run
  data-platform merge acme dba.yaml --into acme
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE|SESSION...", type=MATERIAL)
@click.option("--name", help="The new session's name.")
@click.option(
    "--into", metavar="SESSION", type=SESSION, help="Take the outcome into this session instead."
)
@click.option("--prefer", metavar="WHO", help="Whose answer counts where two contradict.")
@click.option("--dry-run", is_flag=True, help="Say what would be; store nothing.")
@store_option
def merge(
    files: tuple[str, ...], name: str | None, into: str | None, prefer: str | None, dry_run: bool
) -> None:
    """Bring the answers of several people to one platform together.

    Who said something is the file's `author`, else its name. What agrees is taken; known wins
    over an estimate. What contradicts is listed, and stays open for a person to pick: in the
    app, or with --prefer. The exit code is 0 also then.
    """
    from data_platform.cli.material import is_file, open_store, session_voice, voice
    from data_platform.interview.merge import Voice
    from data_platform.interview.merge import merge as merged_of
    from data_platform.interview.names import unique_all
    from data_platform.sessions.starting import rivals_of

    if name and into:
        raise click.UsageError("Give --name or --into, not both.")
    found = [voice(store_path(), one) for one in files]
    if into is not None:
        store = open_store(store_path(), create=False)
        into = store.find(into).name
        store.close()
        said = [one.label for text, one in zip(files, found, strict=True) if not is_file(text)]
        if into not in said:
            found.insert(0, session_voice(store_path(), into))  # its own answers count, too
    labels = unique_all(one.label for one in found)
    voices = [Voice(who, one.notebook) for who, one in zip(labels, found, strict=True)]
    try:
        merged = merged_of(voices, prefer)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--prefer") from None
    emit(_report(merged, [one.who for one in voices]))
    for one in found:
        if one.open and one.label != into:
            count = "1 answer" if one.open == 1 else f"{one.open} answers"
            note(f"Of {one.label}, {count} had others beside, which are not in this.")
    if dry_run:
        note("Nothing was stored.")
        return
    store = open_store(store_path(), create=into is None)
    rivals = rivals_of(merged.conflicts)
    if into is None:
        info = store.create(name, merged.entries, rivals=rivals)
    else:
        info = store.find(into)
        _merge_into(store, info.id, merged)
    note(f"Stored as session {info.name}.")
    if rivals:
        note(
            f"Open: {len(merged.conflicts)}. `data-platform resume {info.name}` shows both "
            "answers at each question; or merge again with --prefer WHO."
        )
    store.close()


def _merge_into(store: Store, session_id: int, merged: Merged) -> None:
    """Take the merged answers into a session, its rivals with them."""
    from data_platform.interview.session_document import aligned, renamed_key, renaming
    from data_platform.sessions.saver import Saver
    from data_platform.sessions.starting import rivals_of
    from data_platform.sessions.store import open_notebook
    from data_platform.sessions.sync import Rival, open_rivals

    book = open_notebook(store, session_id)
    names = renaming(merged.entries, book.entries)
    entries = aligned(merged.entries, book.entries)
    before = dict(book.entries)
    saver = book.listener
    assert isinstance(saver, Saver)
    saver.rivals = [
        Rival(renamed_key(one.key, names), one.who, one.entry)
        for one in rivals_of(merged.conflicts)
    ]
    book.become(entries)  # and with it the rivals, in one transaction
    saver.flush()
    open_ones = open_rivals(store.rivals(session_id), book.entries)
    for one in merged.settled:
        key = renamed_key(one.key, names)
        voices = {said.who for said in (one.taken, *one.others)}
        seen = [rival for rival in open_ones.get(key, []) if rival.who in voices]
        if one.preferred and seen:
            saver.settle(key, book.get(key), seen, before.get(key))


def _report(merged: Merged, who: list[str]) -> str:
    """What was agreed, settled, and contradicts."""
    differing = {one.key for one in merged.settled} | {one.key for one in merged.conflicts}
    agreed = sum(1 for key in merged.entries if key not in differing and not _is_list(key))
    say = "says" if len(who) == 1 else "say"
    what = "1 answer is" if agreed == 1 else f"{agreed} answers are"
    lines = [f"{what} taken as {', '.join(who)} {say}."]
    if merged.settled:
        lines += ["", f"Settled ({len(merged.settled)}):"]
    for one in merged.settled:
        others = ", ".join(f"{said.who}: {said.shown}" for said in one.others)
        why = one.why if one.preferred else f"{one.taken.who}; {one.why}"
        lines.append(f"- {one.label}: {one.taken.shown} ({why}); {others}")
    if merged.conflicts:
        lines += ["", f"Contradicting ({len(merged.conflicts)}):"]
    for conflict in merged.conflicts:
        lines.append(f"- {conflict.label}")
        lines += [f"  {said.who}: {said.shown}" for said in conflict.said]
    return "\n".join(lines) + "\n"


def _is_list(key: str) -> bool:
    from data_platform.interview.notebook import kind_for

    return kind_for(key) is None
