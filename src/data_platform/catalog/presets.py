"""Presets: what is usually so for a use case, as answers to start a session from.

Read and checked when one is wanted, apart from the catalogue, which no preset changes. How
a preset is found from what a person types is in `matching`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast, get_args

from data_platform.catalog.price import Confidence

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from data_platform.catalog.reading import Entry as Place
    from data_platform.interview.notebook import Entry, Value

_KEYS = ("title", "summary", "aliases", "source", "confidence", "answers")
#: What only the person can say: no use case implies it.
THE_PERSONS_OWN = ("platform_name", "cloud", "region", "budget", "existing_tools", "overrides")


@dataclass(frozen=True)
class Preset:
    """What is assumed for a use case. summary: one line; aliases: what people call it.

    assumed: the answers by notebook key, each with the certainty “assumed”.
    """

    id: str
    title: str
    summary: str
    aliases: tuple[str, ...]
    source: str
    confidence: Confidence
    assumed: tuple[tuple[str, Entry], ...] = field(repr=False, hash=False)

    @property
    def entries(self) -> dict[str, Entry]:
        """A notebook's entries; the order of a list of records is known, all else assumed."""
        return dict(self.assumed)


@cache
def load_presets() -> tuple[Preset, ...]:
    """The presets that come with the program, by title, read once. Raises BadCatalogue."""
    from importlib.resources import files

    return read_presets(files("data_platform.catalog"))


def read_presets(root: Traversable) -> tuple[Preset, ...]:
    """The presets in a catalogue's folder. Raises BadCatalogue for the first mistake."""
    from data_platform.catalog.reading import BadCatalogue

    try:
        names = sorted(one.name for one in root.joinpath("presets").iterdir())
    except (FileNotFoundError, NotADirectoryError):
        raise BadCatalogue("presets", "", "this folder is missing") from None
    found = [_preset(root, f"presets/{name}") for name in names if name.endswith(".yaml")]
    taken: dict[str, Preset] = {}
    for preset in found:
        for said in {_bare(name) for name in (preset.title, *preset.aliases)}:
            other = taken.setdefault(said, preset)
            if other is not preset:
                where = f"presets/{preset.id}.yaml"
                raise BadCatalogue(where, "aliases", f"“{said}” stands in {other.id}.yaml too")
    return tuple(sorted(found, key=lambda preset: preset.title.casefold()))


def _preset(root: Traversable, file: str) -> Preset:
    from data_platform.catalog import checks
    from data_platform.catalog.reading import Entry as Place
    from data_platform.catalog.reading import read_yaml

    name = file.rpartition("/")[2].removesuffix(".yaml")
    one = Place(file, name, read_yaml(root, file), _KEYS)
    aliases = one.names("aliases")
    if not aliases or not all(_bare(alias) for alias in aliases):
        raise one.bad("aliases", "name at least one phrase that people type, none of them empty")
    source = checks.findable(one.text("source"), lambda problem: one.bad("source", problem))
    confidence = one.choice("confidence", get_args(Confidence), "confidence")
    if (source == checks.OWN) != (confidence == "assumption"):
        raise one.bad("confidence", f"“{checks.OWN}” and confidence “assumption” go together")
    return Preset(
        id=name,
        title=one.text("title"),
        summary=one.text("summary"),
        aliases=aliases,
        source=source,
        confidence=cast(Confidence, confidence),
        assumed=tuple(_assumed(one)),
    )


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())


def _assumed(one: Place) -> Iterator[tuple[str, Entry]]:
    """The answers as entries of a notebook, each readable."""
    from data_platform.interview.answers import fields
    from data_platform.interview.kinds import Kind
    from data_platform.interview.notebook import Entry

    known = fields()
    answers = one.entry("answers", tuple(known))
    for name in answers.value:
        model = known[name]
        if name in THE_PERSONS_OWN:
            raise answers.bad(name, "only the person can say this; a preset leaves it open")
        if isinstance(model, Kind):
            yield name, Entry(_readable(answers, name, model), "assumed")
            continue
        rows = answers.entries(name, tuple(fields(model)))
        if not rows:
            raise answers.bad(name, "is empty; leave it out")
        yield name, Entry([f"r{number}" for number in range(1, len(rows) + 1)])
        for number, row in enumerate(rows, 1):
            for key in row.value:
                kind = fields(model)[key]
                assert isinstance(kind, Kind)
                yield f"{name}/r{number}/{key}", Entry(_readable(row, key, kind), "assumed")
    for name in ("sources", "use_cases"):
        answers.raw(name)


def _readable(place: Place, name: str, kind: Any) -> Value:
    """The raw value of an answer, after it has been read for a trial."""
    from data_platform.interview.numerals import BadValue

    value: Value = (
        list(place.names(name)) if isinstance(place.raw(name), list) else place.text(name)
    )
    if not value:
        raise place.bad(name, "is empty; leave it out")
    try:
        kind.parse(value)
    except BadValue as error:
        raise place.bad(name, str(error)) from None
    return value
