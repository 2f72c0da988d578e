"""The ends that come from outside: hang-up and termination, and a terminal that is gone."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import threading
from collections.abc import Callable

_SIGNALS = ("SIGHUP", "SIGTERM")


def listen(end: Callable[[], None]) -> Callable[[], None]:
    """Call `end` in the running loop once the program shall end; returns what undoes it.

    Where hang-ups are ignored (nohup), a closed terminal would be read at full speed for
    ever: a thread waits for it in poll, which costs nothing.
    """
    loop = asyncio.get_running_loop()
    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    for number in known:
        loop.add_signal_handler(number, end)

    def watch() -> None:
        poll = select.poll()
        poll.register(0, 0)  # hang-up and errors are always reported
        try:
            poll.poll()
        except OSError:
            return
        if not loop.is_closed():
            loop.call_soon_threadsafe(end)

    if hasattr(select, "poll") and os.isatty(0):
        threading.Thread(target=watch, name="terminal watch", daemon=True).start()

    def stop() -> None:
        for number in known:
            loop.remove_signal_handler(number)

    return stop
