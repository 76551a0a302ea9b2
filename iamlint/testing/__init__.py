"""Tests that are written beside what they test: the examples of rules, and cases in Markdown."""

from __future__ import annotations

from iamlint.scanning import Request, Scan, Scanner
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.config import Configurations

CONFIGURATION = "iamlint.toml"


def scan_texts(files: Mapping[str, str | bytes], **asked: Any) -> Scan:
    """Scan texts as though they stood at the paths that are their keys.

    An `iamlint.toml` among them is the configuration; there is no other. `asked` are fields of
    `scanning.Request`. Raises UserError as a scan does.
    """
    return scan_with(files, **asked)[1]


def scan_with(files: Mapping[str, str | bytes], **asked: Any) -> tuple[Scanner, Scan]:
    """As `scan_texts`, with what scanned."""
    from iamlint.gathering import gather_texts

    scanner = Scanner(Request(tuple(files), **asked), configurations_for(files))
    inputs = {path: text for path, text in files.items() if path != CONFIGURATION}
    return scanner, scanner.scan(gather_texts(inputs, scanner.configurations))


def configurations_for(files: Mapping[str, str | bytes]) -> Configurations:
    import os

    from iamlint.config import Configurations

    text = files.get(CONFIGURATION)
    if text is None:
        return Configurations(isolated=True)
    from iamlint.config.reading import configuration_of

    assert isinstance(text, str)
    return Configurations(given=configuration_of(text, CONFIGURATION, os.getcwd()))
