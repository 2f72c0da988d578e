"""Pasted text as a whole, also with an ESC in it.

Textual takes an ESC within pasted text for the beginning of a key's sequence: what follows it
comes again, letter by letter and before the text, as if it were typed.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

ESC = "\x1b"
START, END = f"{ESC}[200~", f"{ESC}[201~"


class PasteParser(XTermParser):
    """Leaves out every ESC between the marks of a paste; no answer holds one anyway."""

    def __init__(self, debug: bool = False) -> None:
        self._pasting = False
        self._recent = ""  # outside of a paste: what may be the beginning of its mark
        self._held = ""  # within: what may be the beginning of the end's mark
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what came in; a mark may come in pieces. Empty: it is the end."""
        kept = "".join(self._kept(letter) for letter in data)
        return super().feed(kept) if kept or not data else ()

    def _kept(self, letter: str) -> str:
        if not self._pasting:
            self._recent = (self._recent + letter)[-len(START) :]
            self._pasting = self._recent == START
            return letter
        held, self._held = self._held + letter, ""
        if held == END:
            self._pasting, self._recent = False, ""
            return held
        if END.startswith(held):
            self._held = held
            return ""
        if letter == ESC:
            self._held = letter
            held = held[:-1]
        return held.replace(ESC, "")


def with_whole_pastes(driver: type[Driver]) -> type[Driver]:
    """The terminal's driver with this parser; another one (without a terminal) as it is."""
    try:
        from textual.drivers import linux_driver
    except ImportError:  # not a Unix
        return driver
    if driver is not linux_driver.LinuxDriver:
        return driver

    class PastingDriver(linux_driver.LinuxDriver):
        """Reads keys and pasted text."""

        def run_input_thread(self) -> None:
            """Read until the end, with our parser: the driver takes it from its module."""
            setattr(linux_driver, "XTermParser", PasteParser)  # noqa: B010 (it exports no such name)
            super().run_input_thread()

    return PastingDriver
