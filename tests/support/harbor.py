"""An answers file, and the blueprint that commands print for it."""

from __future__ import annotations

from data_platform.advisor import design
from data_platform.blueprint.render import render
from data_platform.catalog import load_catalogue
from data_platform.interview.answer_file import read_answers

ANSWERS = """\
platform_name: harbor
growth: {estimate: 60 %}
budget: unknown
sources:
  - {name: shop_db, kind: postgresql, volume: 180 GB}
"""


def expected(answers: str, **how: object) -> str:
    """What `show` prints. how: as for `render`."""
    blueprint = design(read_answers(answers).answers(), load_catalogue())
    return render(blueprint, **how)  # type: ignore[arg-type]
