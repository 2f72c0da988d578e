"""What a source holds is told by its kind, the words of its name, or its shape."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data_platform.catalog import load_catalogue


@pytest.mark.parametrize(
    ("name", "kind", "shape", "subject"),
    [
        ("webshop_orders", "mysql", "database", "order_line"),
        ("invoices", "postgresql", "database", "payment"),
        ("backend", "postgresql", "database", "transaction"),
        ("payments", "event_stream", "stream", "payment"),
        ("machines", "iot", "stream", "reading"),
        ("orders", "documents", "document", "document"),
        ("x", "rest_api", "api", "record"),
    ],
)
def test_what_a_source_holds(name: str, kind: str, shape: str, subject: str) -> None:
    assert load_catalogue().subjects.of(name, kind, shape).id == subject


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("subjects.yaml", "words: [log,", "words: [order,", "“order” stands in order_line too"),
        ("subjects.yaml", "shapes: [document]", "shapes: [stream]", "stands in event too"),
        ("subjects.yaml", "  shapes: [document]\n", "", "no subject is for sources of the shape"),
        ("subjects.yaml", "kinds: [iot]", "kinds: [iott]", "did you mean iot?"),
        ("subjects.yaml", "words: [crm,", "words: [CRM tools,", "no short name in lower case"),
        ("subjects.yaml", "keys: [payment_id]", "keys: []", "name at least one column"),
        ("layouts.yaml", "days:", "hours:", "is no layout; known are days"),
        ("layouts.yaml", "[bigquery]", "[snowflake]", "“snowflake” stands in days too"),
        ("layouts.yaml", "[bigquery]", "[bigqery]", "did you mean bigquery?"),
    ],
)
def test_a_mistake_is_named(
    spoil: Callable[..., str], file: str, old: str, new: str, said: str
) -> None:
    message = spoil(file, old, new)
    assert said in message
    assert file in message
