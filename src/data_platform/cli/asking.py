"""The commands that ask of a design: what if, what matters, and how far it scales."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.cli import terminal
from data_platform.cli.completing import ASSIGNMENT, FILE, VERSIONED
from data_platform.cli.door import main, store_option, store_path
from data_platform.cli.terminal import Failure, emit, note

if TYPE_CHECKING:
    from data_platform.cli.material import Material

F = TypeVar("F", bound=Callable[..., Any])


def _options(command: F) -> F:
    """Adds what the three have in common."""
    for option in (
        store_option,
        click.option("--ascii", "ascii_only", is_flag=True, help="Print nothing but ASCII."),
        click.option(
            "--width",
            type=click.IntRange(NARROWEST, WIDEST),
            help="Columns of the text; otherwise those of the terminal (40 to 120), or 80.",
        ),
        click.option("--json", "as_json", is_flag=True, help="As JSON."),
        click.option(
            "--answers",
            metavar="FILE",
            type=FILE,
            help="Answers in YAML instead of a session; - is stdin.",
        ),
    ):
        command = option(command)
    return command


def _material(session: str | None, answers: str | None) -> Material:
    """The answers that are asked about; which they are is said, where nobody named them."""
    from data_platform.cli.material import material

    found = material(store_path(), session, answers)
    if found.is_example:
        note("There is no session yet: this is of the example.")
    elif session is None and answers is None:
        note(f"This is of {found.label}, the last used one.")
    return found


def _page(width: int | None, ascii_only: bool) -> tuple[int, bool]:
    from data_platform.cli.blueprints import page_width

    return width or page_width(), ascii_only or terminal.only_ascii()


@main.command(
    "what-if",
    epilog="""\b
Examples:
  data-platform what-if growth=5x budget=2000
  data-platform what-if acme cloud=gcp
  data-platform what-if acme volume=10x users=3x --json
  data-platform what-if --answers harbor.yaml sources.shop_db.volume=10x "growth=60 %"
""",
)
@click.argument("words", metavar="[SESSION] ASSIGNMENT...", nargs=-1, type=ASSIGNMENT)
@_options
def what_if(
    words: tuple[str, ...],
    answers: str | None,
    as_json: bool,
    width: int | None,
    ascii_only: bool,
) -> None:
    """Say what other answers would change in design and cost. Nothing is saved.

    An ASSIGNMENT is written as for `answer`: KEY=VALUE. A number may also be said in times of
    what it is, or of what is assumed: budget=2x, sources.crm.volume=10x. Of growth, 5x means
    five times as much within a year, which is a growth of 400 %. Some words stand for several
    answers: volume=10x (volume and daily volume of every source), events=10x (events a second,
    and the volumes of what streams), users=3x (of every use case, and at the same time),
    requests=2x (of applications), load=10x (all of these, and documents).
    """
    from data_platform.inquiry.what_if import what_if as asked
    from data_platform.inquiry.what_if_text import NOT_SAVED, what_if_json, what_if_text
    from data_platform.interview.answer_file import BadAnswers

    session, written = _split(words, answers)
    found = _material(session, answers)
    try:
        then = asked(found.notebook, written, _catalogue())
    except BadAnswers as error:
        listed = "\n".join(f"  {problem}" for problem in error.problems)
        raise Failure(f"that cannot be tried:\n{listed}") from None
    columns, plain = _page(width, ascii_only)
    if as_json:
        emit(what_if_json(then, plain))
    else:
        emit("\n".join(what_if_text(then, written, columns, plain)) + "\n")
    note(NOT_SAVED)


@main.command(
    "what-matters",
    epilog="""\b
Examples:
  data-platform what-matters
  data-platform what-matters acme --top 3
  data-platform what-matters --answers harbor.yaml --json
""",
)
@click.argument("session", required=False, type=VERSIONED)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    help="List the first N.",
)
@_options
def what_matters(
    session: str | None,
    top: int,
    answers: str | None,
    as_json: bool,
    width: int | None,
    ascii_only: bool,
) -> None:
    """List the open questions by how much of the design and of the cost they decide.

    The plausible answers of each are tried: every option of a choice, both of yes and no, the
    band of a number.
    """
    from data_platform.inquiry.what_matters import ranking
    from data_platform.inquiry.what_matters_text import what_matters_json, what_matters_text

    found = _material(session, answers)
    ranked = ranking(found.notebook.answers(), _catalogue())
    columns, plain = _page(width, ascii_only)
    if as_json:
        emit(what_matters_json(ranked, top, plain))
    else:
        emit("\n".join(what_matters_text(ranked, top, columns, plain)) + "\n")


@main.command(
    epilog="""\b
Examples:
  data-platform scale
  data-platform scale acme --ascii
  data-platform scale --answers harbor.yaml --json
""",
)
@click.argument("session", required=False, type=VERSIONED)
@_options
def scale(
    session: str | None,
    answers: str | None,
    as_json: bool,
    width: int | None,
    ascii_only: bool,
) -> None:
    """Plot the cost from today's load to 1,000 times as much, and say what changes where."""
    from data_platform.inquiry.scale import scale_path
    from data_platform.inquiry.scale_text import scale_json, scale_text

    found = _material(session, answers)
    path = scale_path(found.notebook.answers(), _catalogue())
    columns, plain = _page(width, ascii_only)
    if as_json:
        emit(scale_json(path, plain))
    else:
        emit("\n".join(scale_text(path, columns, plain)) + "\n")


def _catalogue() -> Any:
    from data_platform.cli.material import priced_catalogue

    return priced_catalogue()


def _split(words: tuple[str, ...], answers: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The session, where one is named first, and the assignments. Raises UsageError."""
    if words and "=" not in words[0]:
        if answers is not None:
            raise click.UsageError("Give a session or --answers, not both.")
        session, words = words[0], words[1:]
    else:
        session = None
    if not words:
        raise click.UsageError("Say what would be otherwise, like growth=5x or cloud=gcp.")
    return session, words
