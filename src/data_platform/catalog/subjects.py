"""From `subjects.yaml` to what a source holds. Which tables follow from it is not here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Final

from data_platform.catalog.reading import BadCatalogue, Entry, entries_of
from data_platform.interview.names import LONGEST, slug

FILE: Final = "subjects.yaml"
SUBJECT_KEYS: Final = ("words", "kinds", "shapes", "keys", "about", "also")


@dataclass(frozen=True)
class Subject:
    """What a source records: a fact and what it refers to. All names are singular slugs.

    words: of names that it is told by. kinds, shapes: of sources whose names say nothing.
    keys: the columns that identify a row of the fact. about: what a row refers to. also: what it
    may refer to that rests in other sources.
    """

    id: str
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    shapes: tuple[str, ...]
    keys: tuple[str, ...]
    about: tuple[str, ...]
    also: tuple[str, ...] = ()


def _subject(one: Entry, kinds: Collection[str], shapes: Collection[str]) -> Subject:
    """A subject. Raises BadCatalogue for what is no kind, no shape or no name."""
    lists = ("words", "keys", "about", "also")
    found = {name: one.names(name) if one.has(name) else () for name in lists}
    for name, words in found.items():
        for word in words:
            if slug(word, "") != word or len(word) > LONGEST // 2:
                raise one.bad(name, f"“{word}” is no short name in lower case")
    if not found["keys"]:
        raise one.bad("keys", "name at least one column")
    return Subject(
        id=one.key,
        words=tuple(found["words"]),
        kinds=one.known("kinds", kinds, "kind of source") if one.has("kinds") else (),
        shapes=one.known("shapes", shapes, "shape of source") if one.has("shapes") else (),
        keys=tuple(found["keys"]),
        about=tuple(found["about"]),
        also=tuple(found["also"]),
    )


@dataclass(frozen=True)
class Subjects:
    """All subjects, found by a source's name, kind or shape."""

    known: Mapping[str, Subject]

    @cached_property
    def _by_word(self) -> dict[str, Subject]:
        return {word: one for one in self.known.values() for word in one.words}

    @cached_property
    def _by_kind(self) -> dict[str, Subject]:
        return {kind: one for one in self.known.values() for kind in one.kinds}

    @cached_property
    def _by_shape(self) -> dict[str, Subject]:
        return {shape: one for one in self.known.values() for shape in one.shapes}

    def of(self, name: str, kind: str, shape: str) -> Subject:
        """What a source holds: by its kind, by the words of its name, a slug, else by its shape.

        A document is a document, whatever it is called.
        """
        if kind in self._by_kind:
            return self._by_kind[kind]
        if shape != "document":
            for word in name.split("_"):
                for form in (word, word.removesuffix("s"), word.removesuffix("es")):
                    if form in self._by_word:
                        return self._by_word[form]
        return self._by_shape[shape]


def read_subjects(root: Traversable, kinds: Collection[str], shapes: Collection[str]) -> Subjects:
    """The subjects of the catalogue.

    Raises BadCatalogue for a mistake, a word of two subjects, and a shape without one.
    """
    entries = entries_of(root, FILE, SUBJECT_KEYS)
    known = {key: _subject(one, kinds, shapes) for key, one in entries.items()}
    owner: dict[str, str] = {}
    for one in known.values():
        for word in (*one.words, *one.kinds, *one.shapes):
            other = owner.setdefault(word, one.id)
            if other != one.id:
                raise BadCatalogue(FILE, one.id, f"“{word}” stands in {other} too")
    for shape in shapes:
        if shape not in owner:
            raise BadCatalogue(FILE, "", f"no subject is for sources of the shape {shape}")
    return Subjects(known)
