from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from random_sessions import HOSTILE, changed, documents

from data_platform.interview.file_text import Form, Loader
from data_platform.interview.notebook import Notebook
from data_platform.interview.round_trip import patched, same
from data_platform.interview.session_file import (
    SessionDocument,
    as_read,
    data_of,
    read_session,
    write_session,
)

AT = datetime(2026, 3, 31, tzinfo=UTC)
BASE = """\
# Our shop, as told by Ana
platform_name:   acme      # the working name

# --- sources ---
sources:
  # the main database
  - name: shop_db
    volume: {estimate: 60GB}   # guess
    pii: yes

  # events from the web
  - {name: web_events, kind: app_events, daily_volume: { estimate: 0.4 GB/day },
     pii: "yes"}
  - name: billing
    owner:
      estimate: finance   # says Ben
growth: 60%  # measured in June
compliance:
  - gdpr   # EU
  - pci
cost_owner: 'Ana''s team'
current_pain: |
  It breaks.
  Often.

# not sure yet
budget: "$900"
"""


def edited(base: str, *steps: Any, **more: Any) -> str:
    """The base after steps like (key, value) or (key, value, certainty)."""
    document = read_session(base)
    book = Notebook(dict(document.notebook.entries))
    for step in steps:
        if callable(step):
            step(book)
        else:
            book.set(*step)
    document = replace(document, notebook=book, **more)
    text = patched(base, as_read(document), form_of(base))
    assert text is not None
    assert same(read_session(text), as_read(document))
    assert write_session(document, form=form_of(base), base=base) == text
    return text


def form_of(base: str) -> Form:
    """The form in which a text is written; an empty mapping is both."""
    try:
        return "json" if json.loads(base) else "yaml"
    except ValueError:
        return "yaml"


