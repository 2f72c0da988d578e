"""Random answers of every kind, also hostile ones, for property tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from data_platform.interview.answers import Answered, Answers, fields
from data_platform.interview.kinds import Kind

HOSTILE = (
    "[/]",
    "list[int]",
    "[@click=app.quit]x[/]",
    "{{ 7*7 }}",
    "{name}",
    "%s %(x)s",
    "a|b|c",
    "`` ` ```",
    "<b>&amp;</b>",
    "'; DROP TABLE sessions; --",
    "../../etc/passwd",
    "データ基盤",
    "e\u0301\u0301\u0301 combining",
    "x" * 200,
    "two  words",
    "Raw",
    "UPPER",
)

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")),
        min_size=1,
        max_size=60,
    )
    .map(lambda s: " ".join(s.split()))
    .filter(bool),
)
sizes = st.one_of(
    st.sampled_from([0, 1, 10**9, 10**12, 10**15, 10**18]),
    st.integers(min_value=0, max_value=10**20),
)
crons = st.sampled_from(
    ["0 2 * * *", "*/15 * * * *", "0 8 * * 1-5", "5 4 1 * *", "30 23 * * *", "0 */6 * * *"]
)


def of_kind(kind: Kind) -> st.SearchStrategy[Any]:
    """Typed values of a kind."""
    options = [option.id for option in kind.options]
    match kind.name:
        case "choice":
            return st.sampled_from(options)
        case "several":
            plain = [option for option in options if option != "none"]
            some = st.lists(st.sampled_from(plain), min_size=1, unique=True).map(
                lambda picked: sorted(picked, key=options.index)
            )
            return st.one_of(some, st.just(["none"])) if "none" in options else some
        case "names":
            return st.lists(texts, min_size=1, max_size=3, unique=True)
        case "number":
            most = int(kind.most) if kind.most is not None else 10**9
            return st.integers(min_value=int(kind.least), max_value=most)
        case "percent":
            return st.floats(min_value=0, max_value=kind.most or 1000, width=32).map(
                lambda value: round(value, 2)
            )
        case "size" | "rate":
            return sizes
        case "events":
            return st.one_of(
                st.just(0.0), st.floats(min_value=0, max_value=1e9).map(lambda v: round(v, 3))
            )
        case "money":
            return st.integers(min_value=0, max_value=10**9).map(lambda cents: Decimal(cents) / 100)
        case "duration":
            return st.one_of(
                st.sampled_from([0.0, 1.0, 60.0, 900.0, 3600.0, 86_400.0, 3.1536e8]),
                st.floats(min_value=0, max_value=3e9).map(lambda v: round(v, 1)),
            )
        case "schedule":
            return crons
        case "yesno":
            return st.booleans()
    return texts


@st.composite
def records(draw: st.DrawFn, model: type[Answered]) -> Answered:
    """A record with any of its fields."""
    return model.model_construct(**_filled(draw, model))


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Answers with any of the fields, some of them estimates or unknown."""
    return Answers.model_construct(**_filled(draw, Answers))


def _filled(draw: st.DrawFn, model: type[Answered]) -> dict[str, Any]:
    values: dict[str, Any] = {"unsure": {}}
    chance = draw(st.sampled_from([0, 3, 10]))
    for name, kind in fields(model).items():
        if not isinstance(kind, Kind):
            values[name] = draw(st.lists(records(kind), max_size=4))
            continue
        if draw(st.integers(0, 9)) >= chance:
            values[name] = None
            if draw(st.integers(0, 9)) == 0:
                values["unsure"][name] = "unknown"
            continue
        values[name] = draw(of_kind(kind))
        if draw(st.integers(0, 4)) == 0:
            values["unsure"][name] = "estimate"
    return values
