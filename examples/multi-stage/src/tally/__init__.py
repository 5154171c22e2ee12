"""Counts the lines of a git checkout."""

from importlib.metadata import version

__version__ = version("tally")
