"""Each file of a run as the index knows it: read now, or in an earlier run."""

from __future__ import annotations

from iamlint.carriers import python
from iamlint.collect.contents import content_from, raw_of
from iamlint.gathering import gather_supposing
from iamlint.gathering.given import telling
from iamlint.gathering.programs import read_code, unchanged
from iamlint.gathering.reading import CODE, CONFIGURATION, NOT_DATA, VALUES, meant, read_content
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .assemblies import Assemblies
from .entries import Taken, entry_of, kept, restored
from .reading_together import read_together
from .sealing import content_of, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.collect.contents import Content as Read
    from iamlint.gathering import Gathered

    from .entries import Entry
    from .sealing import Content
    from .store import Store

TEMPLATE = "Resources"
"""A word that every template has."""
OF_ACCOUNTS = ('DetailList"', "iamlint-account")
"""Signs of files of which all that are of one account are to be known."""


class Look(NamedTuple):
    """A file that may be ours. `content`: names its bytes, those of the files that it is read with
    and whatever else its reading hangs on.
    """

    read: Read
    content: Content
    entry: Entry


class Looking:
    """Looks at files; reads those that the index does not know.

    `fresh`: the files that are read in this run. `groups`: those that are read together.
    """

    def __init__(self, gathered: Gathered, store: Store, key: bytes) -> None:
        self.gathered = gathered
        self.fresh: set[str] = set()
        self.groups: list[list[str]] = []
        self._reads: dict[str, Read] = {}
        self._supposed: tuple[int, Gathered | None] | None = None
        self._group_of: dict[str, list[str]] = {}
        self._store = store
        self._key = key
        self._assemblies = Assemblies(file.path for file in gathered.collected.files)

    @property
    def holds_states(self) -> bool:
        """Several files may be states of Terraform's."""
        return sum('"lineage"' in read.text for read in self._reads.values()) > 1

    @property
    def holds_accounts(self) -> bool:
        """A file may be a dump of an account, or an index of what was exported of one."""
        return any(sign in read.text for read in self._reads.values() for sign in OF_ACCOUNTS)

    @property
    def supposed(self) -> Gathered | None:
        """What would be gathered where parameters are what they likely are; read again only when
        more files have been read.
        """
        if self._supposed is None or self._supposed[0] != len(self.fresh):
            self._supposed = len(self.fresh), gather_supposing(self.gathered)
        return self._supposed[1]

    @property
    def holds_parameters(self) -> bool:
        """Files tell what templates are given: what a template says then hangs on them, too."""
        if self.gathered.parameters:
            return True
        templates = [p for p, read in self._reads.items() if TEMPLATE in read.text]
        return any(True for _ in telling(templates, self.gathered))

    def all(self, progress: Callable[[int, int], None] | None = None) -> dict[str, Look]:
        """The files that may be ours, by path and in the order of the paths."""
        bytes_of = self._sniff(progress)
        texts = {path: read.text for path, read in self._reads.items()}
        self.groups = read_together(texts, self._assemblies)
        contents: dict[str, Content] = {}
        entries: dict[str, Entry | None] = {}
        for group in self.groups:
            for path in group:
                others = [bytes_of[other] for other in group if other != path]
                content = together([bytes_of[path], *others], self._about(path))
                contents[path], entries[path] = content, self._kept(content)
                self._group_of[path] = group
        unknown = [path for path, entry in entries.items() if entry is None]
        self.read(unknown)
        taken = Taken(self.gathered, self.supposed)
        looks: dict[str, Look] = {}
        for path in sorted(self._reads):
            entry = entries[path]
            if entry is None:
                entry = entry_of(path, self._reads[path].text, taken)
                self._store.put(contents[path], kept(entry))
            content = contents[path]
            if entry.beside:
                content = together([content], repr(entry.beside).encode())
            looks[path] = Look(self._reads[path], content, entry)
        return looks

    def _kept(self, content: Content) -> Entry | None:
        """What is known of a file, as long as the code that it hangs on is what it was."""
        entry = restored(self._store.get(content))
        return entry if entry is not None and unchanged(entry.beside) else None

    def _sniff(self, progress: Callable[[int, int], None] | None) -> dict[str, Content]:
        """Look into every file; those that may be ours by what names their bytes."""
        found: dict[str, Content] = {}
        files = self.gathered.collected.files
        for number, file in enumerate(files):
            if progress is not None:
                progress(number, len(files))
            if file.path.endswith((*NOT_DATA, *CONFIGURATION, *VALUES)):
                continue
            raw = raw_of(file.path)
            read = content_from(raw)
            if file.path.endswith(CODE):
                ours = python.may_hold(read.text)
            else:
                ours = not read.skip or bool(
                    read.text and meant(file.path, read.text, self.gathered)
                )
            if not ours:  # files of parameters among them are noted
                read_content(file.path, read, self.gathered)
            else:
                found[file.path] = content_of(raw.data)
                self._reads[file.path] = read
        return found

    def _about(self, path: str) -> bytes:
        """What a reading hangs on besides the bytes of files."""
        gathered = self.gathered
        said = (path, self._reads[path].fault, gathered.asked(path), *gathered.facts(path))
        code = repr(path.endswith(CODE) and gathered.synthesised(path))
        about = (repr(said) + code).encode()
        return b"\0".join((self._key, about, self._assemblies.about(path)))

    def read(self, paths: Iterable[str]) -> None:
        """Read files, each with those that it is read with, unless that is done."""
        wanted = {other for path in paths for other in self._group_of[path]} - self.fresh
        for path in sorted(wanted):
            read_content(path, self._reads[path], self.gathered)
        templates = self.gathered.templates
        templates.look_beside()
        self.gathered.readings.extend(templates.read(self.gathered.facts))
        read_code(self.gathered.readings, self.gathered)
        self.fresh |= wanted
        self.gathered.known -= wanted
