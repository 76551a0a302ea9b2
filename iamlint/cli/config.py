"""`iamlint config`: what is in force, and why."""

from __future__ import annotations

import json

from iamlint.config import Configurations
from iamlint.schemas import NAMES as SCHEMAS

from . import OK
from .options import parser


def main(argv: list[str]) -> int:
    """Raises UserError when the configuration is wrong."""
    found = parser("config", "Show the configuration in force for some files.")
    found.add_argument("paths", nargs="*", metavar="PATH", help="default: the working directory")
    found.add_argument("--config", metavar="FILE", default="", help="this configuration, no other")
    found.add_argument("--isolated", action="store_true", help="no configuration at all")
    found.add_argument(
        "--schema",
        nargs="?",
        const="config",
        choices=SCHEMAS,
        help="print a JSON Schema: of the configuration, or of what is named",
    )
    args = found.parse_args(argv)
    if args.schema:
        from iamlint.schemas import schema

        print(json.dumps(schema(args.schema), indent=2))
        return OK
    paths = args.paths or ["."]
    configurations = Configurations(paths, named=args.config, isolated=args.isolated)
    project = configurations.project
    print(f"configuration: {project.source.path or 'none, all is as by default'}")
    if project.values:
        print(json.dumps(project.values, indent=2))
    for path in args.paths:
        facts = {
            name: value for name, value in configurations.facts(path)._asdict().items() if value
        }
        print(f"facts about {path}: {json.dumps(facts) if facts else 'none'}")
    return OK
