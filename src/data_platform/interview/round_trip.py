"""A file that people wrote, changed only where its session did: what is to be changed.

How the text of a part is changed is in `text_patch`. Whatever comes out is read again: if it
does not say what it should, there is no such text, and the file is written anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import yaml

from data_platform.interview.answer_file import RESERVED, BadAnswers
from data_platform.interview.answers import fields
from data_platform.interview.file_text import Form, Loader, dump, load_json
from data_platform.interview.kinds import Kind
from data_platform.interview.meaning import alike, names_of, paired
from data_platform.interview.session_document import SessionDocument
from data_platform.interview.session_file import data_of, read_session
from data_platform.interview.text_patch import GONE, Kept, Parts, Patch


def patched(base: str, document: SessionDocument, form: Form) -> str | None:
    """The base with what is different in the document, which is as a file gives it back.

    None where the base is no file of a session or of another form, and where it cannot be
    changed so that it says what the document says.
    """
    try:
        old = read_session(base)
    except BadAnswers:
        return None
    is_json = form == "json"
    if _is_json(base) != is_json and base.strip() != "{}":
        return None
    if same(old, document):
        return base
    windows = 0 < base.count("\n") == base.count("\r\n")
    try:
        plain = base.replace("\r\n", "\n") if windows else base
        text = _Differences(plain, old, document, is_json).text()
        if text is not None and windows:
            text = text.replace("\n", "\r\n")
        if text is not None and same(read_session(text), document):
            return text
    except (BadAnswers, yaml.YAMLError, RecursionError):
        pass
    return None


def same(old: SessionDocument, new: SessionDocument) -> bool:
    """Whether two documents say the same, however the answers are typed."""
    ours, theirs = old.notebook.entries, new.notebook.entries
    return (
        (old.name, old.author, old.history, old.versions)
        == (new.name, new.author, new.history, new.versions)
        and ours.keys() == theirs.keys()
        and all(alike(key, ours[key], theirs[key]) for key in ours)
    )


class _Differences:
    """What is to be done to the text of an old document so that it says what a new one does."""

    def __init__(
        self, base: str, old: SessionDocument, new: SessionDocument, is_json: bool
    ) -> None:
        self.base = base
        self.old = old
        self.new = new
        self.there: dict[str, Any] = {}  # the steps and versions that stand there
        self.data = data_of(new)
        self.is_json = is_json

    def text(self) -> str | None:
        """The new text; None where the old one cannot be changed."""
        # Tabs between JSON's values mean nothing, and no place moves.
        plain = self.base.replace("\t", " ") if self.is_json else self.base
        root = yaml.compose(plain, Loader=Loader)
        if root is None:
            gap = "" if not self.base or self.base.endswith("\n") else "\n"
            return self.base + gap + dump(self.data)
        if not isinstance(root, yaml.MappingNode) or _stands_twice(root):
            return None
        if not root.value:
            start, end = root.start_mark.index, root.end_mark.index
            written = dump(self.data, "json" if self.is_json else "yaml")
            return self.base[:start] + written.removesuffix("\n") + self.base[end:]
        order = ["session", "author", *fields(), "versions", "history"]
        for key, value in root.value:
            if key.value in ("versions", "history"):
                self.there[key.value] = _data(value)
        patch = Patch(self.base, self.is_json)
        return patch.whole(root, self._parts(), order)

    def _parts(self) -> Parts:
        parts: Parts = {}
        for name, kind in fields().items():
            if isinstance(kind, Kind):
                self._answer(parts, name, name, name, self.data)
            else:
                self._records(parts, name, list(fields(kind)))
        for name in RESERVED:
            if name in ("session", "author"):
                attribute = "name" if name == "session" else name
                if getattr(self.old, attribute) != getattr(self.new, attribute):
                    parts[name] = self.data.get(name, GONE)
            elif getattr(self.old, name) != getattr(self.new, name):
                parts[name] = self._listed(name)
        return parts

    def _answer(self, parts: Parts, field: str, old: str, new: str, data: Any) -> None:
        before, after = self.old.notebook.get(old), self.new.notebook.get(new)
        if not alike(new, before, after):
            parts[field] = GONE if after is None else data[field]

    def _records(self, parts: Parts, name: str, known: list[str]) -> None:
        was, now = self.old.notebook, self.new.notebook
        before, after = was.records(name), now.records(name)
        if not before or not after:
            if was.get(name) != now.get(name):
                parts[name] = self.data.get(name, GONE)
            return
        rows: list[Any] = []
        places = paired(names_of(was, name), names_of(now, name))
        for at, (place, row) in enumerate(zip(places, self.data[name], strict=True)):
            if place is None:
                rows.append(row)
                continue
            inner: Parts = {}
            for field in known:
                old, new = f"{name}/{before[place]}/{field}", f"{name}/{after[at]}/{field}"
                self._answer(inner, field, old, new, row)
            rows.append(Kept(place, inner, known, row))
        stays = [isinstance(row, Kept) and row.place == at for at, row in enumerate(rows)]
        if len(before) != len(after) or not all(stays) or any(row.parts for row in rows):
            parts[name] = rows

    def _listed(self, name: str) -> Any:
        """Steps or versions: those that stand there already stay as they are written."""
        found = self.data.get(name)
        if found is None:
            return GONE
        there: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.there.get(name) or []):
            there[_comparable(row)].append(place)
        rows: list[Any] = []
        for row in found:
            places = there[_comparable(row)]
            rows.append(Kept(places.pop(0), {}, [], row) if places else row)
        return rows


def _comparable(row: Any) -> str:
    """The data of a file as a text; numbers are the text that is read of them."""
    if isinstance(row, dict):
        row = {name: str(value) if isinstance(value, int) else value for name, value in row.items()}
    return json.dumps(row)


def _data(node: yaml.Node) -> Any:
    """The data of a node, every value as a text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(value) for value in node.value]
    return None if node.tag.endswith(":null") else node.value


def _stands_twice(root: yaml.Node) -> bool:
    """Whether a node stands at two places, so that neither can be changed alone."""
    seen: set[int] = set()
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            nodes += [one for pair in node.value for one in pair]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
    return False


def _is_json(text: str) -> bool:
    try:
        load_json(text)
    except (BadAnswers, ValueError, RecursionError):
        return False
    return True
