"""Every command, by being imported: each module adds its own to the group."""

from __future__ import annotations

from data_platform.cli import (
    asking,
    blueprints,
    changes,
    explaining,
    files,
    merging,
    pricing,
    quick,
    sessions,
    setup,
)
from data_platform.cli.door import main

__all__ = [
    "asking",
    "blueprints",
    "changes",
    "explaining",
    "files",
    "main",
    "merging",
    "pricing",
    "quick",
    "sessions",
    "setup",
]
