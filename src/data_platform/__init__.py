"""DATA.PLATFORM.EXE, a data architecture strategist in the terminal."""

__version__ = "0.1.0"
