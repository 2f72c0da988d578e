"""The door: the command line. Thin; what it opens is imported only when it is used."""

from data_platform.cli.commands import main

__all__ = ["main"]
