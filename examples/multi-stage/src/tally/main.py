"""The console script `tally`."""

import argparse
import json
from pathlib import Path

from tally import __version__
from tally.checkout import lines_by_suffix
from tally.server import serve


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = parser().parse_args(arguments)
    if options.command == "serve":
        serve(options.root, options.port)
    else:
        print(json.dumps(lines_by_suffix(options.root), indent=2))
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    result = argparse.ArgumentParser(prog="tally", description="Counts the lines of a git checkout.")
    result.add_argument("--version", action="version", version=f"tally {__version__}")
    commands = result.add_subparsers(dest="command", required=True)
    for name, text in (("count", "print the counts as JSON"), ("serve", "answer them over HTTP")):
        command = commands.add_parser(name, help=text)
        command.add_argument("root", type=Path, nargs="?", default=Path("."), help="the checkout")
        if name == "serve":
            command.add_argument("--port", type=int, default=8000)
    return result
