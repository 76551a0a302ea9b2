"""What was read in one run, and what was not."""

from __future__ import annotations

import os
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.together import Templates

from .apps import Apps

if TYPE_CHECKING:
    from iamlint.carriers.python.neighbours import Program
    from iamlint.catalog import Catalog
    from iamlint.collect import Collected, Skipped
    from iamlint.config import Configuration, Configurations, Facts
    from iamlint.estate import Estate
    from iamlint.model.things import Reading
    from iamlint.rule import Problem
    from iamlint.text.source import Source

    from .deployments import Given
    from .programs import Texts


class Unanalysed(NamedTuple):
    """Something that may hold policies and was not analysed; `partial`: only in part."""

    path: str
    line: int
    address: str
    why: str
    partial: bool


class Gathered:
    """All that was read in one run.

    `sources`: the text of every file that was taken for ours, by path, for edits and ignores;
    `languages`: `json` or `yaml`, for each of them.
    `encodings`: how to write them back, where that is not UTF-8.
    `configured`: the texts of Terraform's configuration, by path; `unplanned`: the paths of the
    readings that were made of them.
    `beside`: by the path of a reading the files of code that it hangs on, each with what names its
    content.
    `code`: Python code that does not stand where its path says.
    `known`: files that were read in an earlier run and of which no reading is needed.
    `templates`: those that wait for the others that they are read with.
    `parameters`: what files of parameters give, by path. `supposed`: what templates are likely
    given, by path; where it is told, what nothing sets has its default.
    """

    def __init__(
        self,
        collected: Collected,
        configurations: Configurations,
        supposed: dict[str, Given] | None = None,
    ) -> None:
        self.supposed = supposed
        self.parameters: dict[str, Given] = {}
        self.collected = collected
        self.configurations = configurations
        self.readings: list[Reading] = []
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        self.languages: dict[str, str] = {}
        self.encodings: dict[str, str] = {}
        self.skipped: list[Skipped] = list(collected.skipped)
        self.unanalysed: list[Unanalysed] = []
        self.templates = Templates(None, supposed)
        self.notes: list[Unanalysed] = []  # those of them that are about whole files
        self.unread: list[Unanalysed] = []  # of these, policies in forms that no carrier reads
        self.reported = {file.path for file in collected.files if file.reported}
        self.known: set[str] = set()
        self.code: dict[str, bytes] = {}
        self.beside: dict[str, dict[str, str]] = {}
        self.configured: dict[str, str] = {}
        self.unplanned: set[str] = set()

    @cached_property
    def _apps(self) -> Apps:
        return Apps(file.path for file in self.collected.files)

    @property
    def top(self) -> str:
        """The folder of the project."""
        return os.path.abspath(self.configurations.project.folder or ".")

    @cached_property
    def walked(self) -> frozenset[str]:
        """The files that the run looks at."""
        return frozenset(file.path for file in self.collected.files)

    @cached_property
    def texts_of_code(self) -> Texts:
        """Gives what is in files of code."""
        from .programs import Texts

        return Texts(self.top, self.code, self.walked)

    @cached_property
    def modules(self) -> Program:
        """The modules that code takes values from."""
        from iamlint.carriers import python

        return python.modules(self.texts_of_code)

    def synthesised(self, path: str) -> bool:
        """Are there templates in view that the app of the CDK has made that code is of? They say
        what it makes.
        """
        return self._apps.made(path)

    def facts(self, path: str) -> Facts:
        return self.configurations.facts(path)

    def asked(self, path: str) -> bool:
        """Did a person or a hook name this very file?"""
        return not self.collected.walked and path in self.reported

    def estate(self) -> Estate:
        """Everything joined."""
        from iamlint.estate import Estate

        from .facts import EstateFacts

        return Estate(self.readings, EstateFacts(self), catalog_for(self.configurations.project))


def catalog_for(project: Configuration) -> Catalog:
    """The bundled catalog, with the actions that the configuration adds."""
    extra = project.names_in("extra-actions")
    if extra:
        from iamlint.catalog.extending import Extended

        return Extended(extra)
    from iamlint.catalog import catalog

    return catalog()
