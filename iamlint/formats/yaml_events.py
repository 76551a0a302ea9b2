"""What libyaml's parser reports of a text; its complaints as `Unreadable`."""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING, Any

from .limits import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator


_TOO_DEEP = "maximum nesting depth"


def events(text: str) -> Iterator[Any]:
    """The events of a text without BOM; their marks count characters."""
    from yaml import MarkedYAMLError
    from yaml.reader import ReaderError

    try:
        parser = _parser(text)
        while parser.check_event():
            yield parser.get_event()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = words_of(error)
        if _TOO_DEEP in words:  # newer libyaml counts too, and more than we take
            words = f"nested deeper than {MAX_DEPTH} levels"
        raise Unreadable(words, mark.index if mark else 0) from None
    except ReaderError as error:
        raise Unreadable(error.reason, text.find(_character(error))) from None
    except UnicodeEncodeError as error:
        raise Unreadable("half a surrogate pair stands alone", error.start) from None


def words_of(error: Any) -> str:
    """What is wrong, and where that began of which it is wrong."""
    words = " ".join(filter(None, (error.problem, error.context)))
    begun, found = error.context_mark, error.problem_mark
    if begun is None or found is None or begun.line == found.line:
        return words
    return f"{words} that begins at line {begun.line + 1}"


def _character(error: Any) -> str:
    return error.character if isinstance(error.character, str) else chr(error.character)


def _parser(text: str) -> Any:
    """The parser of libyaml, or PyYAML's own where that was built without libyaml."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        from .pure_yaml import PureParser

        return PureParser(text)
    return CParser(text)
