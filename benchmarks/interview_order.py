"""How many questions until the stack is found: `python -m benchmarks.interview_order [DIR]`.

Two interviews of the same answers, from nothing: one asks in the order of the screens, one
asks the open question that `inquiry.what_matters` puts first. The ranking sees what was
answered so far and never the answers to come; a question to which the full answers say
nothing counts as asked, too. Counted are the questions after which pattern and technologies
are those of the full answers and stay so.

The examples of the repository are always taken; with DIR the cases in that folder as well,
in the form of `benchmarks/cases`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from benchmarks.conversion import answers_of
from data_platform.catalog import Catalogue, load_catalogue
from data_platform.inquiry.alternatives import all_paths, certainty_at, changed, value_at
from data_platform.inquiry.outcomes import INGESTION, outcome
from data_platform.inquiry.what_matters import matters
from data_platform.interview.answer_file import BadAnswers, read_answers
from data_platform.interview.answers import Answers, fields
from data_platform.interview.kinds import Kind

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"


@dataclass(frozen=True)
class Counted:
    """One interview in both orders: the questions until the stack is final, and all of them."""

    name: str
    in_order: int
    by_ranking: int
    questions: int


class Interview:
    """An interview of somebody who knows the full answers. state: what was said so far."""

    def __init__(self, full: Answers, catalogue: Catalogue) -> None:
        self.full, self.catalogue = full, catalogue
        self.state = Answers()
        self.asked: list[str] = []
        self._done: set[str] = set()
        self._goal = stack(full, catalogue)
        self._is_there = stack(self.state, catalogue) == self._goal
        #: After so many questions the stack is final, if it stays so.
        self.found = 0

    def open(self) -> list[str]:
        """What is still to ask, in the order of the screens."""
        return [path for path in all_paths(self.state) if path not in self._done]

    def ask(self, path: str) -> bool:
        """Ask a question; whether it told anything."""
        self.asked.append(path)
        self._done.add(path)
        before = self.state
        self.state = self._answered(path)
        if self.state == before:
            return False
        there = stack(self.state, self.catalogue) == self._goal
        if there != self._is_there:
            self.found = len(self.asked)
        self._is_there = there
        return True

    def _answered(self, path: str) -> Answers:
        value = value_at(self.full, path)
        kind = fields().get(path)
        if kind is None or isinstance(kind, Kind):
            sure = certainty_at(self.full, path)
            return changed(self.state, path, value, sure) if sure else self.state
        # A list: how many records there are, and what they are called.
        first = next(iter(fields(kind)))
        self._done |= {f"{path}.{at}.{first}" for at in range(len(value))}
        named = [kind.model_validate({first: getattr(one, first)}) for one in value]
        return changed(self.state, path, named) if named else self.state

    @property
    def complete(self) -> bool:
        """Whether what is still open would be answered with nothing."""
        return not any(self._says(path) for path in self.open())

    def _says(self, path: str) -> bool:
        return bool(certainty_at(self.full, path))


def stack(answers: Answers, catalogue: Catalogue) -> dict[str, str]:
    """The pattern and the technology of each need."""
    found = dict(outcome(answers, catalogue).components)
    del found[INGESTION]
    return found


def in_order(full: Answers, catalogue: Catalogue) -> Interview:
    """The interview in the order of the screens, to its end."""
    interview = Interview(full, catalogue)
    while not interview.complete:
        interview.ask(interview.open()[0])
    return interview


def by_ranking(full: Answers, catalogue: Catalogue) -> Interview:
    """The interview that asks what matters most, to its end.

    It is ranked anew after each answer; a question that told nothing changes no other's rank.
    """
    interview = Interview(full, catalogue)
    ranks: dict[str, tuple[bool, float]] = {}
    told = True
    while not interview.complete:
        paths = interview.open()
        if told:
            ranks = _ranks(interview.state, catalogue, paths)
        told = interview.ask(max(paths, key=lambda path: ranks.get(path, (False, 0.0))))
    return interview


def _ranks(state: Answers, catalogue: Catalogue, paths: list[str]) -> dict[str, tuple[bool, float]]:
    found: dict[str, tuple[bool, float]] = {}
    for matter in matters(state, catalogue, paths):
        found |= dict.fromkeys((matter.path, *matter.also), matter.rank)
    return found


def counted(name: str, full: Answers, catalogue: Catalogue) -> Counted:
    """Both interviews of the same answers."""
    screens, ranked = in_order(full, catalogue), by_ranking(full, catalogue)
    return Counted(name, screens.found, ranked.found, len(screens.asked) + len(screens.open()))


def examples() -> Iterator[tuple[str, Answers]]:
    """The answers of the repository's examples."""
    for path in sorted(EXAMPLES.glob("*.yaml")):
        yield path.stem, read_answers(path.read_text(encoding="utf-8")).answers()


def cases(folder: Path, catalogue: Catalogue) -> Iterator[tuple[str, Answers]]:
    """The answers of the cases in a folder; what is none is named and left out."""
    for path in sorted(folder.glob("*.yaml")):
        try:
            found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(found, Mapping) or not isinstance(found.get("situation"), Mapping):
                raise ValueError("has no situation")
            yield path.stem, answers_of(found["situation"], catalogue)
        except (BadAnswers, ValueError, yaml.YAMLError) as error:
            print(f"left out: {path.name}: {error}", file=sys.stderr)


def table(found: list[Counted]) -> str:
    """For people: a line for each interview, median and total."""
    room = max(len(one.name) for one in found)
    lines = [f"{'':{room}}  in order  by ranking  of questions"]
    lines += [
        f"{one.name:{room}}  {one.in_order:8}  {one.by_ranking:10}  {one.questions:12}"
        for one in found
    ]
    whole = summary(found)
    for name in ("median", "total"):
        row = whole[name]
        lines.append(f"{name:{room}}  {row['in_order']:8g}  {row['by_ranking']:10g}")
    ratio = whole["ratio"]
    lines.append(f"By ranking it takes {ratio:.0%} of the questions that it takes in order.")
    return "\n".join(lines)


def summary(found: list[Counted]) -> dict[str, Any]:
    """Median and total of both orders, and the ratio of the totals."""
    screens = [one.in_order for one in found]
    ranked = [one.by_ranking for one in found]
    return {
        "median": {"in_order": median(screens), "by_ranking": median(ranked)},
        "total": {"in_order": sum(screens), "by_ranking": sum(ranked)},
        "ratio": sum(ranked) / sum(screens) if sum(screens) else 1.0,
    }


def main() -> int:
    """Count, and print."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="As JSON.")
    told = parser.parse_args()
    catalogue = load_catalogue()
    given = [*examples(), *(cases(told.folder, catalogue) if told.folder else ())]
    found = [counted(name, full, catalogue) for name, full in given]
    if told.json:
        rows = [vars(one) for one in found]
        print(json.dumps({"interviews": rows, **summary(found)}, indent=2))
    else:
        print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
