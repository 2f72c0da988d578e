"""Reads what we write: Jinja2 templates of the blueprint, and the phrases of its sentences."""

from functools import cache
from importlib.resources import files


@cache
def read(path: str) -> str:
    """The text of one file below this folder, by a path like `blueprint/title.txt.j2`."""
    return files(__package__).joinpath(path).read_text("utf-8")
