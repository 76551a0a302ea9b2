"""`iamlint data`: what the facts about AWS are, and how old."""

from __future__ import annotations

from iamlint import __version__
from iamlint.catalog import catalog

from . import OK
from .options import parser


def main(argv: list[str]) -> int:
    """Print the date, source and size of the facts."""
    found = parser("data", "Tell how old the facts about AWS are, and where they come from.")
    found.add_argument("--format", choices=("text", "json"), default="text")
    args = found.parse_args(argv)
    facts = catalog()
    told = {"date": facts.date, "source": facts.source, "services": len(facts.services)}
    if args.format == "json":
        import json

        print(json.dumps(told, indent=2))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    return OK


def version() -> str:
    return f"iamlint {__version__} (AWS data of {catalog().date})"
