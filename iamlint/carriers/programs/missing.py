"""Why the module of a handler is not read, though the file says that it is here."""

from __future__ import annotations

import ast
import warnings

from iamlint.text.hints import TYPE_CHECKING

from .modules import INIT, LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    Texts = Callable[[str], str | None]

INLINE = "the code in the template"


def missing(
    folder: str, name: str, texts: Texts, exists: Callable[[str], bool], *, whole: bool
) -> str:
    """What is wrong with a module that could not be loaded, by its dotted name; empty for one that
    need not be in the folder. `whole`: all code of the function is Python and in the folder.
    """
    begin = "/".join([*filter(None, [folder]), *name.split(".")])
    for path in (f"{begin}.py", f"{begin}/{INIT}.py"):
        text = texts(path)
        if text is not None:
            return unread(path, text)
        if exists(path):
            return f"{path} cannot be read, or is too large"
    if whole and exists(f"{folder or '.'}/"):
        return f"there is no module `{name}` in {folder or 'its folder'}"
    return ""


def unread(path: str, text: str) -> str:
    """Why a text is no module; empty for one that is."""
    where = path or INLINE
    if len(text) > LARGEST:
        return f"{where} is too large: {len(text):,} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return f"{where} is not valid Python in line {error.lineno or 1}: {error.msg}"
    except (ValueError, RecursionError, MemoryError):
        return f"{where} is no Python that can be read"
    return ""
