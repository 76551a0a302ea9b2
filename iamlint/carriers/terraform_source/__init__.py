"""Terraform's configuration itself, where there is no plan of it: `.tf`, `.tofu`, `.tf.json`.

https://developer.hashicorp.com/terraform/language
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading
    from iamlint.text.source import Source


class Configurations(NamedTuple):
    """What was read of all root modules: a reading each, and the texts that were looked into."""

    readings: list[Reading]
    sources: Mapping[str, Source]


def read_all(
    texts: Mapping[str, str],
    other: Callable[[str], str | None],
    facts: Callable[[str], Facts],
    planned: Mapping[str, str],
) -> Configurations:
    """Read every root module among these files that may hold policies. `other`: the text of another
    file that a configuration reads; `facts`: those about a file; `planned`: the files of which
    plans are in view, which show what the modules are that they call.
    """
    from .roots import roots

    found = roots(texts, planned)
    if not found:
        return Configurations([], {})
    from .files import FilesInView
    from .reader import read

    files = FilesInView(texts, other)
    readings: list[Reading] = []
    for root in found:
        before = set(files.sources)
        folder = files.folder(root)
        if folder is not None:
            reading = read(folder, files, facts(folder.main.source.path))
            ours = files.sources.keys() - before - {reading.path}
            reading.others = tuple(sorted(ours))
            readings.append(reading)
    return Configurations(readings, files.sources)
