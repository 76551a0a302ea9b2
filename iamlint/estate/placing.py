"""What Kustomize makes of the names of service accounts before they get to a cluster.

https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/
"""

from __future__ import annotations

from copy import copy
from posixpath import basename, dirname, normpath

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

from .names import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import Reading, TokenUse

FILES: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")
OF_PODS: Final = "system:serviceaccount:"
DEEPEST: Final = 8
MOST: Final = 16
OF: Final = "kubernetes"


class Gathering:
    """The kustomizations in view, by what they gather and lay over it."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._by: dict[str, list[Reading]] = {}
        self._laid: dict[str, list[Reading]] = {}
        for reading in readings:
            for path in reading.gathers:
                self._by.setdefault(path, []).append(reading)
            for path in reading.patches:
                self._laid.setdefault(path, []).append(reading)

    def lays(self, path: str) -> bool:
        """The file is laid over others: they have the role that it names."""
        return normpath(path) in self._laid

    def placed(self, use: TokenUse) -> TokenUse | None:
        """The same with the subjects that the token has in the end, of each way in which it gets
        there; None where they are not known.
        """
        path = use.reading.path if use.reading is not None else ""
        if not (self._by or self._laid) or use.reading is None or use.reading.carrier != OF:
            return use
        ways = list(self._ways(normpath(path), 0))
        if any(one.renames and not self.lays(path) for way in ways for one in way):
            return None
        if not any(way for way in ways):
            return use
        if len(ways) > MOST:
            return None
        subjects = [subject for way in ways for one in use.subjects for subject in moved(one, way)]
        if len(subjects) < len(ways) * len(use.subjects):
            return None
        found = copy(use)
        found.subjects = tuple(dict.fromkeys(subjects))
        return found

    def _ways(self, path: str, deep: int) -> Iterator[tuple[Reading, ...]]:
        """The kustomizations that a file goes through, the nearest first."""
        above = [*self._by.get(path, ()), *self._laid.get(path, ())]
        if basename(path) in FILES:
            above += self._by.get(dirname(path) or ".", ())
        if not above or deep > DEEPEST:
            yield ()
            return
        for one in above:
            for way in self._ways(normpath(one.path), deep + 1):
                yield one, *way


def moved(subject: Text, way: Iterable[Reading]) -> Iterator[Text]:
    """The subject with the namespace and the name that kustomizations give; none where it is not of
    the usual form.
    """
    if not subject.prefix.startswith(OF_PODS):
        return
    parts = halves(cut(subject, len(OF_PODS)))
    if parts is None:
        return
    namespace, name = parts
    for one in way:
        given, prefix, suffix = one.placing
        namespace = Text(given) if given else namespace
        name = Text(prefix) + name + Text(suffix)
    yield Text(OF_PODS) + namespace + Text(":") + name


def halves(text: Text) -> tuple[Text, Text] | None:
    """What stands before the first colon, and behind it."""
    for index, piece in enumerate(text.pieces):
        if isinstance(piece, str) and ":" in piece:
            before, _, after = piece.partition(":")
            left, right = text.pieces[:index], text.pieces[index + 1 :]
            return Text(*left, before), Text(after, *right)
    return None
