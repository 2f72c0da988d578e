"""Keys in their order, however fast they come.

Textual moves the focus after the key that asked for it, by messages between widgets: what
is typed meanwhile would land in the field that is being left. On a slow line whole bursts
of keys arrive at once. So keys wait while one that may move the focus is still at work.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import Any, Generic

from textual import events
from textual.app import App, ReturnType, ScreenStackError
from textual.widgets import Input, TextArea

#: Rounds of the event loop without anything to do, after which a key is taken as done.
ROUNDS = 3
#: The longest wait for a key's work, in seconds; and while something loads.
LIMIT, LOADING = 0.5, 10.0


class OrderedKeys(App[ReturnType], Generic[ReturnType]):
    """An app that takes the next key when the one before has done its work."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._settling: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pasted text; everything else goes its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if self._settling is None:
            await self._feed()

    async def _feed(self) -> None:
        while self._waiting:
            if self.busy():
                break
            event = self._waiting.popleft()
            stays = self._stays(event)
            await super().on_event(event)
            if not stays:
                break
        else:
            return
        self._settling = asyncio.create_task(self._settle())

    def _stays(self, event: events.Key | events.Paste) -> bool:
        """Whether an event only edits the text where the cursor is."""
        if not isinstance(self.focused, Input | TextArea):
            return False
        leads = getattr(self.focused, "leads", None)
        if leads and isinstance(event, events.Key) and leads(event.key):
            return False
        return isinstance(event, events.Paste) or event.is_printable

    def busy(self) -> bool:
        """Whether the screen is being made or changed, so that keys must wait."""
        try:
            return bool(getattr(self.screen, "busy", False))
        except ScreenStackError:  # the app is closing
            return False

    async def _settle(self) -> None:
        start, quiet = monotonic(), 0
        while quiet < ROUNDS:
            await asyncio.sleep(0 if quiet or not self.busy() else 0.005)
            waited = monotonic() - start
            loading = self.busy() and waited < LOADING
            working = (self.focused is None or self._queued()) and waited < LIMIT
            quiet = 0 if loading or working else quiet + 1
        self._settling = None
        await self._feed()

    def _queued(self) -> bool:
        """Whether any widget in view has messages to handle."""
        screen = self.screen
        if self.message_queue_size or screen.message_queue_size:
            return True
        return any(node.message_queue_size for node in screen.walk_children())
