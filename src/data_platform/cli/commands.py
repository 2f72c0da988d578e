"""Every command, by being imported: each module adds its own to the group."""

from __future__ import annotations

from data_platform.cli import blueprints, changes, files, merging, quick, sessions, setup
from data_platform.cli.door import main

__all__ = ["blueprints", "changes", "files", "main", "merging", "quick", "sessions", "setup"]
