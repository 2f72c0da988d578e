"""How shells are told what can be typed next: their scripts, and the answers to these.

All is click's, but for bash: its words end at = and @, and names may have blanks in them, so
the line as a whole is read here and what is offered is quoted. What is offered for an
argument is said in `completing`.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, ShellComplete
from click.shell_completion import get_completion_class as of_click

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASH = """\
%(complete_func)s() {
    local kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
            more) COMPREPLY+=("$value"); compopt -o nospace ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -F %(complete_func)s %(prog_name)s
"""
#: What stands in a word of bash as it is.
_UNQUOTED = re.compile(r"([^\w@%+=:,./\[\]-])")
#: Ends after which something is still to be typed.
_OPEN = ("=", ".", "@")


class Bash(BashComplete):
    """Reads the line as it is typed, and offers what bash can put there."""

    source_template = _BASH

    def source(self) -> str:
        """The script; it works from bash 4 on, which is not asked here."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words before the one that is typed, and that one."""
        words = _words(os.environ.get("COMP_LINE", ""))
        return [word for word, _, _ in words[1:-1]], words[-1][0] if len(words) > 1 else ""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """One line: its kind, and what bash puts in place of the part that it replaces."""
        if item.type != "plain":
            return f"{item.type},"
        words = _words(os.environ.get("COMP_LINE", ""))
        _, raw, quote = words[-1]
        value, kind = item.value, "more" if item.value.endswith(_OPEN) else "plain"
        if quote:  # bash replaces what stands after the quote, and closes it itself
            return f"{kind},{value}"
        value = _UNQUOTED.sub(r"\\\1", value)
        return f"{kind},{value[_kept(raw, os.environ.get('COMP_WORDBREAKS', '')) :]}"


def _kept(raw: str, breaks: str) -> int:
    """How much of a typed word bash leaves as it is: what stands before its last break."""
    ends = [raw.rfind(one) + 1 for one in breaks if one not in " \t\n\"'\\"]
    end = max(ends, default=0)
    return end - 1 if raw[end - 1 : end] == "@" else end  # an @ belongs to what follows


def script(shell: str, cli: click.Command, program: str, variable: str) -> str:
    """What a shell reads to complete the commands."""
    return _class(shell)(cli, {}, program, variable).source()


def complete(cli: click.Command, program: str, variable: str) -> int:
    """Answer a shell that asks what can be typed next; silent where it asks what it cannot."""
    shell, _, what = os.environ.get(variable, "").partition("_")
    # Another shell, a line that is missing or no line, a shell that is gone: no message.
    with suppress(KeyError, ValueError, OSError, click.ClickException):
        asked = _class(shell)(cli, {}, program, variable)
        if what in ("complete", "source"):
            click.echo(asked.complete() if what == "complete" else asked.source())
            return 0
    return 1


def _class(shell: str) -> type[ShellComplete]:
    found = Bash if shell == "bash" else of_click(shell)
    if found is None:
        raise ValueError(shell)
    return found


def _words(line: str) -> list[tuple[str, str, str]]:
    """The words of a line: what each means, as it is typed, and the quote that is still open.

    The last one is typed now; it is empty behind a blank.
    """
    return list(_split(line))


def _split(line: str) -> Iterator[tuple[str, str, str]]:
    said, raw, quote, begun, at = "", "", "", False, 0
    while at < len(line):
        char = line[at]
        after = line[at + 1 : at + 2]
        at += 1
        if not quote and char.isspace():
            if begun:
                yield said, raw, ""
            said, raw, begun = "", "", False
            continue
        begun, raw = True, raw + char
        if char == quote:
            quote = ""
        elif not quote and char in "\"'":
            quote = char
        elif char == "\\" and quote != "'" and (not quote or after in '"\\$`'):
            said, raw, at = said + after, raw + after, at + 1
        else:
            said += char
    yield said, raw, quote
