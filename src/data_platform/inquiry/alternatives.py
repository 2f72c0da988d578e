"""What else could be answered: the plausible other values of each answer, and answers changed.

A value is plausible by a stated rule, never by what somebody happens to know: every option
of a choice, both of yes and no, the band of a number. What a change does to the design is
found out by who asks; here nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, TypeVar

from data_platform.advisor.needs import OPTIONAL, Needs, resolve
from data_platform.advisor.stack import decide
from data_platform.catalog import Catalogue
from data_platform.interview.answers import Answered, Answers, Certainty, fields, kind_of
from data_platform.interview.durations import DAY, HOUR, MINUTE
from data_platform.interview.kinds import Kind
from data_platform.interview.numerals import BadValue
from data_platform.interview.questions import FieldQuestion, Question, all_questions, question_of

#: The factors on a number of which nothing is known, and on an estimate or a known one.
FAR: Final = (0.1, 10.0)
NEAR: Final = (0.5, 2.0)
#: What may be asked of how old data is, or how soon something answers, in seconds.
AGES: Final = (10.0, 5.0 * MINUTE, float(HOUR), float(DAY))
#: Times longer than this, in seconds, say how long something is kept: they have factors.
KEPT: Final = 2 * DAY
#: The kinds that are numbers in some unit.
NUMBERS: Final = ("number", "percent", "size", "rate", "events", "money", "duration")
#: What the needs call otherwise than the answers do.
_NEEDS: Final = {"daily_volume": "daily", "history_needed": "history"}
#: What is free text changes a design where it names something, as its example does.
TEXTS: Final = ("text", "longtext", "names", "schedule")


@dataclass(frozen=True)
class Alternative:
    """Another value of an answer. value: typed; of an empty list, the one record in it."""

    path: str
    value: Any

    @property
    def shown(self) -> str:
        """The value in words."""
        kind = kind_at(self.path)
        if kind is None:
            model: type[Answered] = type(self.value)
            first = next(iter(fields(model)))
            said = {name: getattr(self.value, name) for name in fields(model)}
            named = next((n for n, v in said.items() if v is not None and n != first), first)
            return str(kind_of(f"{self.path}.{named}").show(said[named]))
        return kind.show(self.value) or "none"


def kind_at(path: str) -> Kind | None:
    """The kind of a path like `growth` or `sources.0.volume`; None for a list of records."""
    plain = field_of(path)
    if "." not in plain and not isinstance(fields()[plain], Kind):
        return None
    return kind_of(plain)


def field_of(path: str) -> str:
    """A path without the record's place: `sources.0.volume` is `sources.volume`."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def value_at(answers: Answers, path: str) -> Any:
    """What was answered at a path; None where nothing was."""
    name, _, rest = path.partition(".")
    if not rest:
        return getattr(answers, name)
    at, _, field = rest.partition(".")
    records = getattr(answers, name)
    return getattr(records[int(at)], field) if int(at) < len(records) else None


def certainty_at(answers: Answers, path: str) -> Certainty | None:
    """How sure the answer at a path is; None where it was not answered."""
    name, _, rest = path.partition(".")
    if not rest:
        if not isinstance(fields()[name], Kind):
            return answers.unsure.get(name) or ("known" if getattr(answers, name) else None)
        return answers.certainty(name)
    at, _, field = rest.partition(".")
    records = getattr(answers, name)
    return records[int(at)].certainty(field) if int(at) < len(records) else None


def changed(answers: Answers, path: str, value: Any, sure: Certainty = "known") -> Answers:
    """The answers with another value at a path; those given stay as they are.

    A list without records gets one. sure: how sure the new value is.
    """
    name, _, rest = path.partition(".")
    if not rest:
        if isinstance(value, Answered):
            value = [value]
        return _with(answers, name, value, sure)
    at, _, field = rest.partition(".")
    records = list(getattr(answers, name))
    if not records:
        model = fields()[name]
        assert not isinstance(model, Kind)
        records = [model()]
    records[int(at)] = _with(records[int(at)], field, value, sure)
    return answers.model_copy(update={name: records})


