"""What the commands' parsers share, and how the words of a plain command line are read.

Importing `argparse` and making a parser takes a twelfth of a small scan. What most people write
needs none: options by their full names, and paths that stand together. For everything else, and for
every word of help and of refusal, there is the parser.
"""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

WIDTH = 96


class Option(NamedTuple):
    """An option of a command: a flag, where it has neither a `metavar` nor `choices`.

    `metavar`: what its value is called; `choices`: what it may be. `many`: it may be given again,
    and every value counts. `short`: its other name.
    """

    name: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    many: bool = False
    short: str = ""

    @property
    def is_flag(self) -> bool:
        return not (self.metavar or self.choices)

    @property
    def field(self) -> str:
        """Its name among what was read."""
        return self.name.strip("-").replace("-", "_")

    def add_to(self, found: argparse._ActionsContainer) -> None:
        names = (self.short, self.name) if self.short else (self.name,)
        if self.is_flag:
            found.add_argument(*names, action="store_true", help=self.help)
        elif self.choices:
            found.add_argument(*names, choices=self.choices, default=self.default, help=self.help)
        elif self.many:
            found.add_argument(
                *names, metavar=self.metavar, action="append", default=[], help=self.help
            )
        else:
            found.add_argument(*names, metavar=self.metavar, default=self.default, help=self.help)


COLOR = Option("--no-color", "no colours, whatever the terminal")
SCOPE = (
    Option("--rules", "a folder of your own rules", "DIR", many=True),
    Option("--config", "this configuration, no other", "FILE"),
    Option("--isolated", "no configuration at all"),
)
"""Options that say which rules and which configuration are in force."""


def parser(command: str, description: str) -> argparse.ArgumentParser:
    import argparse

    return argparse.ArgumentParser(
        prog=f"iamlint {command}",
        description=description,
        allow_abbrev=False,
        # a fixed width: asking the terminal for its own imports half of an archiver
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=WIDTH),
    )


def plainly_read(
    words: Sequence[str], options: Iterable[Option], rest: str
) -> SimpleNamespace | None:
    """What a parser with these options makes of the words; `rest` is its field for all that are no
    options. None where they are not plain, and it is for the parser to say what they mean or what
    is wrong with them.
    """
    known = {option.name: option for option in options}
    known |= {option.short: option for option in known.values() if option.short}
    found = SimpleNamespace(**{option.field: initial(option) for option in known.values()})
    others: list[str] = []
    setattr(found, rest, others)
    apart = False  # an option stands behind one of the others
    left = iter(words)
    for word in left:
        if not word.startswith("-") or word == "-":
            if apart:
                return None
            others.append(word)
            continue
        apart = bool(others)
        name, sign, value = word.partition("=")
        option = known.get(name)
        if option is None or (sign and (option.is_flag or not value or name == option.short)):
            return None
        if option.is_flag:
            setattr(found, option.field, True)
            continue
        if not sign:
            value = next(left, "")
            if not value or value.startswith("-"):
                return None
        if option.choices and value not in option.choices:
            return None
        if option.many:
            getattr(found, option.field).append(value)
        else:
            setattr(found, option.field, value)
    return found


def initial(option: Option) -> object:
    """What an option is that is not given."""
    if option.is_flag:
        return False
    return [] if option.many else option.default


def names_in(values: Iterable[str]) -> tuple[str, ...]:
    """Names divided by commas, of an option that may be given again."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def add_color(found: argparse._ActionsContainer) -> None:
    COLOR.add_to(found)


def wants_color(no_color: bool) -> bool:
    """Colours for a terminal; `NO_COLOR` and `FORCE_COLOR` say otherwise."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
