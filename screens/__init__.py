"""Reads the interview's screens; the YAML files beside this one hold what is asked."""

from importlib.resources import files


def read_all() -> list[tuple[str, str]]:
    """Name and text of each screen file, in the order of the interview."""
    found = [file for file in files(__package__).iterdir() if file.name.endswith(".yaml")]
    return [(file.name, file.read_text("utf-8")) for file in sorted(found, key=lambda f: f.name)]
