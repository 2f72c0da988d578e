"""Answers for the tests of what is asked about a design."""

from __future__ import annotations

import pytest

from data_platform.catalog import Catalogue, load_catalogue
from data_platform.interview.answer_file import read_answers
from data_platform.interview.answers import Answers
from data_platform.interview.notebook import Notebook

SHOP = """
platform_name: shop
sources:
  - {name: shop_db, kind: postgresql, volume: 120 GB, daily_volume: 1 GB/day}
  - {name: clicks, kind: app_events}
  - {name: taps, kind: app_events}
use_cases:
  - {name: reports, workload: bi, freshness: 1 day}
cloud: aws
budget: $2,000
growth: {estimate: 60 %}
team_size: unknown
"""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def notebook() -> Notebook:
    return read_answers(SHOP)


@pytest.fixture
def shop(notebook: Notebook) -> Answers:
    return notebook.answers()
