"""What the screen that explains lines works with, away from any widget: it runs in threads.

How a line is explained is in `inquiry.explain`; how it looks is in `why_lines`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from data_platform.advisor import design
from data_platform.blueprint.model import SECTIONS
from data_platform.blueprint.places import Place, places_in
from data_platform.blueprint.render import unkept_section
from data_platform.catalog import Catalogue
from data_platform.inquiry.explain import Explainer, NoSuchLine, Subject, find_in
from data_platform.inquiry.trials import Inputs, most_moved
from data_platform.interview.answers import Answers
from data_platform.interview.notebook import Notebook


@dataclass(frozen=True)
class Asked:
    """What is to be explained first; the most exact that is given counts.

    words: that are in the line, or its key. path: an answer; what it decides most is meant.
    section, line, width: of the blueprint as it is shown elsewhere, the line from its heading.
    """

    words: str = ""
    path: str = ""
    section: str = ""
    line: int = 0
    width: int = 80


@dataclass(frozen=True)
class Shown:
    """The blueprint's lines at a width. at: the line to begin with. trouble: why another one."""

    lines: Sequence[Place]
    width: int
    at: int
    trouble: str = ""


@dataclass
class Why:
    """Explains the lines of the design of some answers, and keeps what took long to find out."""

    answers: Answers
    explainer: Explainer
    _inputs: dict[tuple[str, ...], Inputs] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Answers, catalogue: Catalogue) -> Why:
        """Design, and work out what all lines share."""
        explainer = Explainer(answers, catalogue, design(answers, catalogue))
        _ = explainer.known, explainer.decided
        return cls(answers, explainer)

    def lines(self, width: int, only: str = "") -> list[Place]:
        """The blueprint's lines, or those of one section. Shares nothing with other threads."""
        blueprint = self.explainer.blueprint
        rendered = {
            name: unkept_section(name, getattr(blueprint, name), width)
            for name in ([only] if only else SECTIONS)
        }
        return places_in(blueprint, rendered, width)

    def shown(self, width: int, asked: Asked) -> Shown:
        """The lines, and which of them is asked about."""
        lines = self.lines(width)
        trouble = ""
        keys: tuple[str, ...] = (asked.section,)
        if asked.words:
            try:
                keys = find_in(lines, self.explainer.known, asked.words).keys
            except NoSuchLine as error:
                trouble = str(error)
        elif asked.path:
            one = self.explainer
            moved = most_moved(one.answers, one.catalogue, one.blueprint, asked.path)
            keys = (moved or asked.section,)
        elif asked.section in SECTIONS and asked.line:
            there = self.lines(asked.width, asked.section)
            keys = there[min(asked.line, len(there) - 1)].keys or keys
        return Shown(lines, width, line_of(lines, keys), trouble)

    def known_inputs(self, of: Subject) -> Inputs | None:
        """What it moves with, if that was found out already."""
        return self._inputs.get(of.keys)

    def inputs(self, of: Subject, stop: Callable[[], bool]) -> Inputs:
        """What it moves with. Raises Stopped once `stop` says so."""
        found = self._inputs[of.keys] = self.explainer.inputs(of, stop)
        return found


def line_of(lines: Sequence[Place], keys: Sequence[str]) -> int:
    """The first line with these keys; else with the first one that is found; else the first."""
    for wanted in (tuple(keys), *((key,) for key in keys)):
        for index, place in enumerate(lines):
            if place.keys and (place.keys == wanted or wanted[0] in place.keys):
                return index
    return next((index for index, place in enumerate(lines) if place.keys), 0)


# -- answers by their places -----------------------------------------------------


def record_ids(notebook: Notebook) -> Mapping[str, Sequence[str]]:
    """The ids of the records of each list, in their order."""
    names = {key for key, entry in notebook.entries.items() if isinstance(entry.value, list)}
    return {name: notebook.records(name) for name in names}


def path_of(key: str, ids: Mapping[str, Sequence[str]]) -> str:
    """The path of an answer, like `sources.0.volume`, by its notebook key; else of its list."""
    name, _, rest = key.partition("/")
    rid, _, field_name = rest.partition("/")
    if field_name and rid in ids.get(name, ()):
        return f"{name}.{ids[name].index(rid)}.{field_name}"
    return name


def key_of(path: str, ids: Mapping[str, Sequence[str]]) -> str:
    """The notebook key of an answer by its path; of a record that is not there its list."""
    name, _, rest = path.partition(".")
    at, _, field_name = rest.partition(".")
    if field_name and int(at) < len(ids.get(name, ())):
        return f"{name}/{ids[name][int(at)]}/{field_name}"
    return name
