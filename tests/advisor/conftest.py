from __future__ import annotations

from collections.abc import Callable

import pytest

from data_platform.advisor.needs import resolve
from data_platform.advisor.stack import Design, decide
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers


@pytest.fixture
def decided() -> Callable[[str], Design]:
    """Everything that is decided for an answers file."""

    def run(text: str) -> Design:
        catalogue = load_catalogue()
        return decide(resolve(read_answers(text).answers(), catalogue), catalogue)

    return run
