"""What listens to a notebook and stores its steps, together with what others store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from data_platform.sessions.errors import ReadOnly, Stale, StoreError

if TYPE_CHECKING:
    from data_platform.interview.notebook import Entry, Notebook, Step
    from data_platform.sessions.answer_store import AnswerStore, Stored
    from data_platform.sessions.sync import Rival

#: How often a change is brought together with those of others before it is left for later.
ROUNDS = 5


class Saver:
    """Stores each step of a notebook at once, or what it was given with `keep` when told to.

    What could not be stored stays here and goes with the next change, or with `flush`. What
    another program stored meanwhile is taken into the notebook first, see `sync`.

    pending: steps that are not stored yet. place: the question where one is, while that is
    not stored. opened: that the session was opened, likewise. problem: why something could
    not be stored, empty when all is. read_only: that the file can only be read. held: the key
    in which a person is typing, if one is. on_news: told which keys another program changed,
    and which of these have two answers now.
    """

    def __init__(
        self,
        store: AnswerStore,
        session_id: int,
        notebook: Notebook,
        stored: Stored,
        on_problem: Callable[[StoreError], None] | None = None,
    ) -> None:
        self.store = store
        self.session_id = session_id
        self.notebook = notebook
        self.on_problem = on_problem
        self.on_news: Callable[[list[str], list[str]], None] | None = None
        self.held: Callable[[], str] = lambda: ""
        self.pending: list[Step] = []
        self.rivals: list[Rival] = []
        self.place: str | None = None
        self.opened = False
        self.problem = ""
        self.read_only = False
        self._base: dict[str, Entry] = dict(stored.entries)
        self._revision = stored.revision

    def __call__(self, step: Step) -> None:
        """Take a step from the notebook and store it."""
        self.keep(step)
        self.flush()

    def keep(self, step: Step) -> None:
        """Take a step, to be stored with the next `flush`; typing in one field is one step."""
        from data_platform.interview.notebook import Change, Step

        if step.goes_on and self.pending:
            last, [change] = self.pending.pop(), step.changes
            whole = Change(change.key, last.changes[0].old, change.new)
            if whole.old == whole.new and not last.goes_on:
                return  # typed and erased again before it was stored
            step = Step((whole,), goes_on=last.goes_on)
        self.pending.append(step)

    @property
    def at_stake(self) -> str:
        """Why answers would be lost now; empty if none would: a place left is no loss."""
        return self.problem if self.pending else ""

    def flush(self, patience: float | None = None) -> bool:
        """Store what is not stored yet; whether all is. Raises StoreError without `on_problem`.

        patience: how long another program is waited for, in seconds. `on_problem` is told
        once of each problem, however often it is tried again.
        """
        if not (self.pending or self.rivals or self.opened or self.place is not None):
            return True
        try:
            with self.store.patience(patience):
                self._store()
        except StoreError as error:
            known, self.problem = self.problem, str(error)
            self.read_only = isinstance(error, ReadOnly)
            if self.on_problem is None:
                raise
            if known != self.problem:
                self.on_problem(error)
            return False
        self.pending, self.rivals, self.place, self.opened = [], [], None, False
        self.problem, self.read_only = "", False
        return True

    def _store(self) -> None:
        for last in reversed(range(ROUNDS)):
            try:
                self._revision = self.store.save(
                    self.session_id,
                    self.pending,
                    self.place,
                    used=self.opened,
                    seen=self._revision,
                    rivals=self.rivals,
                )
            except Stale:
                if not last:
                    raise
                self.catch_up()
            else:
                self._base = dict(self.notebook.entries)
                return

    def settle(
        self, key: str, picked: Entry | None, seen: Sequence[Rival], stood: Entry | None
    ) -> None:
        """Remember that a person picked one of several answers. Raises StoreError."""
        revision = self.store.settle(self.session_id, key, picked, seen, stood)
        if revision == self._revision + 1:  # otherwise there is something to look at first
            self._revision = revision

    def contested(self) -> bool:
        """Whether another program changed the answer that is being typed. Raises StoreError."""
        key = self.held()
        return bool(key) and self.store.entries(self.session_id).get(key) != self._base.get(key)

    def look(self) -> bool:
        """Take in what another program stored; whether there was anything. Raises StoreError."""
        if self.store.revision(self.session_id) == self._revision:
            return False
        self.catch_up()
        return True

    def catch_up(self) -> None:
        """Take what is stored now into the notebook; what was said here stays."""
        from data_platform.sessions.sync import Rival, three_way

        stored = self.store.stored(self.session_id)
        before = dict(self.notebook.entries)
        merged = three_way(self._base, stored.entries, before, self.held())
        self._base, self._revision, self.pending = dict(stored.entries), stored.revision, []
        self.notebook.replace(stored.entries, stored.past)
        # Said here and not stored yet: one step on top of theirs. Its listener keeps it.
        listener, self.notebook.listener = self.notebook.listener, self.keep
        self.notebook.become(merged.entries)
        self.notebook.listener = listener
        self.rivals += [
            Rival(key, self.store.author(self.session_id, key), stored.entries[key])
            for key in merged.conflicts
        ]
        after = self.notebook.entries
        changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if self.on_news and (changed or merged.conflicts):
            self.on_news(changed, merged.conflicts)
