"""The commands by what they are for, as the help of the group lists them."""

from __future__ import annotations

from collections.abc import Iterator

import click

THEMES = {
    "Sessions": (
        *("new", "resume", "list", "rename", "duplicate", "archive", "delete", "restore"),
        *("versions",),
    ),
    "Answers": ("questions", "answer", "answers", "history", "undo", "redo", "presets"),
    "Blueprints": (
        "show",
        "explain",
        "what-if",
        "what-matters",
        "scale",
        "copy",
        "diff",
        "pipeline",
        "storage",
        "governance",
        "schema",
    ),
    "Prices": ("price",),
    "Files": ("export", "import", "merge", "salvage"),
    "The program": ("where", "doctor", "completion"),
}

#: The longest description of a command; it is wrapped, not cut.
_LONGEST = 120


def by_theme(group: click.Group, ctx: click.Context) -> Iterator[tuple[str, list[click.Command]]]:
    """The commands under each heading; what has none comes last."""
    known = {name for names in THEMES.values() for name in names}
    rest = [name for name in group.list_commands(ctx) if name not in known]
    for heading, names in {**THEMES, "Others": rest}.items():
        found = [group.get_command(ctx, name) for name in names]
        shown = [command for command in found if command is not None and not command.hidden]
        if shown:
            yield heading, shown


def write_commands(group: click.Group, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write all commands, each with what it does in one line."""
    room = max((len(name) for name in group.commands), default=0)
    for heading, commands in by_theme(group, ctx):
        with formatter.section(heading):
            rows = [(str(c.name).ljust(room), c.get_short_help_str(_LONGEST)) for c in commands]
            formatter.write_dl(rows)
