"""The quick commands: what is typed, the parts of the blueprint, the screen that decides them.

The app's command bar and the command line share this table. How they are run is not here.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What each begins with in the app; on the command line it is the program's own name.
NAME = "/data-platform"


@dataclass(frozen=True)
class QuickCommand:
    """A command like `/data-platform storage`.

    word: what follows the name; empty for the whole. sections: names of the blueprint's
    sections that it shows, all of them where none is named; the first is where the preview
    stands. screen: the id of the screen that decides them, empty for the whole.
    """

    word: str
    title: str
    screen: str = ""
    sections: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """As it is typed in the app."""
        return f"{NAME} {self.word}".rstrip()


QUICK_COMMANDS = (
    QuickCommand("", "Full platform blueprint"),
    QuickCommand(
        "pipeline",
        "Pipeline design",
        "pipeline_architect",
        ("ingestion", "transformation", "flows"),
    ),
    QuickCommand("storage", "Storage architecture", "storage_designer", ("storage", "models")),
    QuickCommand(
        "governance", "Governance model", "access_manager", ("governance", "governance_model")
    ),
)


def quick_command(word: str) -> QuickCommand | None:
    """The command of a word, however it is written; none where there is no such."""
    wanted = word.strip().casefold()
    return next((one for one in QUICK_COMMANDS if one.word == wanted), None)
