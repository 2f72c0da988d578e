"""What listens to a notebook and stores each of its changes at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from data_platform.sessions.errors import StoreError

if TYPE_CHECKING:
    from data_platform.interview.notebook import Change
    from data_platform.sessions.store import Store


class Saver:
    """Stores each change of a notebook at once.

    What could not be stored is kept in `pending` and goes with the next change, or with
    `flush`. problem: why it could not, empty when all is stored.
    """

    def __init__(
        self, store: Store, session_id: int, on_problem: Callable[[StoreError], None] | None = None
    ) -> None:
        self.store = store
        self.session_id = session_id
        self.on_problem = on_problem
        self.pending: list[Change] = []
        self.problem = ""

    def __call__(self, changes: list[Change]) -> None:
        """Take changes from the notebook and store them."""
        self.pending += changes
        self.flush()

    def flush(self) -> None:
        """Store what is pending. Raises StoreError unless `on_problem` takes it."""
        if not self.pending:
            return
        try:
            self.store.save(self.session_id, self.pending)
        except StoreError as error:
            self.problem = str(error)
            if self.on_problem is None:
                raise
            self.on_problem(error)
        else:
            self.pending, self.problem = [], ""
