"""Terraform's configuration itself, where there is no plan of it: `.tf`, `.tofu`, `.tf.json`.

https://developer.hashicorp.com/terraform/language
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

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
    listed: Collection[str] = (),
    *,
    supposing: bool = False,
) -> Configurations:
    """Read every root module among these files that may hold policies. `other`: the text of another
    file that a configuration reads; `facts`: those about a file; `planned`: the files of which
    plans are in view, which show what the modules are that they call; `listed`: all files;
    `supposing`: variables that nothing sets have their defaults.
    """
    from .roots import roots

    found = roots(texts, planned)
    if not found:
        return Configurations([], {})
    from .files import FilesInView
    from .reader import read
    from .worlds import Worlds

    files = FilesInView(texts, other, listed)
    worlds = Worlds(texts, files, facts, supposing=supposing)
    readings: list[Reading] = []
    taken: set[str] = set()
    for world in worlds.all(found):
        reading = read(world)
        ours = {path for path in files.sources if world.is_made_of(path)} - taken
        taken |= ours
        reading.others = tuple(sorted(ours - {reading.path}))
        reading.defaults = tuple(world.defaults.values())
        readings.append(reading)
    return Configurations(readings, files.sources)
