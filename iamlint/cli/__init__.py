"""The commands. The only place that prints or exits."""

from __future__ import annotations

import sys

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

COMMANDS = {
    "scan": "find what will be denied and what is too broad, and mend it",
    "explain": "the page of a rule; or which statement denies a request, and the way out",
    "simulate": "decide one request, or a file of them, by what is in view",
    "compare": "what may be done now that could not be done before",
    "report": "what each principal may do in effect, by service",
    "rules": "all rules there are",
    "data": "how old the facts about AWS are",
    "config": "the configuration in force, and where it comes from",
    "clean": "forget what scans have kept, so that all is read anew",
}

OK, FINDINGS, USAGE, CRASH, NOTHING, UNKNOWN = range(6)
"""Exit codes: nothing to report; findings; the user can act; a rule crashed; nothing to analyse;
not known (of a comparison)."""

INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: list[str] | None = None) -> int:
    """Run a command; the exit code is returned, never raised."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        code = dispatch(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # of the parser of the command line
        return end.code if isinstance(end.code, int) else USAGE
    except UserError as error:
        print(f"iamlint: error: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("iamlint: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        stop_writing()
        return BROKEN_PIPE
    except Exception as error:  # a fault of ours: said in a few lines, and never taken for findings
        print(fault(error), file=sys.stderr)
        return CRASH
    return code


def run() -> NoReturn:
    """Run a command and end the process, without taking every object apart before.

    What is read stays until the end, so there is little garbage to look for.
    """
    import gc
    import os

    gc.set_threshold(1_000_000, 50, 100)
    code = main()
    sys.stderr.flush()
    os._exit(code)


def dispatch(arguments: list[str]) -> int:
    """Find the command and run it.

    Raises UserError when there is none of that name.
    """
    never_fail_to_print()
    name = arguments[0] if arguments else ""
    if name in ("-V", "--version"):
        from .data import version

        print(version())
        return OK
    if name in ("-h", "--help", "help"):
        print(overview())
        return OK
    if not name:
        print(overview(), file=sys.stderr)
        return USAGE
    if name not in COMMANDS:
        raise UserError(unknown(name))
    from iamlint.text.modules import module_named

    try:
        command = module_named(f"iamlint.cli.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"iamlint.cli.{name}":
            raise
        raise UserError(f"`iamlint {name}` is not part of this version") from None
    return int(command.main(arguments[1:]))


def overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    return "\n".join(
        (
            "usage: iamlint COMMAND …",
            "",
            *(f"  {name:{width}}{told}" for name, told in COMMANDS.items()),
            "",
            "iamlint COMMAND --help tells more; iamlint --version has the date of the AWS data.",
        )
    )


def unknown(name: str) -> str:
    import os

    if os.path.exists(name):
        return f"`{name}` is no command; to scan it: iamlint scan {name}"
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, 1)
    return f"`{name}` is no command" + (f"; did you mean `{close[0]}`?" if close else "")


def fault(error: Exception) -> str:
    """What to tell of an error that nobody foresaw."""
    from traceback import extract_tb, format_exception_only, format_list

    frames = format_list(extract_tb(error.__traceback__)[-3:])
    told = "".join((*frames, *format_exception_only(error))).rstrip()
    return f"iamlint: internal error; nothing can be concluded from this run:\n{told}"


def never_fail_to_print() -> None:
    """Characters that a terminal does not have are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def stop_writing() -> None:
    """Nobody reads what we write: let nothing more be written when Python ends."""
    import os

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
