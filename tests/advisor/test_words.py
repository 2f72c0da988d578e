from __future__ import annotations

import pytest
import yaml

from data_platform import templates
from data_platform.advisor.words import listed, say
from data_platform.interview.names import slug, unique


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_lists_in_words(items: list[str], said: str) -> None:
    assert listed(items) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Shop DB (main)", "shop_db_main"),
        ("Überweisungen", "uberweisungen"),
        ("データ", "thing"),
        ("../../etc/passwd", "etc_passwd"),
        ("x" * 90, "x" * 40),
    ],
)
def test_names_for_paths_and_tables_are_plain(text: str, said: str) -> None:
    assert slug(text, "thing") == said


def test_a_taken_name_gets_a_number() -> None:
    assert unique("a", ["b"]) == "a"
    assert unique("a", ["A", "a_2"]) == "a_3"


def test_user_text_is_a_value_and_never_a_phrase() -> None:
    said = say("build_plan.first", source="{lake} {0} %s {source!r}")
    assert said.startswith("{lake} {0} %s {source!r} end to end")


def test_every_phrase_can_be_filled() -> None:
    """Each file is a flat mapping of names to sentences whose braces are balanced."""
    for section in ("assumptions", "cost", "decisions", "flows", "ingestion", "storage"):
        loaded = yaml.safe_load(templates.read(f"phrases/{section}.yaml"))
        for name, phrase in loaded.items():
            assert isinstance(phrase, str), (section, name)
            phrase.format_map(_Anything())


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
