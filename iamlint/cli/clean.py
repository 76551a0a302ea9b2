"""`iamlint clean`: forget what was kept of repositories, so that all is read anew."""

from __future__ import annotations

from iamlint.errors import UserError

from . import OK
from .options import parser


def main(argv: list[str]) -> int:
    """Raises UserError when something cannot be removed."""
    found = parser(
        "clean", "Forget what scans have kept of repositories, so that all is read anew."
    )
    found.add_argument("--cache-dir", metavar="DIR", default="", help="where it is kept")
    args = found.parse_args(argv)
    from iamlint.indexing.places import folder_for
    from iamlint.indexing.store import forget_all

    folder = folder_for(args.cache_dir)
    try:
        number = forget_all(folder)
    except OSError as error:
        raise UserError(f"cannot be removed: {error.strerror}", error.filename or folder) from None
    print(f"{number} {'index' if number == 1 else 'indexes'} removed from {folder}")
    return OK