_Record = TypeVar("_Record", bound=Answered)


def _with(record: _Record, name: str, value: Any, sure: Certainty) -> _Record:
    unsure = {key: how for key, how in record.unsure.items() if key != name}
    if sure != "known":
        unsure[name] = sure
    return record.model_copy(update={name: value, "unsure": unsure})


# -- what is asked ---------------------------------------------------------------


def all_paths(answers: Answers) -> tuple[str, ...]:
    """Every path that an interview asks now, in its order, if its answer could move something.

    Of a list without records only the list; of one with records each field that is asked.
    """
    found: list[str] = []
    for question in all_questions():
        if not question.documents_only and question.when.holds(answers):
            found += _asked(question, answers)
    return tuple(dict.fromkeys(found))


def _asked(question: Question, answers: Answers) -> Iterator[str]:
    if not question.fields:
        yield question.fills
        return
    records = getattr(answers, question.fills)
    if not records:
        if question.grows:
            yield question.fills
        return
    for at, record in enumerate(records):
        for field in question.fields:
            if field.when.holds(answers, record):
                yield f"{question.fills}.{at}.{field.name}"


def asking(path: str) -> Question | FieldQuestion:
    """What asks for a path: a question, or a field of it."""
    plain = field_of(path)
    question = question_of(plain)
    return next((field for field in question.fields if field.path == plain), question)


# -- plausible values ------------------------------------------------------------


def alternatives(path: str, answers: Answers, catalogue: Catalogue) -> tuple[Alternative, ...]:
    """The plausible other values of an answer, in a fixed order; none where none can be said."""
    return Plausible(answers, catalogue).of(path)


