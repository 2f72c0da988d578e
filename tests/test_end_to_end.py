"""The main job through the real app in a real pseudo-terminal, killed in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal

from data_platform.interview.answer_file import read_answers
from data_platform.interview.notebook import Notebook, kind_for
from data_platform.interview.progress import fields_asked
from data_platform.interview.questions import Question, all_questions
from data_platform.sessions.store import Store

ROOT = Path(__file__).parents[1]
CASE = "volt-io-fintech-mdp"
COMMAND = [sys.executable, "-m", "data_platform"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "home" / "sessions.db"


@pytest.fixture
def env(store: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR")}
    return {**kept, "DATA_PLATFORM_STORE": str(store), "LANG": "C.UTF-8"}


class Person:
    """Answers the app's questions from a notebook, by keyboard alone."""

    def __init__(self, terminal: Terminal, store: Path, knows: Notebook) -> None:
        self.terminal, self.store, self.knows = terminal, store, knows

    def said(self) -> Notebook:
        """What the store holds now: read as another program would."""
        store = Store.open(self.store)
        try:
            return store.load(store.sessions()[0].id)
        finally:
            store.close()

    def go_to(self, question: Question) -> None:
        """Find a question in the outline and jump to it."""
        self.terminal.press("f2")
        self.terminal.wait("│ Outline")
        self.terminal.press(question.ask)
        self.terminal.wait(lambda: question.ask[:40] in self.terminal.screen, question.ask)
        self.terminal.press("enter")
        self.terminal.wait(lambda: "│ Outline" not in self.terminal.screen, "the form")
        begins = " ".join(question.ask.split()[:3])  # the rest may stand on the next line
        self.terminal.wait(lambda: begins in self.terminal.screen, question.ask)

    def answer(self, question: Question) -> None:
        """Give the answer that the notebook has to a question, if it has one."""
        if not question.fields:
            if self.knows.get(question.fills):
                self.go_to(question)
                self.give(question.fills)
            return
        if self.knows.get(question.fills) and not self.knows.records(question.fills):
            self.go_to(question)
            self.give(question.fills)
            return
        rids = self.knows.records(question.fills)
        names = [field.name for field in question.fields]
        told = [
            name
            for rid in rids
            for name in names
            if self.knows.get(f"{question.fills}/{rid}/{name}")
        ]
        if told:
            self.go_to(question)
            for number, rid in enumerate(rids):
                self.record(question, rid, number)

    def record(self, question: Question, rid: str, number: int) -> None:
        """Fill in the fields of one record: a new one, or one that is there."""
        if question.grows:
            self.terminal.press("n")
        else:
            self.terminal.press(*["down"] * number, "enter")
        total = number + 1 if question.grows else len(self.knows.records(question.fills))
        title = f"{number + 1} of {total} ·"
        self.terminal.wait(title)
        for at, field in enumerate(fields_asked(question, self.knows, rid)):
            if at:
                self.terminal.press("tab")
            key = f"{question.fills}/{rid}/{field.name}"
            if self.knows.get(key):
                there = self.said().records(question.fills)
                self.give(key, f"{question.fills}/{there[number]}/{field.name}")
        self.terminal.press("esc")
        self.terminal.wait(lambda: title not in self.terminal.screen, "the list")
        if not question.grows:
            self.terminal.press(*["up"] * number)

    def give(self, key: str, stored: str = "") -> None:
        """Type or pick an answer, say how sure it is, and see it in the store."""
        entry = self.knows.get(key)
        assert entry is not None
        kind = kind_for(key)
        if entry.certainty == "unknown":
            self.terminal.press("f5")
        elif kind is not None and kind.is_choice:
            picked = entry.value if isinstance(entry.value, list) else [entry.value]
            ids = [option.id for option in kind.options]
            for option in picked:
                at = ids.index(option)
                # A short list stands on one line, where a digit picks.
                short = len(ids) <= 4
                keys = [str(at + 1)] if short else ["home", *["down"] * at, "space"]
                self.terminal.press(*keys)
        else:
            text = entry.value if isinstance(entry.value, str) else ", ".join(entry.value)
            self.terminal.press(text)
        if entry.certainty == "estimate":
            self.terminal.press("f6")

        def stored_as_said() -> bool:
            found, wanted = self.said(), self.knows
            mine = found.get(stored or key)
            if mine is None or mine.certainty != entry.certainty:
                return False
            return entry.certainty == "unknown" or found.value(stored or key) == wanted.value(key)

        self.terminal.wait(stored_as_said, f"{key} = {entry} in the store")


@pytest.fixture
def terminals(env: dict[str, str]) -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


@pytest.mark.pty
def test_interviewed_killed_resumed_and_handed_over(
    env: dict[str, str], store: Path, terminals: list[Terminal]
) -> None:
    knows = read_answers((ROOT / "examples" / f"{CASE}.yaml").read_text("utf-8"))
    questions = list(all_questions())
    half = next(i for i, q in enumerate(questions) if q.fills == "compliance")

    first = Terminal(COMMAND, env)
    terminals.append(first)
    first.wait("What is the platform called?")
    person = Person(first, store, knows)
    for question in questions[: half + 1]:
        person.answer(question)
    first.kill()

    second = Terminal([*COMMAND, "resume"], env, columns=120, rows=40)
    terminals.append(second)
    # It opens where one left: at the question that was answered last.
    second.wait("Which rules apply?")
    person = Person(second, store, knows)
    for question in questions[half + 1 :]:
        person.answer(question)
    second.press("f10")
    assert second.end() == 0

    golden = (ROOT / "tests/advisor/golden" / f"{CASE}.txt").read_bytes()
    shown = subprocess.run([*COMMAND, "show"], env=env, capture_output=True, check=True)
    assert shown.stdout == golden
