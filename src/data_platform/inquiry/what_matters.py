"""What matters: the open questions, ranked by how much their plausible answers move.

Each plausible answer is tried: how many parts of the design become others, and how far the
monthly cost moves. A question's score is the mean of both shares over its plausible answers; the
essential ones come first (ADR 0010). The ranking knows no answer that was not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from data_platform.catalog import Catalogue
from data_platform.inquiry.alternatives import (
    Alternative,
    Plausible,
    all_paths,
    asking,
    certainty_at,
    changed,
    field_of,
    kind_at,
)
from data_platform.inquiry.outcomes import Outcome, Trials
from data_platform.interview.answers import Answers, Certainty, fields
from data_platform.interview.kinds import Kind
from data_platform.interview.names import words_of
from data_platform.interview.questions import question_of

#: How sure an answer is to a question that is still open.
OPEN: Final = (None, "unknown", "assumed", "estimate")
#: How likely an answer is not the usual one, where the question is not essential.
UNUSUAL: Final = 0.25
#: What is said of it.
STATES: Final = {
    None: "not answered",
    "unknown": "not known",
    "assumed": "assumed",
    "estimate": "an estimate",
}


@dataclass(frozen=True)
class Matter:
    """An open question, and what its plausible answers move.

    path: like `growth` or `sources.0.volume`. also: the same of records that say the same,
    so that it is the same question. label, ask: the question in words. state: as in `OPEN`.
    parts: the needs that some answer serves otherwise. of: how many parts the design has.
    money: the furthest that an answer moves the likely cost, in US dollars a month. total:
    that cost now. design, cost: the share of each that is expected to move. tried: the
    answers that were tried.
    """

    path: str
    label: str
    ask: str
    state: Certainty | None
    essential: bool
    parts: tuple[str, ...]
    of: int
    money: Decimal
    total: Decimal
    design: float
    cost: float
    tried: tuple[str, ...] = field(default=())
    also: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """From 0, which moves nothing, towards 1."""
        return (self.design + self.cost) / 2

    @property
    def rank(self) -> tuple[bool, float]:
        """What is higher is asked first; essential questions come before others."""
        return self.essential and self.moves, self.score

    @property
    def moves(self) -> bool:
        """Whether any plausible answer moves anything."""
        return bool(self.parts or self.money)

    @property
    def reason(self) -> str:
        """One line: “decides 9 of 14 components and moves $640 a month by up to $310”."""
        said = []
        if self.parts:
            said.append(f"decides {len(self.parts)} of {self.of} components")
        if self.money:
            said.append(f"moves ${_whole(self.total)} a month by up to ${_whole(self.money)}")
        return " and ".join(said) or "moves nothing"


def _whole(amount: Decimal) -> str:
    return f"{amount:,.2f}" if amount < 10 else f"{amount:,.0f}"


def ranking(answers: Answers, catalogue: Catalogue) -> list[Matter]:
    """The open questions that could move something, in the order in which to ask them."""
    return ranked(matters(answers, catalogue))


def ranked(found: Iterable[Matter]) -> list[Matter]:
    """Those that move something: the essential ones first, and by score among both."""
    return sorted((one for one in found if one.moves), key=lambda one: one.rank, reverse=True)


def matters(
    answers: Answers, catalogue: Catalogue, paths: Iterable[str] | None = None
) -> Iterator[Matter]:
    """Each open question as it is worked out, in the interview's order, also what moves nothing.

    paths: only these. It takes some milliseconds for each.
    """
    trials = Trials(answers, catalogue)
    plausible = Plausible(answers, catalogue, trials.needs)
    groups = _groups(answers, all_paths(answers) if paths is None else paths)
    for path, *also in groups:
        yield _matter(path, tuple(also), plausible.of(path), trials)


def is_open(path: str, answers: Answers) -> bool:
    """Whether a question still has no answer that is known for sure."""
    return certainty_at(answers, path) in OPEN


def _groups(answers: Answers, paths: Iterable[str]) -> list[list[str]]:
    """The open paths; those together whose records say the same but for their names."""
    found: dict[tuple[str, str], list[str]] = {}
    said: dict[tuple[str, str], str] = {}
    for path in paths:
        if not is_open(path, answers):
            continue
        name, _, rest = path.partition(".")
        at = rest.partition(".")[0]
        if at and (name, at) not in said:
            said[name, at] = _said_in(answers, name, int(at))
        found.setdefault((field_of(path), said.get((name, at), "")), []).append(path)
    return list(found.values())


def _said_in(answers: Answers, name: str, at: int) -> str:
    """All that is said in a record, but what only names it."""
    model = fields()[name]
    assert not isinstance(model, Kind)
    names = [one for one in fields(model) if one != "name" or name == "skills"]
    record = getattr(answers, name)[at]
    return repr([(getattr(record, one), record.unsure.get(one)) for one in names])


def _matter(
    path: str, also: tuple[str, ...], tried: tuple[Alternative, ...], trials: Trials
) -> Matter:
    first, shares, money_shares = trials.first, [], []
    parts: dict[str, None] = {}
    most = Decimal(0)
    for one in tried:
        then = trials.of(changed(trials.answers, path, one.value))
        moved = first.changes(then)
        parts.update(dict.fromkeys(moved))
        shares.append(len(moved) / len({*first.components, *then.components}))
        by = abs(then.total - first.total)
        most = max(most, by)
        money_shares.append(_share(first, then))
    plain = field_of(path)
    asked = asking(path)
    chance = _chance(path, len(tried))
    return Matter(
        path=path,
        label=label(path, trials.answers),
        ask=asked.ask,
        state=certainty_at(trials.answers, path),
        essential=question_of(plain).essential,
        parts=tuple(parts),
        of=len({*first.components, *parts}),
        money=most,
        total=first.total,
        design=_mean(shares) * chance,
        cost=_mean(money_shares) * chance,
        tried=tuple(one.shown for one in tried),
        also=also,
    )


def _share(first: Outcome, then: Outcome) -> float:
    """How far the cost moves, of the larger of the two."""
    larger = max(first.total, then.total)
    return float(abs(then.total - first.total) / larger) if larger else 0.0


def _chance(path: str, tried: int) -> float:
    """How likely the answer is another one than what is assumed.

    Of an essential question any answer is as likely as the other; to what is not essential the
    assumption is the usual answer.
    """
    return tried / (tried + 1) if question_of(field_of(path)).essential else UNUSUAL


def _mean(shares: list[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0


def label(path: str, answers: Answers) -> str:
    """A path in words: “Growth”, “shop_db › Volume”, “Sources”."""
    name, _, rest = path.partition(".")
    if not rest:
        return words_of(name)
    at, _, inner = rest.partition(".")
    records = getattr(answers, name)
    model = fields()[name]
    assert not isinstance(model, Kind)
    called = ""
    if int(at) < len(records):
        first = next(iter(fields(model)))
        value = getattr(records[int(at)], first)
        kind = kind_at(f"{name}.{at}.{first}")
        called = kind.show(value) if kind and value is not None else ""
    singular = words_of(name).removesuffix("s")
    return f"{called or f'{singular} {int(at) + 1}'} › {words_of(inner)}"
