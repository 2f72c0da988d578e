"""The commands for a blueprint: printed, copied; and for what it is made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from data_platform.blueprint.widths import NARROWEST, WIDEST
from data_platform.cli import terminal
from data_platform.cli.completing import FILE, VERSIONED
from data_platform.cli.door import main, section_options, store_option, store_path
from data_platform.cli.terminal import NO_SESSION, Failure, emit, note

if TYPE_CHECKING:
    from data_platform.interview.notebook import Notebook


@main.command(
    epilog="""\b
Examples:
  data-platform show
  data-platform show acme --section storage
  data-platform show acme@v1 --format markdown
  data-platform show --answers harbor.yaml --width 100
"""
)
@click.argument("session", required=False, type=VERSIONED)
@click.option(
    "--answers", metavar="FILE", type=FILE, help="Answers in YAML instead of a session; - is stdin."
)
@section_options
@click.option(
    "--width",
    type=click.IntRange(NARROWEST, WIDEST),
    help="Columns of the text; otherwise those of the terminal (40 to 120), or 80.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="No box drawing, nothing but ASCII.")
@store_option
def show(
    session: str | None,
    answers: str | None,
    section: str | None,
    form: str,
    width: int | None,
    ascii_only: bool,
) -> None:
    """Print a blueprint: of a session, or of answers in a file."""
    print_blueprint(session, answers, section, form, width, ascii_only)


@main.command(
    epilog="""\b
Examples:
  data-platform copy acme
  data-platform copy --section cost --format markdown
  data-platform copy acme --to blueprint.txt
"""
)
@click.argument("session", required=False, type=VERSIONED)
@section_options
@click.option(
    "--to", metavar="FILE", type=FILE, help="Write it to a file instead; the file is replaced."
)
@store_option
def copy(session: str | None, section: str | None, form: str, to: str | None) -> None:
    """Copy a blueprint, or a section of it, to the clipboard."""
    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of, material, section_named

    name = section_named(section)
    found = material(store_path(), session, None)
    if found.is_example:
        raise Failure(NO_SESSION)
    text = render(blueprint_of(found.notebook), form, name, page_width())
    if to is not None:
        terminal.write_file(to, text)
        note(f"Wrote {found.label} to {to}.")
        return
    from data_platform.settings.reader import load_settings
    from data_platform.tui.clipboard import copy_text

    with terminal.terminal_writer() as write:
        ways = load_settings().clipboard
        note(copy_text(text, write=write, ways=ways, file_key="--to FILE"))


@main.command(
    epilog="""\b
Examples:
  data-platform schema
"""
)
def schema() -> None:
    """Print the JSON Schema of a blueprint in JSON."""
    import json

    from data_platform.blueprint.render import json_schema

    emit(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


@main.command(
    epilog="""\b
Examples:
  data-platform questions
  data-platform questions --format json
"""
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are written.",
)
def questions(form: str) -> None:
    """Print every question, with the keys of an answers file."""
    from data_platform.cli import listing
    from data_platform.interview.questions import load_screens

    if form == "json":
        emit(listing.questions_json(load_screens()))
    else:
        emit(listing.questions_text(load_screens(), terminal.text_width()))


@main.command(
    epilog="""\b
Examples:
  data-platform answers acme
  data-platform answers acme@v1
"""
)
@click.argument("session", required=False, type=VERSIONED)
@store_option
def answers(session: str | None) -> None:
    """Print the answers of a session, as `new --answers` reads them."""
    from data_platform.cli.material import material
    from data_platform.interview.answer_file import write_answers

    found = material(store_path(), session, None)
    if found.is_example:
        note("There is no session yet: these are the answers of the example.")
    emit(write_answers(found.notebook))


def print_blueprint(
    session: str | None,
    answers: str | None,
    section: str | None,
    form: str,
    width: int | None,
    ascii_only: bool,
    why: str = "",
) -> None:
    """Print a blueprint of a session or of answers. why: said first, on stderr."""
    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of, material, section_named

    name = section_named(section)
    found = material(store_path(), session, answers)
    if found.is_example:
        why = f"{why}, and no session yet" if why else "There is no session yet"
    if why:
        note(f"{why}: this is the blueprint of {found.label}.")
    blueprint = blueprint_of(found.notebook)
    plain = ascii_only or terminal.only_ascii()
    emit(render(blueprint, form, name, width or page_width(), plain))


def print_blueprint_of(
    notebook: Notebook, form: str = "text", width: int | None = None, ascii_only: bool = False
) -> None:
    """Print the whole blueprint of answers."""
    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of

    plain = ascii_only or terminal.only_ascii()
    emit(render(blueprint_of(notebook), form, None, width or page_width(), plain))


def print_parts(
    session: str | None,
    answers: str | None,
    sections: Sequence[str],
    form: str,
    width: int | None,
    ascii_only: bool,
) -> None:
    """Print some sections of a blueprint, one after the other; in JSON as one object."""
    import json

    from data_platform.blueprint.render import render
    from data_platform.cli.material import blueprint_of, material

    found = material(store_path(), session, answers)
    if found.is_example:
        note(f"There is no session yet: this is the blueprint of {found.label}.")
    elif session is None and answers is None:
        note(f"This is of {found.label}, the last used one.")
    blueprint = blueprint_of(found.notebook)
    plain = ascii_only or terminal.only_ascii()
    columns = width or page_width()
    texts = [render(blueprint, form, name, columns, plain) for name in sections]
    if form == "json":
        whole = {name: json.loads(text) for name, text in zip(sections, texts, strict=True)}
        emit(json.dumps(whole, indent=2, ensure_ascii=plain) + "\n")
    else:
        emit("\n".join(texts))


def page_width() -> int:
    """The columns of printed text: as the settings say, else the terminal's."""
    from data_platform.settings.reader import load_settings

    return load_settings().width or terminal.text_width()
