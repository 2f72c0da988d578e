"""What listens to a notebook and stores its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from data_platform.sessions.errors import ReadOnly, StoreError

if TYPE_CHECKING:
    from data_platform.interview.notebook import Change
    from data_platform.sessions.store import Store


class Saver:
    """Stores each change of a notebook at once, or what it was given with `keep` when told to.

    What could not be stored stays here and goes with the next change, or with `flush`.
    pending: changes that are not stored yet. place: the question where one is, while that is
    not stored. opened: that the session was opened, likewise. problem: why something could
    not be stored, empty when all is. read_only: that the file can only be read.
    """

    def __init__(
        self, store: Store, session_id: int, on_problem: Callable[[StoreError], None] | None = None
    ) -> None:
        self.store = store
        self.session_id = session_id
        self.on_problem = on_problem
        self.pending: list[Change] = []
        self.place: str | None = None
        self.opened = False
        self.problem = ""
        self.read_only = False

    def __call__(self, changes: list[Change]) -> None:
        """Take changes from the notebook and store them."""
        self.keep(changes)
        self.flush()

    def keep(self, changes: Iterable[Change]) -> None:
        """Take changes, to be stored with the next `flush`; runs of one key become one."""
        from data_platform.interview.notebook import Change

        for change in changes:
            if self.pending and self.pending[-1].key == change.key:
                change = Change(change.key, self.pending.pop().old, change.new)
            self.pending.append(change)

    @property
    def at_stake(self) -> str:
        """Why answers would be lost now; empty if none would: a place left is no loss."""
        return self.problem if self.pending else ""

    def flush(self, patience: float | None = None) -> bool:
        """Store what is not stored yet; whether all is. Raises StoreError without `on_problem`.

        patience: how long another program is waited for, in seconds. `on_problem` is told
        once of each problem, however often it is tried again.
        """
        if not (self.pending or self.opened or self.place is not None):
            return True
        try:
            with self.store.patience(patience):
                self.store.save(self.session_id, self.pending, self.place, used=self.opened)
        except StoreError as error:
            known, self.problem = self.problem, str(error)
            self.read_only = isinstance(error, ReadOnly)
            if self.on_problem is None:
                raise
            if known != self.problem:
                self.on_problem(error)
            return False
        self.pending, self.place, self.opened, self.problem = [], None, False, ""
        self.read_only = False
        return True
