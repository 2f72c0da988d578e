"""Random sessions, with hostile text, as a person makes them: by answering, undoing, removing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from data_platform.interview.answers import fields
from data_platform.interview.history import Recorded
from data_platform.interview.kinds import Kind
from data_platform.interview.notebook import Notebook, Step
from data_platform.interview.session_file import SessionDocument, Version

HOSTILE = (
    *("unknown", "yes", "no", "null", "Null", "~", "1e3", "0x1F", "2024-01-01", "0o7", "1_0"),
    *("a: b", "a:b", "- a", "-", "? a", "# b", "a #b", "a # b", "'", '"', "''", '"a"', "it's"),
    *("{", "}", "[a]", "{a: b}", ",", "a, b", "*a", "&a b", "!a", "| a", "> a", "%a", "@a", "`a"),
    *("  x ", "x ", " ", "\n", "a\nb", "a\nb\n", "a\n\n  b\n\n", "\na", " a\nb", "a \nb ", "a\\nb"),
    *("😀", "é", "データ: 基盤", "=", "<<", "---", "...", "a:", ":", "\u00a0", "\\", "\\u0041"),
    *("60%", "60 %", "5 GB", "5000 MB", "aws", "AWS", "0 5 * * *", "x " * 60, "a-b " * 60),
    *("estimate", "draft", "history", "{{ x }}", "\t", "a\tb", "a\r\nb", "\x1b[31m", "\u2028"),
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
VALUES: st.SearchStrategy[Any] = st.one_of(
    TEXTS, st.lists(st.one_of(TEXTS, st.sampled_from(["gdpr", "none"])), min_size=1, max_size=3)
)
CERTAINTIES: st.SearchStrategy[Any] = st.sampled_from(
    ["known", "known", "estimate", "assumed", "unknown"]
)
LISTS = ("sources", "use_cases", "overrides", "pipelines")
PLAIN = (
    *("platform_name", "cloud", "compliance", "current_pain", "growth", "budget", "raw_retention"),
    *("batch_start", "row_deletes", "patterns", "cost_owner", "team_size", "rpo", "documents"),
)
#: What fits and what does not, of every kind.
GOOD = {
    "platform_name": "acme",
    "cloud": "aws",
    "growth": "60 %",
    "budget": "$900",
    "rpo": "4 hours",
    "compliance": ["gdpr"],
    "name": "shop_db",
    "volume": "5 GB",
}


def of_record(name: str) -> list[str]:
    """The fields of a list's records."""
    model = fields()[name]
    assert not isinstance(model, Kind)
    return list(fields(model))


def act(draw: st.DrawFn, book: Notebook) -> None:
    """Do one random thing."""
    what = draw(st.sampled_from(["set", "set", "field", "field", "add", "remove", "move", "back"]))
    name = draw(st.sampled_from(LISTS))
    rids = book.records(name)
    if what == "set":
        key = draw(st.sampled_from(PLAIN))
        good = st.just(GOOD.get(key, "yes"))
        book.set(key, draw(st.one_of(VALUES, good, st.just(""))), draw(CERTAINTIES))
    elif what == "add":
        values = {} if draw(st.booleans()) else {of_record(name)[0]: draw(TEXTS)}
        book.add(name, draw(st.sampled_from([None, *rids])), values)
    elif what == "back":
        draw(st.sampled_from([book.undo, book.redo]))()
    elif rids and what == "field":
        field = draw(st.sampled_from(of_record(name)[:4]))
        value = draw(st.one_of(VALUES, st.just(GOOD.get(field, "yes")), st.just("")))
        book.set(f"{name}/{draw(st.sampled_from(rids))}/{field}", value, draw(CERTAINTIES))
    elif rids and what == "remove":
        book.remove(name, draw(st.sampled_from(rids)))
    elif rids:
        book.move(name, draw(st.sampled_from(rids)), draw(st.sampled_from([-1, 1, 2])))


@st.composite
def notebooks(draw: st.DrawFn, most: int = 12) -> Notebook:
    """A notebook as it is after some actions, with ids as sessions have them."""
    return draw(documents(most=most, history=st.just(False))).notebook


@st.composite
def documents(
    draw: st.DrawFn, most: int = 12, history: st.SearchStrategy[bool] | None = None
) -> SessionDocument:
    """A session with or without its history and versions."""
    steps: list[Recorded] = []
    versions: list[Version] = []
    book = Notebook(listener=_listener(steps), new_id=_ids())
    for _ in range(draw(st.integers(0, most))):
        act(draw, book)
        if draw(st.integers(0, 5)) == 0:
            at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=len(versions))
            version = Version(f"v{len(versions)}", at, len(steps), dict(book.entries))
            versions.append(version)
    with_history = draw(st.booleans() if history is None else history)
    if not with_history:
        versions = [replace(version, step=0) for version in versions]
    return SessionDocument(
        draw(st.sampled_from(["", "acme", "a: b # c"])),
        draw(st.sampled_from(["", "Ana", "null"])),
        book,
        tuple(steps) if with_history else (),
        tuple(versions) if draw(st.booleans()) else (),
    )


def changed(draw: st.DrawFn, document: SessionDocument, most: int = 6) -> SessionDocument:
    """The session after some more actions."""
    steps = list(document.history)
    book = Notebook(dict(document.notebook.entries), new_id=_ids("y"))
    if steps:
        book.listener = _listener(steps)
    for _ in range(draw(st.integers(0, most))):
        act(draw, book)
    return replace(
        document,
        notebook=book,
        history=tuple(steps),
        author=draw(st.sampled_from([document.author, "Ben"])),
        versions=document.versions[: draw(st.integers(0, 3))],
    )


def _ids(letter: str = "q") -> Callable[[], str]:
    given: list[str] = []

    def new_id() -> str:
        given.append(f"{letter}{7 * len(given) % 1000:03}")
        return given[-1]

    return new_id


def _listener(steps: list[Recorded]) -> Callable[[Step], None]:
    def listen(step: Step) -> None:
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=len(steps))
        steps.append(Recorded(len(steps) + 1, step.changes, step.kind, at))

    return listen
