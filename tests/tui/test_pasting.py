"""Pasted text arrives as it was, also with what looks like keys in it."""

import pytest
from textual import events
from textual.driver import Driver

from data_platform.tui.pasting import PasteParser, with_whole_pastes


def came(*parts: str) -> list[str]:
    parser = PasteParser()
    found = []
    for part in parts:
        for event in parser.feed(part):
            assert isinstance(event, events.Paste | events.Key)
            pasted = isinstance(event, events.Paste)
            found.append(f"paste {event.text}" if pasted else f"key {event.key}")
    return found


PASTE = "\x1b[200~a\x1b[31mb\x1b\x1b\x1b[201~"


def test_an_escape_in_pasted_text_is_left_out_and_nothing_comes_twice():
    assert came(PASTE) == ["paste a[31mb"]
    assert came("x", PASTE, "y", "\x1b[A") == ["key x", "paste a[31mb", "key y", "key up"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_it_may_come_in_pieces(size):
    text = PASTE + "z"
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    assert came(*parts) == ["paste a[31mb", "key z"]


def test_another_driver_stays():
    assert with_whole_pastes(Driver) is Driver
