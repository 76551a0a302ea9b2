"""Each file of a run as the index knows it: read now, or in an earlier run."""

from __future__ import annotations

from iamlint.collect.contents import content_from, raw_of
from iamlint.gathering import NOT_DATA, meant, read_content
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .assemblies import Assemblies
from .entries import before, entry_of, kept, restored
from .sealing import content_of, together

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.collect.contents import Content as Read
    from iamlint.gathering import Gathered

    from .entries import Entry
    from .sealing import Content
    from .store import Store


class Look(NamedTuple):
    """A file that may be ours. `content`: names it, its bytes and what they are read with."""

    read: Read
    content: Content
    entry: Entry


class Looking:
    """Looks at files; reads those that the index does not know."""

    def __init__(self, gathered: Gathered, store: Store, key: bytes) -> None:
        self.gathered = gathered
        self.fresh: set[str] = set()
        self._store = store
        self._key = key
        self.assemblies = Assemblies(file.path for file in gathered.collected.files)

    def all(self, progress: Callable[[int, int], None] | None = None) -> dict[str, Look]:
        """The files that may be ours, by path and in the order of the paths."""
        found: dict[str, Look] = {}
        files = self.gathered.collected.files
        for number, file in enumerate(files):
            if progress is not None:
                progress(number, len(files))
            if not file.path.endswith(NOT_DATA):
                look = self._look(file.path)
                if look is not None:
                    found[file.path] = look
        return found

    def _look(self, path: str) -> Look | None:
        raw = raw_of(path)
        read = content_from(raw)
        if read.skip and not (read.text and meant(path, read.text, self.gathered)):
            read_content(path, read, self.gathered)
            return None
        content = together([content_of(raw.data)], self._about(path, read))
        entry = restored(self._store.get(content))
        if entry is None:
            entry = self._read(path, read)
            self._store.put(content, kept(entry))
        return Look(read, content, entry)

    def _about(self, path: str, read: Read) -> bytes:
        """What a reading hangs on besides the bytes of the file."""
        gathered = self.gathered
        said = (path, read.fault, gathered.asked(path), *gathered.facts(path))
        return b"\0".join((self._key, repr(said).encode(), self.assemblies.about(path)))

    def _read(self, path: str, read: Read) -> Entry:
        so_far = before(self.gathered)
        read_content(path, read, self.gathered)
        self.fresh.add(path)
        return entry_of(path, read.text, self.gathered, so_far)

    def again(self, path: str, look: Look) -> None:
        """Read a file whose reading is needed."""
        if path not in self.fresh:
            self._read_again(path, look)

    def _read_again(self, path: str, look: Look) -> None:
        read_content(path, look.read, self.gathered)
        self.fresh.add(path)
        self.gathered.known.discard(path)
