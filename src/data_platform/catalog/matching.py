"""Finding the preset for what a person types: tolerant of typos, order, plurals, more words.

An alias is found by its words: each weighs more the fewer presets it stands for. What the
presets assume is no matter of this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset

#: What is read of a typed text, in characters and in words: a use case is named in fewer.
LONGEST_TEXT = 200
MOST_WORDS = 16
#: Scores go to 100. What is listed at all, and what is good enough to be taken unasked if it
#: is ahead of the next preset by so much. Tried on the phrases of the tests.
LEAST_SCORE = 50.0
GOOD_SCORE = 66.0
CLEARLY_AHEAD = 6.0
#: The most that a phrase gets of whose words one telling one was said: “bank” is not yet
#: “bank reporting”. A word that is enough alone is an alias of its own.
ONE_WORD_MOST = 62.0
#: How a word counts that says little anywhere, and one that no preset knows.
WEAK_WEIGHT = 0.15
UNKNOWN_WEIGHT = 0.3
#: The part that the alias's words have in the score; the rest is that of the typed words.
ALIAS_SHARE = 0.7
#: Letters that a word needs to be taken for another one with one, or two, slips in it.
ONE_SLIP_FROM = 5
TWO_SLIPS_FROM = 9
SLIP_QUALITY = 0.92
#: A word may go on after another one of so many letters by so many: forecast, forecasting.
SHORTEST_START = 5
LONGEST_END = 4
START_QUALITY = 0.85
#: Phrases written as one word (“customer360”): so long, and so alike.
SHORTEST_GLUED = 6
GLUED_ALIKE = 0.88


@dataclass(frozen=True)
class Match:
    """A preset and how well it fits, up to 100."""

    preset: Preset
    score: float


@dataclass(frozen=True)
class _Phrase:
    preset: Preset
    words: tuple[str, ...]
    glued: str


@dataclass(frozen=True)
class _Index:
    phrases: tuple[_Phrase, ...]
    weights: Mapping[str, float]


def find_presets(
    text: str, presets: tuple[Preset, ...] | None = None, most: int = 5
) -> list[Match]:
    """The presets that fit a typed text, best first; none for text that fits nothing."""
    if presets is None:
        from data_platform.catalog.presets import load_presets

        presets = load_presets()
    typed = _words(text)[:MOST_WORDS]
    glued = "".join(typed)
    ignored, weak = _plain_words()
    said = _telling(typed, ignored)
    if not typed or not presets:
        return []
    index = _index(presets)
    alike = {word: _alike(word, index.weights) for word in said}
    best: dict[str, Match] = {}
    for phrase in index.phrases:
        score = 100 * max(_by_words(phrase, said, alike, index, weak), _by_glue(phrase, glued))
        known = best.get(phrase.preset.id)
        if score >= LEAST_SCORE and (known is None or score > known.score):
            best[phrase.preset.id] = Match(phrase.preset, round(score, 1))
    return sorted(best.values(), key=lambda match: (-match.score, match.preset.id))[:most]


def best_preset(text: str, presets: tuple[Preset, ...] | None = None) -> Preset | None:
    """The preset that clearly fits a typed text; None where none does, or several do."""
    found = find_presets(text, presets, most=2)
    if not found or found[0].score < GOOD_SCORE:
        return None
    if len(found) > 1 and found[0].score - found[1].score < CLEARLY_AHEAD:
        return None
    return found[0].preset


def _by_words(
    phrase: _Phrase,
    said: Iterable[str],
    alike: Mapping[str, Mapping[str, float]],
    index: _Index,
    weak: frozenset[str],
) -> float:
    """How much of the phrase was said, and how much of what was said is in the phrase."""
    covered = dict.fromkeys(phrase.words, 0.0)
    told, found = 0.0, 0.0
    telling = set()
    for word in said:
        near = alike[word]
        hit = max(phrase.words, key=lambda one: near.get(one, 0.0))
        quality = near.get(hit, 0.0)
        covered[hit] = max(covered[hit], quality)
        # A slip weighs what the word weighs that is meant.
        meant = hit if quality else max(near, key=lambda one: near[one], default="")
        weight = index.weights[meant] if meant else UNKNOWN_WEIGHT
        if word in weak:
            weight = min(weight, WEAK_WEIGHT)
        told += weight
        found += weight * quality
        if quality > 0 and hit not in weak and word not in weak:
            telling.add(hit)
    whole = sum(index.weights[word] for word in covered)
    # Weak words alone find a phrase only if they are all of it.
    if not found or not (telling or (min(covered.values()) == 1 and found == told)):
        return 0.0
    alias = sum(index.weights[word] * part for word, part in covered.items()) / whole
    score = float(alias**ALIAS_SHARE * (found / told) ** (1 - ALIAS_SHARE))
    enough = len(telling) > 1 or min(covered.values()) > 0
    return score if enough else min(score, ONE_WORD_MOST / 100)


def _by_glue(phrase: _Phrase, glued: str) -> float:
    """How alike the two are, written as one word."""
    if min(len(glued), len(phrase.glued)) < SHORTEST_GLUED:
        return 0.0
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(glued, phrase.glued, score_cutoff=GLUED_ALIKE)


def _alike(word: str, known: Iterable[str]) -> dict[str, float]:
    """The known words that a typed word may mean, each with how sure that is."""
    from rapidfuzz.distance import OSA

    found = {}
    exact = word in known
    for other in known:
        short, long = sorted((word, other), key=len)
        if word == other:
            found[other] = 1.0
        elif (
            len(short) >= SHORTEST_START
            and len(long) - len(short) <= LONGEST_END
            and long.startswith(short)
        ):
            found[other] = START_QUALITY
        elif not exact and word[0] == other[0] and len(long) >= ONE_SLIP_FROM:
            slips = 2 if len(short) >= TWO_SLIPS_FROM else 1
            distance = OSA.distance(word, other, score_cutoff=slips)
            if distance <= slips:
                found[other] = SLIP_QUALITY**distance
    return found


def _words(text: str) -> list[str]:
    """The words of a text in small plain letters; FP&A is one word."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=[a-z])[&/](?=[a-z]\b)", "", plain.replace("_", " "))
    return re.findall(r"\w+", plain)


def _telling(words: Iterable[str], ignored: frozenset[str]) -> list[str]:
    """The words without their plural, each once, and none that says nothing."""
    single = (_singular(word) for word in words)
    return [word for word in dict.fromkeys(single) if word not in ignored]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=4)
def _index(presets: tuple[Preset, ...]) -> _Index:
    """What each preset is called, and what each word of it weighs."""
    ignored, weak = _plain_words()
    phrases = []
    holders: dict[str, set[str]] = {}
    for preset in presets:
        for name in (preset.title, preset.id, *preset.aliases):
            words = _words(name)
            kept = tuple(_telling(words, ignored))
            if kept:
                phrases.append(_Phrase(preset, kept, "".join(words)))
            for word in kept:
                holders.setdefault(word, set()).add(preset.id)
    weights = {
        word: WEAK_WEIGHT if word in weak else 1 / sqrt(len(ids)) for word, ids in holders.items()
    }
    return _Index(tuple(phrases), weights)


@lru_cache(maxsize=1)
def _plain_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that are ignored and those that are weak. Raises BadCatalogue."""
    from importlib.resources import files

    from data_platform.catalog.reading import Entry, read_yaml

    file = "preset_words.yaml"
    keys = ("ignored", "weak")
    one = Entry(file, "", read_yaml(files("data_platform.catalog"), file), keys)
    ignored, weak = (frozenset(_singular(word) for word in one.names(key)) for key in keys)
    return ignored, weak
