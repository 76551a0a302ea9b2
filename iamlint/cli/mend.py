"""What `iamlint scan` does with fixes: propose them, show them, write them."""

from __future__ import annotations

import os
import sys

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.fixing import Fixed
    from iamlint.scanning import Scan, Scanner


def propose(scan: Scan) -> None:
    """Give each finding its fixes."""
    from iamlint.fixing import propose as fill

    fill(scan)


def mend(scanner: Scanner, scan: Scan, *, unsafe: bool, write: bool) -> Scan:
    """Apply fixes; write the files, or print what would be written. The scan after that."""
    from iamlint.fixing import fix

    done = fix(scanner, scan, unsafe=unsafe)
    for finding, brought in done.refused:
        place = finding.span.place
        where = f"{finding.span.source.path}:{place.line}:{place.column}"
        others = ", ".join([f"`{name}`" for name in brought if name != finding.rule])
        why = f"would bring {others}" if others else "did not prove right"
        print(
            f"iamlint: {where}: the fix of `{finding.rule}` {why}; left as it was",
            file=sys.stderr,
        )
    if write:
        for path, text in sorted(done.texts.items()):
            store(path, text, scan.gathered.encodings.get(path, "utf-8"))
    else:
        sys.stdout.writelines(difference(scan, done))
        sys.stdout.writelines(to_paste(done, unsafe=unsafe))
    summary = done.scan.summary._replace(fixed=done.fixed, held_back=done.held_back)
    return done.scan._replace(summary=summary)


def store(path: str, text: str, encoding: str) -> None:
    """Write a file at once or not at all, with the permissions it has. What a link points at is
    written, not the link.

    Raises UserError when it cannot be written.
    """
    target = os.path.realpath(path)
    partial = f"{target}.{os.getpid()}.iamlint"
    try:
        with open(partial, "wb") as file:
            file.write(text.encode(encoding))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(partial, os.stat(target).st_mode & 0o7777)
        os.replace(partial, target)
    except OSError as error:
        raise UserError(f"cannot be written: {(error.strerror or '').lower()}", path) from None
    finally:
        if os.path.exists(partial):
            os.unlink(partial)


def to_paste(done: Fixed, *, unsafe: bool) -> Iterator[str]:
    """What to paste into the source of files that are never edited, as the remarks of a patch."""
    from iamlint.finding import SAFE

    for finding in done.scan.findings:
        for fix in finding.fixes[:1]:
            if fix.edits or not fix.snippet or not (unsafe or fix.safety == SAFE):
                continue
            place = finding.span.place
            path = finding.span.source.path
            yield f"# {path}:{place.line}:{place.column}: {finding.rule}: {fix.title}\n"
            yield from (f"#   {line}\n" for line in fix.snippet.splitlines())


def difference(scan: Scan, done: Fixed) -> Iterator[str]:
    """What would be written, as a patch."""
    from .patching import patch

    for path, text in sorted(done.texts.items()):
        yield from patch(path, scan.gathered.sources[path].text, text)
