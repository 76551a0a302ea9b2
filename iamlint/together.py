"""Files that are read together: templates, which may take values from one another, and what the
CDK writes beside those that it makes.
"""

from __future__ import annotations

import os

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from iamlint.carriers.assembly import Assemblies
    from iamlint.collect import Collected
    from iamlint.config import Facts
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

APP, OUTPUT = "cdk.json", "cdk.out"
MADE = ".template.json"
"""What the names of its templates end in."""
BESIDE = ("manifest.json", ".assets.json")
SYNTHESISE = (
    "an app of the CDK is read as the templates that it makes: run `cdk synth`, then scan {path}"
)
IGNORED = (
    "an app of the CDK is read as the templates that it makes, which git ignores here: name their "
    "folder too, `iamlint scan . {path}`"
)


class Templates:
    """The templates of a run, until all of them are known.

    `waiting`: their paths and trees. `assemblies`: what the CDK tells of them. `supposed`:
    what templates are likely given, by path; then what nothing sets has its default.
    """

    def __init__(
        self,
        assemblies: Assemblies | None = None,
        supposed: Mapping[str, Mapping[str, str | None]] | None = None,
    ) -> None:
        self.supposed = supposed
        self.waiting: list[tuple[str, Node]] = []
        self.assemblies = assemblies
        self._noted: set[str] = set()

    def takes(self, path: str, root: Node) -> bool:
        """Keep a template for later; note what tells of templates."""
        from iamlint import carriers

        if carriers.is_template(root):
            self.waiting.append((path, root))
            return True
        if path.endswith(BESIDE):
            self._note(path, root)
        return False

    def _note(self, path: str, root: Node) -> None:
        from iamlint.carriers.assembly import Assemblies, recognises

        self._noted.add(path)
        if recognises(root):
            self.assemblies = self.assemblies or Assemblies()
            self.assemblies.add(path, root)

    def look_beside(self) -> None:
        """Read what the CDK wrote beside templates that are read without it."""
        if not any(path.endswith(MADE) for path, _ in self.waiting):
            return
        from iamlint.carriers.assembly import files_beside

        beside = [file for template, _ in self.waiting for file in files_beside(template)]
        for path in dict.fromkeys(beside):
            if path not in self._noted and os.path.isfile(path):
                for root in roots_of(path):
                    self._note(path, root)

    def again(self, before: Iterable[Reading], changed: Collection[str]) -> list[Reading]:
        """Readings that stay as they are when files have changed; those that take values from one
        of them wait too.
        """
        before = list(before)
        kept = [reading for reading in before if reading.path not in changed]
        if not any(reading.joined for reading in before if reading.path in changed):
            return kept
        self.waiting += [(reading.path, reading.root) for reading in kept if reading.joined]
        return [reading for reading in kept if not reading.joined]

    def read(self, facts: Callable[[str], Facts]) -> list[Reading]:
        """Read all that wait."""
        if not self.waiting:
            return []
        from iamlint.carriers import cloudformation

        templates = [(path, root, self._deployed(path, facts(path))) for path, root in self.waiting]
        self.waiting = []
        return cloudformation.read_all(templates, self.assemblies, self.supposed)

    def _deployed(self, path: str, facts: Facts) -> Facts:
        """What the configuration says of a template, and where it is silent, its assembly."""
        if self.assemblies is None:
            return facts
        said = self.assemblies.deployment(path)
        return facts._replace(
            account=facts.account or said.account, region=facts.region or said.region
        )

    def missing(self, collected: Collected) -> Iterator[tuple[str, str]]:
        """Apps of the CDK in folders that were walked, of which no template is in view: each with
        what to do.
        """
        if not collected.walked:
            return
        made = [file.path for file in collected.files if file.path.endswith(MADE)]
        for file in collected.files:
            folder, name = os.path.split(file.path)
            if name == APP and not any(is_below(path, folder) for path in made):
                output = os.path.join(folder, OUTPUT).replace(os.sep, "/")
                said = IGNORED if os.path.isdir(output) else SYNTHESISE
                yield file.path, said.format(path=output)


def roots_of(path: str) -> list[Node]:
    """The trees of a JSON file; none where it cannot be read, since nobody asked about it."""
    from iamlint import formats
    from iamlint.collect.contents import content_of

    content = content_of(path)
    if content.fault or content.skip:
        return []
    try:
        return formats.read_all(Source(path, content.text), formats.JSON)
    except Unreadable:
        return []


def is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
