"""Sessions that begin with something: a preset, a file, the merged answers of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data_platform.sessions.names import LONGEST_NAME, folded, numbered

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset
    from data_platform.interview.merge import Conflict
    from data_platform.interview.session_file import SessionDocument
    from data_platform.sessions.info import SessionInfo
    from data_platform.sessions.store import Store
    from data_platform.sessions.sync import Rival


def from_preset(store: Store, preset: Preset, name: str | None = None) -> SessionInfo:
    """A session of what a preset assumes; without a name it is called after the preset."""
    return store.create(name or _free(store, preset.id.replace("_", "-")), preset.entries)


def from_document(
    store: Store, document: SessionDocument, name: str | None = None, origin: str = ""
) -> SessionInfo:
    """A session of what a file says, with its history and versions. origin: the file's text.

    Without a name it has the file's, with a number where that is taken. Raises BadName.
    """
    wanted = name or (_free(store, document.name[:LONGEST_NAME]) if document.name else None)
    return store.create(
        wanted,
        document.notebook.entries,
        steps=document.history,
        versions=document.versions,
        origin=origin,
    )


def rivals_of(conflicts: Sequence[Conflict]) -> list[Rival]:
    """What several said to the same question, for a person to pick from."""
    from data_platform.sessions.sync import Rival

    return [Rival(one.key, said.who, said.entry) for one in conflicts for said in one.said]


def _free(store: Store, name: str) -> str:
    taken = {folded(info.name) for info in (*store.sessions(), *store.sessions(archived=True))}
    return numbered(name, taken) if folded(name) in taken else name
