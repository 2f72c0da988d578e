"""The text of a YAML or JSON file with some of its parts changed, and all else left as it is.

A mapping or list is taken apart into its items, each with the lines above it and the comment
behind it, and put together again. What the parts mean is not known here, nor is it checked
that the result says what it should.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import yaml

from data_platform.interview.file_text import dump

#: In place of data: what stands there is removed.
GONE = object()
#: What is to be done to the values of a mapping; those that are not named stay.
Parts = dict[str, Any]

#: Text that YAML reads as it stands, also in brackets; what it takes for nothing is not.
_PLAIN = re.compile(r"(?!(?:null|Null|NULL)$)[\w$€£(][^\n,\[\]{}#:?\"'\\]*(?<! )")


@dataclass(frozen=True)
class Kept:
    """An item of a list that was at a place before, and what is to be done to its values.

    order: the order in which new keys are added. data: what it says afterwards.
    """

    place: int
    parts: Parts = field(default_factory=dict)
    order: Sequence[str] = ()
    data: Any = None


@dataclass
class _Item:
    """One item: what stands between the one before and it, itself, the comment behind it."""

    name: str
    body: str
    lead: str = ""
    trail: str = ""
    gone: bool = False


class Patch:
    """Changes in a text. is_json: what is new is written in quotes."""

    def __init__(self, text: str, is_json: bool = False) -> None:
        self.text = text
        self.is_json = is_json
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def whole(self, root: yaml.MappingNode, parts: Parts, order: Sequence[str]) -> str:
        """The text with the parts of its outermost mapping."""
        start, end = root.start_mark.index, self._end(root)
        return self.text[:start] + self._mapping(root, parts, order) + self.text[end:]

    # -- mappings and lists --------------------------------------------------------

    def _mapping(self, node: yaml.MappingNode, parts: Parts, order: Sequence[str]) -> str:
        spans = [
            (key.start_mark.index, max(key.end_mark.index, self._end(value)))
            for key, value in node.value
        ]
        items = self._items(node, spans)
        for item, (key, value) in zip(items, node.value, strict=True):
            item.name = key.value
            part = parts.get(item.name)
            if part is GONE:
                item.gone = True
            elif part is not None:
                item.body = self._changed(node, key, value, part)
        present = {item.name for item in items}
        for name in order:
            if name not in present and parts.get(name, GONE) is not GONE:
                new = _Item(name, self._new_value(node, self._key(name), name, parts[name]))
                items.insert(self._place(node, items, name, order), new)
        return self._joined(node, items, spans)

    def _place(
        self, node: yaml.MappingNode, items: list[_Item], name: str, order: Sequence[str]
    ) -> int:
        """Where a new key goes: behind the nearest one that stands before it in the order.

        What comes after all that is there goes to the end.
        """
        before = set(order[: order.index(name)])
        there = {item.name: place for place, item in enumerate(items) if item.name in before}
        if there and len(there) == len(items):
            return len(items)
        if there:
            return there[max(there, key=order.index)] + 1
        start = node.start_mark.index
        above = self.text[: self.text.rfind("\n", 0, start) + 1].splitlines()[-1:]
        # A comment right above may be about the first key.
        commented = any(line.lstrip().startswith("#") for line in above)
        return 1 if items and commented and not node.flow_style else 0

    def _sequence(self, node: yaml.SequenceNode, rows: Sequence[Any]) -> str:
        starts = [
            one.start_mark.index if node.flow_style else self._dash(node, one) for one in node.value
        ]
        ends = [max(self._end(one), at) for one, at in zip(node.value, starts, strict=True)]
        spans = list(zip(starts, ends, strict=True))
        items = self._items(node, spans)
        found = []
        for row in rows:
            if not isinstance(row, Kept):
                found.append(_Item("", self._new_row(node, row)))
                continue
            item, old = items[row.place], node.value[row.place]
            if row.parts:
                inner = self._mapping(old, row.parts, row.order) if row.data else "{}"
                item.body = self.text[starts[row.place] : old.start_mark.index] + inner
            found.append(item)
        return self._joined(node, found, spans)

    def _items(self, node: yaml.CollectionNode, spans: list[tuple[int, int]]) -> list[_Item]:
        items = []
        before: int | None = None
        for start, end in spans:
            lead = "" if before is None else self.text[before:start]
            before = end if node.flow_style else self._line_end(end)
            items.append(_Item("", self.text[start:end], lead, self.text[end:before]))
        return items

    def _joined(
        self, node: yaml.CollectionNode, items: list[_Item], spans: list[tuple[int, int]]
    ) -> str:
        if node.flow_style:
            return self._in_brackets(node, items, spans)
        indent = self.newline + " " * node.start_mark.column
        text, left = "", ""
        for item in items:
            if item.gone:
                left += self._left_by(item)
                continue
            lead = item.lead or indent
            if left.strip() or not _has_blank(lead):
                lead = left + lead
            left = ""
            if not text:
                # Its indentation stands there already, and so does the line above it.
                above = node.start_mark.column == 0 < node.start_mark.index
                lead = lead.removeprefix(self.newline) if above else lead.lstrip()
            text += lead + item.body + item.trail
        return text + (left if left.strip() else "")

    def _left_by(self, item: _Item) -> str:
        """What stays of a removed item: comments above it, which may be about what follows."""
        if "#" in item.lead:
            return item.lead[: item.lead.rindex(self.newline)]
        return self.newline if _has_blank(item.lead) else ""

    def _in_brackets(
        self, node: yaml.CollectionNode, items: list[_Item], spans: list[tuple[int, int]]
    ) -> str:
        opening, closing = ("{", "}") if isinstance(node, yaml.MappingNode) else ("[", "]")
        items = [item for item in items if not item.gone]
        if spans and items:
            opening = self.text[node.start_mark.index : spans[0][0]]
            closing = self.text[spans[-1][1] : node.end_mark.index]
        gap = self._gap(node, spans)
        text = opening
        for item in items:
            text += ("" if text == opening else item.lead or gap) + item.body
        return text + closing

    def _gap(self, node: yaml.CollectionNode, spans: list[tuple[int, int]]) -> str:
        """What stands between the items in brackets."""
        gaps = [self.text[a:b] for (_, a), (b, _) in pairwise(spans)]
        plain = Counter(gap for gap in gaps if "#" not in gap)
        if plain:
            return plain.most_common(1)[0][0]
        opening = self.text[node.start_mark.index + 1 : spans[0][0]] if spans else ""
        return "," + opening if "\n" in opening and not opening.strip() else ", "

    # -- one value -----------------------------------------------------------------

    def _changed(self, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node, data: Any) -> str:
        """A key with another value."""
        text = self.text
        head = text[key.start_mark.index : value.start_mark.index]
        if isinstance(data, list) and isinstance(value, yaml.SequenceNode) and value.value:
            rows = data
            if all(isinstance(part, str) for part in data):
                rows = _same_text(value, data)
            return head + self._sequence(value, rows)
        if isinstance(data, dict) and isinstance(value, yaml.MappingNode):
            ways = [way.value for way, _ in value.value]
            if ways == list(data):
                return head + self._mapping(value, data, ways)
        written = text[key.start_mark.index : key.end_mark.index]
        if _is_block(value):
            last = value
            while _is_block(last) and isinstance(last, yaml.CollectionNode):
                last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
            end = self._end(last)
            behind = text[end : self._line_end(end)] if last is not value else ""
            return self._new_value(node, written, key.value, data) + behind
        if not node.flow_style and _is_long(data):
            return self._new_value(node, written, key.value, data)
        style = value.style if isinstance(value, yaml.ScalarNode) else None
        blank = " " if head.endswith(":") else ""
        return head + blank + self._inline(data, style)

    def _new_value(self, node: yaml.MappingNode, written: str, name: str, data: Any) -> str:
        """A key with its value, where there was none."""
        column = node.start_mark.column
        if node.flow_style:
            return f"{written}: {self._spread(node, data)}"
        if isinstance(data, str) and _is_long(data):
            ends = data.endswith("\n")
            lines = data.removesuffix("\n").split("\n")
            indent = self.newline + " " * (column + 2)
            body = "".join(indent + line if line else self.newline for line in lines)
            return f"{written}: {'|' if ends else '|-'}{body}"
        if _is_long(data):
            return self._indented(dump({name: data}), column)
        return f"{written}: {self._inline(data)}"

    def _new_row(self, node: yaml.SequenceNode, data: Any) -> str:
        """An item of a list, like the others there."""
        if node.flow_style:
            return self._spread(node, data)
        first = node.value[0]
        if not isinstance(data, dict) or (
            isinstance(first, yaml.MappingNode) and first.flow_style and first.value
        ):
            return f"- {self._inline(data)}"
        return self._indented(dump({"_": [data]}).partition("\n")[2], node.start_mark.column)

    def _spread(self, node: yaml.CollectionNode, data: Any) -> str:
        """Data in brackets; in JSON over lines, where what is there is."""
        spans = [
            (child[0] if isinstance(child, tuple) else child).start_mark for child in node.value
        ]
        lines = {mark.line for mark in spans}
        if not self.is_json or len(lines) < len(spans) or not isinstance(data, dict | list):
            return self._inline(data)
        if not spans or spans[0].line == node.start_mark.line:
            return self._inline(data)
        start = self.text.rfind("\n", 0, spans[0].index) + 1
        indent = self.text[start : spans[0].index]
        step: int | str = "\t" if "\t" in indent else 2
        pretty = json.dumps(data, ensure_ascii=False, indent=step)
        return pretty.replace("\n", self.newline + indent)

    def _inline(self, data: Any, style: str | None = None) -> str:
        """Data on one line. style: the quotes of what stood there."""
        if self.is_json:
            return json.dumps(data, ensure_ascii=False)
        if isinstance(data, list):
            return "[" + ", ".join(self._inline(part) for part in data) + "]"
        if isinstance(data, dict):
            inner = (f"{key}: {self._inline(part)}" for key, part in data.items())
            return "{" + ", ".join(inner) + "}"
        text = str(data)
        if style not in ("'", '"') and _PLAIN.fullmatch(text):
            return text
        if style == '"' or "\n" in text or (style != "'" and "'" in text):
            return json.dumps(text, ensure_ascii=False)
        return "'" + text.replace("'", "''") + "'"

    def _key(self, name: str) -> str:
        return json.dumps(name) if self.is_json else name

    def _indented(self, text: str, column: int) -> str:
        lines = text.rstrip("\n").split("\n")
        return (self.newline + " " * column).join(lines)

    # -- places --------------------------------------------------------------------

    def _end(self, node: yaml.Node) -> int:
        """Where a node ends; one that is told by indentation with the comment behind it."""
        end: int = node.end_mark.index
        if not _is_block(node):
            return end
        if isinstance(node, yaml.CollectionNode):
            last = node.value[-1]
            if isinstance(last, tuple):
                key, value = last
                return self._line_end(max(key.end_mark.index, self._end(value)))
            return self._line_end(self._end(last))
        header = self.text[node.start_mark.index : self._line_end(node.start_mark.index)]
        if "+" in header:
            return end - 1 if self.text[end - 1 : end] == "\n" else end
        return len(self.text[:end].rstrip())

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def _dash(self, node: yaml.SequenceNode, item: yaml.Node) -> int:
        """Where the dash of an item is."""
        column, at = node.start_mark.column, item.start_mark.index
        while at >= 0:
            start = self.text.rfind("\n", 0, at) + 1
            dash = start + column
            if self.text[dash : dash + 1] == "-" and dash <= item.start_mark.index:
                return int(dash)
            at = start - 1
        return int(item.start_mark.index)


def _is_block(node: yaml.Node) -> bool:
    """Whether a node is told by its indentation."""
    if isinstance(node, yaml.CollectionNode):
        return not node.flow_style and bool(node.value)
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _is_long(data: Any) -> bool:
    """Whether data takes lines of its own where there is no bracket around it."""
    if isinstance(data, str):
        lines = data.removesuffix("\n").split("\n")
        return (
            "\n" in data
            and bool(lines[0].strip())
            and bool(lines[-1].strip())
            and (not data.startswith(" "))
        )
    return isinstance(data, list) and any(isinstance(row, dict) for row in data)


def _has_blank(lead: str) -> bool:
    return lead.count("\n") - lead.count("#") > 1


def _same_text(node: yaml.SequenceNode, data: Sequence[str]) -> list[Any]:
    """Which of the texts of a list stand in it already."""
    there = [one.value for one in node.value]
    free = list(range(len(there)))
    rows: list[Any] = []
    for text in data:
        place = next((at for at in free if there[at] == text), None)
        if place is None:
            rows.append(text)
            continue
        free.remove(place)
        rows.append(Kept(place))
    return rows