def swapped(base: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert base.count(old) == 1
        base = base.replace(old, new)
    return base


def test_what_did_not_change_stays_byte_for_byte() -> None:
    assert edited(BASE) == BASE
    assert edited(BASE, ("growth", "60 %"), ("cloud", "aws"), ("cloud", "")) == BASE
    assert edited(BASE.replace("\n", "\r\n")) == BASE.replace("\n", "\r\n")
    assert edited("# nothing yet\n") == "# nothing yet\n"


@pytest.mark.parametrize(
    ("step", "old", "new"),
    [
        (("growth", "70 %"), "growth: 60%  #", "growth: 70 %  #"),
        (("growth", "60 %", "assumed"), "growth: 60%  #", "growth: {assumed: 60 %}  #"),
        (("growth", ""), "growth: 60%  # measured in June\n", ""),
        (("platform_name", "a: b # c"), "acme      #", "'a: b # c'      #"),
        (("platform_name", ""), "platform_name:   acme      # the working name\n", ""),
        (("budget", "$1,200"), '"$900"', '"$1,200"'),
        (("cost_owner", "it's us"), "'Ana''s team'", "'it''s us'"),
        (("current_pain", "No more.\n"), "It breaks.\n  Often.", "No more."),
        (("current_pain", "Never"), "|\n  It breaks.\n  Often.\n", "Never\n"),
        (("compliance", ["gdpr", "hipaa", "sox"]), "  - pci", "  - hipaa\n  - sox"),
        (("compliance", ["pci"]), "- gdpr   # EU\n  - pci", "- pci"),
        (("sources/r1/volume", "70 GB", "estimate"), "60GB", "70 GB"),
        (("sources/r1/volume", "60 GB"), "{estimate: 60GB}", "60 GB"),
        (("sources/r1/kind", "mysql"), "shop_db\n", "shop_db\n    kind: mysql\n"),
        (("sources/r2/daily_volume", "1 GB/day", "estimate"), "0.4 GB/day", "1 GB/day"),
        (("sources/r2/pii", ""), ',\n     pii: "yes"}', "}"),
        (("sources/r2/volume", "1 GB"), "app_events, ", "app_events, volume: 1 GB, "),
        (("sources/r3/owner", "IT", "estimate"), "finance   #", "IT   #"),
        (("sources/r3/owner", "IT"), "\n      estimate: finance   #", " IT   #"),
        (("cloud", "aws"), "growth: 60%", "cloud: aws\ngrowth: 60%"),
        (("documents", "", "unknown"), "growth: 60%", "documents: unknown\ngrowth: 60%"),
        (("rpo", "4 hours", "estimate"), "in June\n", "in June\nrpo: {estimate: 4 hours}\n"),
    ],
)
def test_only_what_changed_is_written(step: Any, old: str, new: str) -> None:
    assert edited(BASE, step) == swapped(BASE, (old, new))


def test_records_come_go_and_move_with_their_comments() -> None:
    events = BASE[BASE.index("\n  # events") : BASE.index("  - name: billing")]
    billing = BASE[BASE.index("  - name: billing") : BASE.index("growth")]
    assert edited(BASE, lambda b: b.remove("sources", "r2")) == swapped(BASE, (events, ""))
    added = billing + "  - name: crm\n    volume: 1 GB\n"
    crm = {"name": "crm", "volume": "1 GB"}
    assert edited(BASE, lambda b: b.add("sources", values=crm)) == swapped(BASE, (billing, added))
    moved = edited(BASE, lambda b: b.move("sources", "r3", -1))
    assert moved == swapped(BASE, (events + billing, billing + events))
    renamed = edited(BASE, ("sources/r2/name", "clicks"))
    assert renamed == swapped(BASE, ("name: web_events", "name: clicks"))


def test_a_session_gets_its_name_below_the_heading() -> None:
    named = edited("# heading\n\ncloud: aws  # ours\n", name="acme", author="Ana")
    assert named == "# heading\n\nsession: acme\nauthor: Ana\ncloud: aws  # ours\n"
    assert edited("# only this", ("cloud", "aws")) == "# only this\ncloud: aws\n"
    assert edited("{cloud: aws} # x\n", ("growth", "3 %")) == "{cloud: aws, growth: 3 %} # x\n"


def test_json_stays_as_it_is_laid_out() -> None:
    base = '{\n\t"growth": 60,\n\t"cloud": "aws",\n\t"sources": [\n\t\t{"name": "a"}\n\t]\n}'
    text = edited(base, ("growth", "70"), lambda b: b.add("sources", values={"name": "b\n#"}))
    wanted = swapped(base, ("60", '"70"'), ('{"name": "a"}', '{"name": "a"},\n\t\tNEW'))
    assert json.loads(text) == json.loads(wanted.replace("NEW", '{"name": "b\\n#"}'))
    assert text.startswith('{\n\t"growth": "70",\n\t"cloud": "aws",\n\t"sources": [\n\t\t{"name"')
    document = read_session(BASE)
    assert json.loads(write_session(document, form="json", base=BASE)) == data_of(document)
    assert write_session(document, form="yaml", base=base) == write_session(document)


def test_the_line_ends_of_windows_stay() -> None:
    base = "# ours\r\ngrowth: 60 %\r\nsources:\r\n  - name: a\r\n"
    text = edited(base, ("growth", "70 %"), lambda b: b.add("sources", values={"name": "b"}))
    wanted = "# ours\r\ngrowth: 70 %\r\nsources:\r\n  - name: a\r\n  - name: b\r\n"
    assert text == wanted
    assert edited("cloud: aws\r\n", ("growth", "3 %")).count("\r\n") == 2


def test_steps_are_added_behind_those_that_stand_there() -> None:
    document = changed_by_hand(SessionDocument(notebook=Notebook()), "60 %")
    base = "# ours\n" + write_session(document).replace("history:", "\n# what was done\nhistory:")
    text = write_session(changed_by_hand(document, "70 %"), base=base)
    assert text.startswith("# ours\ngrowth: 70 %\n\n# what was done\nhistory:\n- at:")
    assert text.replace("70 %", "60 %", 1).startswith(base)
    assert len(read_session(text).history) == 2


def changed_by_hand(document: SessionDocument, growth: str) -> SessionDocument:
    from data_platform.interview.history import Recorded

    steps = list(document.history)
    book = Notebook(dict(document.notebook.entries))
    book.listener = lambda s: steps.append(Recorded(len(steps) + 1, s.changes, s.kind, AT))
    book.set("growth", growth)
    return replace(document, notebook=book, history=tuple(steps))


@pytest.mark.parametrize(
    "base",
    ["a: [", "growth: big", "cloud: &c aws\ncost_owner: *c\n", "? cloud\n: aws\n"],
)
def test_what_cannot_be_kept_is_written_anew(base: str) -> None:
    wanted = SessionDocument(
        notebook=Notebook(read_session("growth: 3 %\nrpo: 1 day").notebook.entries)
    )
    assert write_session(wanted, base=base) == write_session(wanted)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("base", [BASE, "{cost_owner: x, sources: [{name: a, owner: b}]}", "- "])
def test_typed_text_comes_back_as_it_is(text: str, base: str) -> None:
    if base == "- ":
        base = '{"cost_owner": "x", "sources": [{"name": "a", "owner": "b"}]}'
    keys = ("cost_owner", "first_source", "sources/r1/owner", "sources/r1/change_column")
    book = Notebook(dict(read_session(base).notebook.entries))
    for key in keys:
        book.set(key, text)
    wanted = as_read(SessionDocument(notebook=book)).notebook.entries
    found = patched(base, as_read(SessionDocument(notebook=book)), form_of(base))
    assert found is not None
    again = read_session(found).notebook.entries
    assert {key: again.get(key) for key in keys} == {key: wanted.get(key) for key in keys}


# -- random layouts --------------------------------------------------------------


class Layout:
    """Writes data as a person might: with comments, any quotes, in any order and style."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one_of(self, *ways: Any) -> Any:
        return self.draw(st.sampled_from(ways))

    def scalar(self, value: Any) -> str:
        text = str(value)
        ways = [json.dumps(text, ensure_ascii=False)]
        if "\n" not in text:
            ways.append("'" + text.replace("'", "''") + "'")
        if text and reads_as(text, text):
            ways += [text] * 3
        return str(self.one_of(*ways))

    def flow(self, value: Any) -> str:
        gap = self.one_of("", "", " ")
        if isinstance(value, dict):
            comma = self.one_of(", ", ",\n      ")
            pairs = (f"{key}: {self.flow(part)}" for key, part in value.items())
            return "{" + gap + comma.join(pairs) + gap + "}"
        if isinstance(value, list):
            return "[" + gap + ", ".join(self.flow(part) for part in value) + gap + "]"
        return self.scalar(value)

    def comment(self, indent: str) -> str:
        return str(self.one_of("", "", "", "\n", f"{indent}# why: [not] {{so}}\n", "# far\n\n"))

    def block(self, value: Any, indent: str) -> str:
        """What stands behind a colon or dash, up to the end of its last line."""
        tail = self.one_of("", "", "  # said", "   ") + "\n"
        if not value or not isinstance(value, dict | list) or self.one_of(0, 0, 1):
            return " " + self.flow(value) + tail
        lines = ""
        if isinstance(value, dict):
            inner = indent + self.one_of("  ", "    ")
            for key, part in self.shuffled(value):
                lines += self.comment(inner) + f"{inner}{key}:" + self.block(part, inner)
            return "\n" + lines
        inner = indent + self.one_of("", "  ") if indent else self.one_of("", "  ")
        for part in value:
            if isinstance(part, dict) and part and self.one_of(0, 1):
                first, *rest = self.shuffled(part)
                within = inner + "  "
                lines += f"{self.comment(inner)}{inner}- {first[0]}:" + self.block(first[1], within)
                for key, one in rest:
                    lines += f"{self.comment(within)}{within}{key}:" + self.block(one, within)
            else:
                flat = self.flow(part)
                lines += f"{self.comment(inner)}{inner}- {flat}{tail}"
        return "\n" + lines

    def shuffled(self, data: dict[str, Any]) -> list[tuple[str, Any]]:
        return list(self.draw(st.permutations(list(data.items()))))

    def text(self, data: dict[str, Any]) -> str:
        if not data:
            return str(self.one_of("", "# empty\n", "{}\n"))
        text = str(self.one_of("", "---\n", "# top\n", "# top\n\n"))
        for key, value in self.shuffled(data):
            text += self.comment("") + f"{key}:" + self.block(value, "")
        text += self.comment("")
        if self.one_of(0, 0, 1):
            text = text.rstrip("\n")
        return text.replace("\n", "\r\n") if self.one_of(0, 0, 0, 1) else text


def reads_as(text: str, value: str) -> bool:
    try:
        found = yaml.load(f"a: {text}\nb: [ {text} ]\nc: {{a: {text}}}", Loader=Loader)
        return bool(found == {"a": value, "b": [value], "c": {"a": value}})
    except yaml.YAMLError:
        return False


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, SessionDocument, SessionDocument]:
    document = draw(documents())
    before = as_read(document)
    data = data_of(before)
    if draw(st.integers(0, 4)) == 0:
        base = json.dumps(data, indent=draw(st.sampled_from([None, 2, "\t"])))
    else:
        base = Layout(draw).text(data)
    return base, before, changed(draw, document)


@given(edits())
def test_any_layout_with_any_change_reads_back_as_what_was_to_be_written(
    edit: tuple[str, SessionDocument, SessionDocument],
) -> None:
    base, before, after = edit
    assert same(read_session(base), before)
    form = form_of(base)
    assert write_session(before, form=form, base=base) == base
    text = write_session(after, form=form, base=base)
    assert same(read_session(text), as_read(after))
    assert write_session(after, form=form, base=text) == text


@given(edits())
def test_nearly_no_layout_is_given_up(
    edit: tuple[str, SessionDocument, SessionDocument],
) -> None:
    base, _, after = edit
    assert patched(base, as_read(after), form_of(base)) is not None
