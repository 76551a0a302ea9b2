"""What the commands' parsers share."""

from __future__ import annotations

import argparse
import os
import sys

WIDTH = 96


class Names(argparse.Action):
    """Names divided by commas; the option may be given again."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        _option: str | None = None,
    ) -> None:
        given = tuple(name.strip() for name in str(values).split(",") if name.strip())
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), *given))


def parser(command: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"iamlint {command}",
        description=description,
        allow_abbrev=False,
        # a fixed width: asking the terminal for its own imports half of an archiver
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH),
    )


def add_color(found: argparse._ActionsContainer) -> None:
    found.add_argument("--no-color", action="store_true", help="no colours, whatever the terminal")


def wants_color(no_color: bool) -> bool:
    """Colours for a terminal; `NO_COLOR` and `FORCE_COLOR` say otherwise."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def add_scope(found: argparse._ActionsContainer) -> None:
    """Options that say which rules and which configuration are in force."""
    found.add_argument(
        "--rules", metavar="DIR", action="append", default=[], help="a folder of your own rules"
    )
    found.add_argument("--config", metavar="FILE", default="", help="this configuration, no other")
    found.add_argument("--isolated", action="store_true", help="no configuration at all")
