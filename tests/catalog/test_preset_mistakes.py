"""Mistakes in the files of the presets and of their words: each is named, with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_platform.catalog import BadCatalogue
from data_platform.catalog.preset_words import load_preset_words, read_preset_words
from data_platform.catalog.presets import load_presets, read_presets


@pytest.fixture
def broken(folder: Path) -> Callable[[str, str], str]:
    """Replace a text in the copy of one preset, read all, and give the error's message."""

    def change(old: str, new: str) -> str:
        path = folder / "presets" / "churn_prediction.yaml"
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not there"
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadCatalogue) as caught:
            read_presets(folder)
        return str(caught.value)

    return change


def test_the_untouched_copy_is_the_same(folder: Path) -> None:
    assert read_presets(folder) == load_presets()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Churn", "titel: Churn", "titel: unknown key; did you mean title?"),
        ("title: Churn and customer models", "", "title: is missing"),
        ("summary: ", "summary: ''\n# ", "summary: is empty"),
        ("confidence: assumption", "confidence: sure", "confidence: “sure” is no confidence"),
        ("source: own assumption", "source: A book", "“own assumption” and confidence"),
        ("growth: 30 %", "grwth: 30 %", "answers.grwth: unknown key; did you mean growth?"),
        ("growth: 30 %", "growth: much", "answers.growth: "),
        ("growth: 30 %", "growth: {estimate: 30 %}", "answers.growth: must be a text"),
        ("growth: 30 %", "growth: ''", "answers.growth: is empty"),
        ("growth: 30 %", "budget: $100", "answers.budget: only the person can say this"),
        ("growth: 30 %", "cloud: aws", "answers.cloud: only the person can say this"),
        ("growth: 30 %", "growth: 30 %\n  growth: 40 %", "growth: stands there twice"),
        ("kind: postgresql", "kind: postgress", "answers.sources[1].kind: "),
        ("volume: 150 GB", "volume: 150 GX", "answers.sources[1].volume: "),
        ("name: subscriptions_db", "nam: subscriptions_db", "answers.sources[1].nam: unknown key"),
        ("compliance: [gdpr]", "compliance: [gdrp]", "answers.compliance: “gdrp”"),
        ("  use_cases:", "  pipelines:", "answers.pipelines[1].workload: unknown key"),
        ("[churn, ", "[fraud, ", "aliases: “fraud” stands in "),
        ("[churn, ", "['', ", "aliases: name at least one phrase"),
        ("answers:", "answers: {", "is not YAML"),
    ],
)
def test_a_mistake_is_named(
    broken: Callable[[str, str], str], old: str, new: str, said: str
) -> None:
    message = broken(old, new)
    assert said in message
    assert message.startswith("presets/")
    assert ".yaml" in message


def test_missing_answers_are_named(folder: Path) -> None:
    path = folder / "presets" / "churn_prediction.yaml"
    head, _, _ = path.read_text("utf-8").partition("answers:")
    path.write_text(head, "utf-8")
    with pytest.raises(BadCatalogue, match=r"churn_prediction\.yaml: .*answers: is missing"):
        read_presets(folder)
    path.write_text(head + "answers: {growth: 30 %}\n", "utf-8")
    with pytest.raises(BadCatalogue, match=r"answers\.sources: is missing"):
        read_presets(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match="presets: this folder is missing"):
        read_presets(tmp_path)


def test_the_untouched_copy_of_the_words_is_the_same(folder: Path) -> None:
    assert read_preset_words(folder) == load_preset_words()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ignored: [a, an", "ignored: [a, a, an", "ignored: names one twice"),
        ("weak: [ai", "weak: [your", "weak: “your” is ignored already"),
        ("numbers:", "number:", "number: unknown key; did you mean numbers?"),
        ("  good_score: 66", "", "numbers.good_score: is missing"),
        ("good_score: 66", "god_score: 66", "numbers.god_score: unknown key; did you mean"),
        ("good_score: 66", "good_score: much", "numbers.good_score: “much” is no number"),
        ("good_score: 66", "good_score: 166", "numbers.good_score: “166” must be more than 0"),
        ("good_score: 66", "good_score: 40", "numbers.good_score: must not be below least_score"),
        ("slip_quality: 0.92", "slip_quality: 92", "numbers.slip_quality: “92” must be more"),
        ("weak_weight: 0.15", "weak_weight: 0", "numbers.weak_weight: “0” must be more than 0"),
        ("most_words: 16", "most_words: 1.5", "numbers.most_words: “1.5” is no count"),
        ("two_slips_from: 9", "two_slips_from: 3", "must not be below one_slip_from"),
    ],
)
def test_a_mistake_in_the_words_is_named(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "preset_words.yaml"
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not there"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadCatalogue) as caught:
        read_preset_words(folder)
    assert said in str(caught.value)
    assert str(caught.value).startswith("preset_words.yaml: ")
