"""The command that explains a line of the blueprint."""

from __future__ import annotations

import click

from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.cli import terminal
from data_platform.cli.completing import FILE
from data_platform.cli.door import main, store_option, store_path
from data_platform.cli.terminal import emit, note


@main.command(
    epilog="""\b
Examples:
  data-platform explain cost.total
  data-platform explain acme ingestion.shop_db.method
  data-platform explain acme 3
  data-platform explain "Analytical store" --quick
  data-platform explain --answers harbor.yaml cost.compute --json
  data-platform explain --keys
"""
)
@click.argument("words", metavar="[SESSION] LINE-OR-KEY", nargs=-1)
@click.option(
    "--answers", metavar="FILE", type=FILE, help="Answers in YAML instead of a session; - is stdin."
)
@click.option("--keys", is_flag=True, help="List the lines with their numbers and keys instead.")
@click.option("--quick", is_flag=True, help="Do not try what the line moves with.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--width",
    type=click.IntRange(NARROWEST, WIDEST),
    default=80,
    show_default=True,
    help="Columns of the blueprint whose lines are numbered, and of the text.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="Nothing but ASCII.")
@store_option
def explain(
    words: tuple[str, ...],
    answers: str | None,
    keys: bool,
    quick: bool,
    as_json: bool,
    width: int,
    ascii_only: bool,
) -> None:
    """Say why a line of the blueprint says what it says.

    LINE-OR-KEY is the number of a line of `show`, a key as `--keys` lists them, or words that
    are in the line. It is followed down to the rule, the decision, the limits, the arithmetic,
    the price with its date and source, and the answers, assumptions and constants that it moves
    with: each is changed in turn, and the design made again.
    """
    from data_platform.cli.material import material, priced_catalogue

    session, asked = _split(words, answers, keys)
    found = material(store_path(), session, answers)
    if found.is_example:
        note("There is no session yet: this is of the example.")
    elif session is None and answers is None:
        note(f"This is of {found.label}, the last used one.")
    given, catalogue = found.notebook.answers(), priced_catalogue()
    plain = ascii_only or terminal.only_ascii()
    if keys:
        from data_platform.advisor import design
        from data_platform.blueprint.places import places
        from data_platform.inquiry.written import write_keys

        emit(write_keys(places(design(given, catalogue), width), as_json, plain))
        return
    from data_platform.inquiry.explain import NoSuchLine
    from data_platform.inquiry.explain import explain as explanation_of
    from data_platform.inquiry.written import write_explanation

    try:
        explanation = explanation_of(given, catalogue, asked, width, deep=not quick)
    except NoSuchLine as error:
        raise click.BadParameter(
            f"{error}; `data-platform explain --keys` lists all", param_hint="LINE-OR-KEY"
        ) from None
    form = "json" if as_json else "text"
    emit(write_explanation(explanation, form, width, plain, deep=not quick))


def _split(words: tuple[str, ...], answers: str | None, keys: bool) -> tuple[str | None, str]:
    """The session, where one is named, and what is asked."""
    most = 1 if keys or answers is not None else 2
    if keys and answers is not None and words:
        raise click.UsageError("Give a session or --answers, not both.")
    if len(words) > most:
        raise click.UsageError("Give one session at most, and one line; quote words that are one.")
    if keys:
        return (words[0] if words else None), ""
    if not words:
        raise click.UsageError("Say which line: its number, its key, or words that are in it.")
    return (words[0] if len(words) == 2 else None), words[-1]
