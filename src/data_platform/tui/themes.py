"""The themes: dark, light, of high contrast, and in the terminal's own colours."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme


def _own(name: str, dark: bool, ink: str, paper: str, **more: str) -> Theme:
    accent, dim = more["accent"], more["dim"]
    return Theme(
        name=name,
        primary=accent,
        secondary=dim,
        accent=accent,
        warning=more["error"],
        error=more["error"],
        success=more["good"],
        foreground=ink,
        background=paper,
        surface=more["surface"],
        panel=more["surface"],
        dark=dark,
        variables={
            "dim": dim,
            "good": more["good"],
            "bar": more["bar"],
            "cursor-ink": paper,
            "veil": more.get("veil", f"{paper} 60%"),
            "cursor-paper": accent,
            "input-cursor-background": ink,
            "input-cursor-foreground": paper,
            "input-selection-background": more.get("selection", f"{accent} 40%"),
            "scrollbar": more["bar"],
            "scrollbar-background": paper,
            "scrollbar-corner-color": paper,
            # What Textual makes of the others is as it should be but for high contrast.
            **({"text-disabled": more["hint"]} if "hint" in more else {}),
        },
    )


DARK = _own(
    "platform-dark",
    True,
    "#d7dae0",
    "#16181d",
    accent="#e5b567",
    dim="#8b92a0",
    error="#f07f7f",
    good="#8fbf7f",
    surface="#1f2229",
    bar="#4a505c",
)
LIGHT = _own(
    "platform-light",
    False,
    "#22262d",
    "#fbfaf7",
    accent="#8a5a00",
    dim="#656b76",
    error="#b3261e",
    good="#2f6f3a",
    surface="#f0eee8",
    bar="#b9bcc2",
)


#: Every text has a contrast of 7 to 1 and more with what it stands on (WCAG 2, level AAA).
CONTRAST = _own(
    "platform-contrast",
    True,
    "#ffffff",
    "#000000",
    accent="#ffd700",
    dim="#d0d0d0",
    error="#ff9c9c",
    good="#7dff7d",
    surface="#000000",
    bar="#ffffff",
    selection="#005f5f",
    veil="#000000",
    hint="#d0d0d0",
)
#: The action that changes the theme goes from one to the next.
CYCLE = (DARK.name, LIGHT.name, CONTRAST.name)


def terminal_theme() -> Theme:
    """The terminal's own colours, for NO_COLOR and for who likes them."""
    base = BUILTIN_THEMES["ansi-dark"]
    return Theme(
        name="platform-terminal",
        ansi=True,
        primary="ansi_default",
        secondary="ansi_default",
        warning="ansi_default",
        error="ansi_default",
        success="ansi_default",
        accent="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **base.variables,
            "dim": "ansi_default",
            "good": "ansi_default",
            "bar": "ansi_default",
            "cursor-ink": "ansi_default",
            "veil": "ansi_default",
            "cursor-paper": "ansi_default",
            "scrollbar": "ansi_default",
            "scrollbar-background": "ansi_default",
        },
    )


THEMES = (DARK, LIGHT, CONTRAST, terminal_theme())


def chosen(setting: str, remembered: str | None) -> str:
    """The theme's name. remembered: the name of the one that was chosen last in the app."""
    if setting != "auto":
        return f"platform-{setting}"
    return remembered if remembered in CYCLE else DARK.name


def following(name: str) -> str:
    """The theme that the action goes on to."""
    return CYCLE[(CYCLE.index(name) + 1) % len(CYCLE)] if name in CYCLE else CYCLE[0]
