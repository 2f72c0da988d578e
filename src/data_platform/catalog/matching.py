"""Finding the preset for what a person types: tolerant of typos, order, plurals, more words.

An alias is found by its words: each weighs more the fewer presets it stands for. What the
presets assume is no matter of this module; the numbers are in `preset_words.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from data_platform.catalog.preset_words import Numbers, load_preset_words

if TYPE_CHECKING:
    from data_platform.catalog.presets import Preset


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
    numbers = _numbers()
    typed = _words(text)[: numbers.most_words]
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
        if score >= numbers.least_score and (known is None or score > known.score):
            best[phrase.preset.id] = Match(phrase.preset, round(score, 1))
    return sorted(best.values(), key=lambda match: (-match.score, match.preset.id))[:most]


def best_preset(text: str, presets: tuple[Preset, ...] | None = None) -> Preset | None:
    """The preset that clearly fits a typed text; None where none does, or several do."""
    numbers = _numbers()
    found = find_presets(text, presets, most=2)
    if not found or found[0].score < numbers.good_score:
        return None
    if len(found) > 1 and found[0].score - found[1].score < numbers.clearly_ahead:
        return None
    return found[0].preset


def nearest_presets(text: str, presets: tuple[Preset, ...] | None = None) -> list[Preset]:
    """Those whose names and summaries are most like a text, for one that fits none."""
    from rapidfuzz import fuzz

    if presets is None:
        from data_platform.catalog.presets import load_presets

        presets = load_presets()
    numbers = _numbers()
    typed = text[: numbers.longest_text].casefold()

    def likeness(preset: Preset) -> float:
        names = (preset.title, *preset.aliases, preset.summary)
        return max(fuzz.token_set_ratio(typed, name.casefold()) for name in names)

    alike = {preset.id: likeness(preset) for preset in presets}
    ranked = sorted(presets, key=lambda preset: -alike[preset.id])
    near = [one for one in ranked if alike[one.id] >= numbers.nearest_alike]
    return near[: numbers.nearest_most] or ranked[: numbers.nearest_least]


def _by_words(
    phrase: _Phrase,
    said: Iterable[str],
    alike: Mapping[str, Mapping[str, float]],
    index: _Index,
    weak: frozenset[str],
) -> float:
    """How much of the phrase was said, and how much of what was said is in the phrase."""
    numbers = _numbers()
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
        weight = index.weights[meant] if meant else numbers.unknown_weight
        if word in weak:
            weight = min(weight, numbers.weak_weight)
        told += weight
        found += weight * quality
        if quality > 0 and hit not in weak and word not in weak:
            telling.add(hit)
    whole = sum(index.weights[word] for word in covered)
    # Weak words alone find a phrase only if they are all of it.
    if not found or not (telling or (min(covered.values()) == 1 and found == told)):
        return 0.0
    alias = sum(index.weights[word] * part for word, part in covered.items()) / whole
    share = numbers.alias_share
    score = float(alias**share * (found / told) ** (1 - share))
    enough = len(telling) > 1 or min(covered.values()) > 0
    return score if enough else min(score, numbers.one_word_most / 100)


def _by_glue(phrase: _Phrase, glued: str) -> float:
    """How alike the two are, written as one word."""
    numbers = _numbers()
    if min(len(glued), len(phrase.glued)) < numbers.shortest_glued:
        return 0.0
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(glued, phrase.glued, score_cutoff=numbers.glued_alike)


def _alike(word: str, known: Iterable[str]) -> dict[str, float]:
    """The known words that a typed word may mean, each with how sure that is."""
    from rapidfuzz.distance import OSA

    numbers = _numbers()
    found = {}
    exact = word in known
    for other in known:
        short, long = sorted((word, other), key=len)
        if word == other:
            found[other] = 1.0
        elif (
            len(short) >= numbers.shortest_start
            and len(long) - len(short) <= numbers.longest_end
            and long.startswith(short)
        ):
            found[other] = numbers.start_quality
        elif not exact and word[0] == other[0] and len(long) >= numbers.one_slip_from:
            slips = 2 if len(short) >= numbers.two_slips_from else 1
            distance = OSA.distance(word, other, score_cutoff=slips)
            if distance <= slips:
                found[other] = numbers.slip_quality**distance
    return found


def _words(text: str) -> list[str]:
    """The words of a text in small plain letters; FP&A is one word."""
    plain = unicodedata.normalize("NFKD", text[: _numbers().longest_text].casefold())
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
    light = _numbers().weak_weight
    weights = {word: light if word in weak else 1 / sqrt(len(ids)) for word, ids in holders.items()}
    return _Index(tuple(phrases), weights)


@cache
def _plain_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that are ignored and those that are weak, without their plural."""
    said = load_preset_words()
    return frozenset(map(_singular, said.ignored)), frozenset(map(_singular, said.weak))


def _numbers() -> Numbers:
    return load_preset_words().numbers
