"""The app that interviews a person: screens, widgets, keys and clipboard. No design rules."""
