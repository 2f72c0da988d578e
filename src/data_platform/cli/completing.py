"""What the shell offers for an argument: names of sessions, versions, sections, answers, files.

Quick, silent and without a trace: whatever goes wrong, nothing is offered. No library of the
app or the blueprint is loaded for names of sessions, and none of the app's for any.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    _Type: TypeAlias = click.ParamType[str]
    Items: TypeAlias = list[CompletionItem[str]]
else:
    _Type = click.ParamType  # no generic in every version


class Completed(_Type):
    """A text whose completions are `offers`; it is taken as it was typed."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text itself."""
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
        """What fits what is typed so far; nothing where that cannot be known."""
        try:
            return fitting(self.offers(ctx, incomplete), incomplete)
        except Exception:  # a shell that completes is no place for a message
            return []

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """What can stand here. typed: so far."""
        return ()


class SessionName(Completed):
    """The name of a session. state: live ones, or those put away. versions: acme@v1 too."""

    name = "session"

    def __init__(self, state: str = "live", *, versions: bool = False) -> None:
        self.state = state
        self.versions = versions

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """The sessions of the file that is meant, and the versions behind an @."""
        from data_platform.sessions import glance

        path = _store(ctx)
        if self.versions and "@" in typed:
            session = typed.rpartition("@")[0]
            return _plain(f"{session}@{name}" for name in glance.version_names(path, session))
        return _plain(glance.session_names(path, self.state))


class VersionName(Completed):
    """The name of a version of the session that stands on the line."""

    name = "version"

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """The versions of the session; of the last used one where none is named."""
        from data_platform.sessions import glance

        path = _store(ctx)
        # While an option has no value yet, click leaves what stands before it in `args`.
        named = ctx.params.get("session") or next(iter(ctx.args), "")
        session = named or next(iter(glance.session_names(path)), "")
        return _plain(glance.version_names(path, session))


class SectionName(Completed):
    """A section of the blueprint."""

    name = "section"

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """Every section's name, with its heading."""
        from data_platform.blueprint.model import SECTIONS

        return [CompletionItem(name, help=heading) for name, heading in SECTIONS.items()]


class PresetName(Completed):
    """A use case to start from."""

    name = "preset"

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """The names of the presets' files: reading them all takes too long here."""
        from importlib.resources import files

        names = (one.name for one in files("data_platform.catalog").joinpath("presets").iterdir())
        return _plain(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml")))


class Assignment(Completed):
    """KEY=VALUE: the key of an answer, and what can be chosen for it."""

    name = "key=value"

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """Keys up to the =; behind it the options, where there are some."""
        key, equals, _ = typed.partition("=")
        if equals:
            return _values(key)
        name, dot, rest = key.partition(".")
        return _fields(ctx, name, rest) if dot else _keys()


class SkuQuantity(Completed):
    """SKU=QUANTITY: a SKU of the price book."""

    name = "sku=quantity"

    def offers(self, ctx: click.Context, typed: str) -> Iterable[CompletionItem[str]]:
        """Every SKU with a price, up to the =."""
        from data_platform.catalog import load_catalogue

        prices = load_catalogue().prices.values()
        return [
            CompletionItem(f"{one.sku}=", help=f"{one.vendor}, {one.service}") for one in prices
        ]


class FileName(Completed):
    """A file; the shell completes it itself."""

    name = "file"

    def __init__(self, kind: str = "file") -> None:
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
        """Leave it to the shell."""
        return [CompletionItem(incomplete, type=self.kind)]


class Material(SessionName):
    """A session, a version of one, or a file of answers: where no session fits, files."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
        """The sessions that fit, and what the shell finds of files."""
        found = super().shell_complete(ctx, param, incomplete)
        return [*found, CompletionItem(incomplete, type="file")]


SESSION = SessionName()
#: A session, or a version of one: acme@v1.
VERSIONED = SessionName(versions=True)
#: A session that `restore` brings back.
PUT_AWAY = SessionName("away")
VERSION = VersionName()
SECTION = SectionName()
MATERIAL = Material(versions=True)
PRESET = PresetName()
ASSIGNMENT = Assignment()
SKU = SkuQuantity()
FILE = FileName()
FOLDER = FileName("dir")


def fitting(items: Iterable[CompletionItem[str]], typed: str) -> Items:
    """The items that begin with what is typed; case does not matter."""
    start = typed.casefold()
    return [item for item in items if item.value.casefold().startswith(start)]


def _plain(words: Iterable[str]) -> Items:
    return [CompletionItem(word) for word in words]


def _store(ctx: click.Context) -> Path:
    from data_platform.sessions import glance

    return glance.path_of(ctx.find_root().meta.get("data_platform.store"))


# -- answers -------------------------------------------------------------------------


def _keys() -> Items:
    """Every answer by its name; a list can have a record added, or a field of one set."""
    from data_platform.interview.answers import fields
    from data_platform.interview.kinds import Kind

    found: Items = []
    for name, kind in fields().items():
        ends = ("=",) if isinstance(kind, Kind) else (".", "+=", "-=")
        found += _plain(name + end for end in ends)
    return found


def _fields(ctx: click.Context, name: str, rest: str) -> Items:
    """The records of a list; and once one is typed, what can be said of it."""
    from data_platform.interview.answers import fields
    from data_platform.interview.kinds import Kind
    from data_platform.interview.meaning import naming_field
    from data_platform.sessions import glance

    model = fields()[name]
    if isinstance(model, Kind):
        return []
    session = str(ctx.params.get("session") or "")
    names = glance.record_names(_store(ctx), session, name, naming_field(name))
    for record in names:
        if rest.casefold().startswith(f"{record}.".casefold()):
            return _plain(f"{name}.{record}.{field}=" for field in fields(model))
    return _plain(f"{name}.{record}." for record in names)


def _values(key: str) -> Items:
    from data_platform.interview.answers import kind_of

    name, dot, rest = key.rstrip("+-").partition(".")
    if "[" in name or not dot:
        path = name if not dot else f"{name.partition('[')[0]}.{rest}"
    else:
        path = f"{name}.{rest.rpartition('.')[2]}"
    options = [CompletionItem(f"{key}={o.id}", help=o.label) for o in kind_of(path).options]
    return [*options, CompletionItem(f"{key}=unknown", help="Nobody knows yet")]