class Plausible:
    """The alternatives to some answers; what is assumed until then is worked out once."""

    def __init__(self, answers: Answers, catalogue: Catalogue, needs: Needs | None = None) -> None:
        self.answers, self.catalogue = answers, catalogue
        self._needs = needs

    @cached_property
    def needs(self) -> Needs:
        """The answers with their gaps filled."""
        return self._needs or resolve(self.answers, self.catalogue)

    @cached_property
    def assumed(self) -> dict[str, Any]:
        """What is assumed in place of an answer, by path; read back from how it is told."""
        found: dict[str, Any] = {}
        for one in self.needs.assumptions:
            try:
                kind = kind_at(one.key)
                value = kind.parse(one.value) if kind else None
            except (BadValue, KeyError):
                continue
            name, _, field = one.key.partition(".")
            paths = [f"{name}.{at}.{field}" for at in one.records] if field else [name]
            for path in paths:
                found[path] = self._exact(path) if kind and kind.name in NUMBERS else None
                if found[path] is None:
                    found[path] = value
        return found

    def _exact(self, path: str) -> Any:
        """An assumed number as the needs have it, which words round; None where they do not."""
        name, _, rest = path.partition(".")
        if not rest:
            return getattr(self.needs, _NEEDS.get(name, name), None)
        at, _, field = rest.partition(".")
        if name not in ("sources", "use_cases"):
            return None
        records: tuple[Any, ...] = getattr(self.needs, name)
        known = int(at) < len(records)
        return getattr(records[int(at)], _NEEDS.get(field, field), None) if known else None

    def base(self, path: str) -> Any:
        """What stands at a path: what was answered, else what is assumed."""
        said = value_at(self.answers, path)
        return self.assumed.get(path) if said is None else said

    def of(self, path: str) -> tuple[Alternative, ...]:
        """The plausible other values at a path."""
        kind, base = kind_at(path), self.base(path)
        values: list[Any]
        if kind is None:
            values = list(self._records(path))
        elif kind.name == "choice":
            values = [option for option in self._options(path, kind) if option != base]
        elif kind.name == "several":
            picked = list(base or [])
            values = [[o.id] for o in kind.options if [o.id] != picked]
        elif kind.name == "yesno":
            base = False if base is None and field_of(path) in OPTIONAL else base
            values = [one for one in (True, False) if one is not base]
        elif kind.name in NUMBERS:
            values = self._numbers(path, kind, base)
        else:
            values = self._example(path, kind)
        return tuple(Alternative(path, value) for value in values if value != base)

    def _options(self, path: str, kind: Kind) -> Iterator[str]:
        """The options of a choice; of kinds of source one for each that is treated alike."""
        alike = set()
        for option in kind.options:
            if field_of(path) == "sources.kind":
                known = self.catalogue.source_kinds[option.id]
                like = known.shape, known.change_log
                if like in alike:
                    continue
                alike.add(like)
            yield option.id

    def _records(self, name: str) -> Iterator[Answered]:
        """One record for each plausible value of the choice that makes most of it."""
        model = fields()[name]
        assert not isinstance(model, Kind)
        kinds = {field: kind for field, kind in fields(model).items() if isinstance(kind, Kind)}
        first = next(iter(kinds))
        by = next((field for field, kind in kinds.items() if kind.name == "choice"), first)
        question = next(q for q in all_questions() if q.fills == name and q.grows)
        examples = {field.name: field.example for field in question.fields}
        called = examples.get(first, "")
        if name in ("existing_tools", "overrides"):
            for need, technology in self._others.items():
                if name == "overrides":
                    yield model.model_validate({"need": need, "technology": technology})
                else:
                    yield model.model_validate({"name": technology})
            return
        if kinds[by].name != "choice":
            yield model.model_validate({first: called})
            return
        others = {} if by == first else {first: called}
        for option in self._options(f"{name}.{by}", kinds[by]):
            yield model.model_validate({**others, by: option})

    @cached_property
    def _others(self) -> dict[str, str]:
        """For each need of the design what another team runs for it: the next rung's first."""
        found: dict[str, str] = {}
        decided = decide(self.needs, self.catalogue)
        for need, choice in decided.choices.items():
            rungs = choice.ladder.rungs
            at = rungs.index(choice.rung)
            for rung in (*rungs[at + 1 :], choice.rung):
                for one in rung.technologies:
                    technology = self.catalogue.technologies[one]
                    fits = self.needs.cloud in technology.clouds
                    if fits and technology.id != choice.technology.id:
                        found.setdefault(need, technology.name)
        return found

    def _numbers(self, path: str, kind: Kind, base: Any) -> list[Any]:
        if base is None or (kind.name != "duration" and base <= kind.least):
            # Of the least there are no times less: what the question gives as an example.
            other = [one for one in self._example(path, kind) if one != base]
            return other or ([_typed(kind, max(base, 1) * FAR[1])] if base is not None else [])
        sure = certainty_at(self.answers, path) in ("known", "estimate")
        constant = self.catalogue.constants.get(f"default_{path}")
        if not sure and constant is not None and constant.value == base:
            found = [constant.low, constant.high]
        elif kind.name == "duration" and base <= KEPT:
            found = list(AGES)
        else:
            found = [float(base) * factor for factor in (NEAR if sure else FAR)]
        return [one for one in (_typed(kind, value) for value in found) if one != base]

    def _example(self, path: str, kind: Kind) -> list[Any]:
        """The example of the question, where nothing is answered."""
        if value_at(self.answers, path) is not None:
            return []
        try:
            return [kind.parse(asking(path).example)]
        except BadValue:
            return []


def _typed(kind: Kind, value: float) -> Any:
    """A number as answers of its kind hold it, within its bounds."""
    value = max(value, kind.least)
    if kind.name == "number":
        value = max(value, 1.0)  # nobody is asked about a third of a person
    if kind.most is not None:
        value = min(value, kind.most)
    if kind.name in ("number", "size", "rate"):
        return round(value)
    if kind.name == "money":
        return Decimal(str(round(value, 2)))
    return float(value)
