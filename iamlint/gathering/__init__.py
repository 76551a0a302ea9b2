"""From paths to what a run reasons over: files, trees, readings, the estate.

Nothing is printed here, and bad input never stops the others: what cannot be read is a problem with
its place, which a rule reports.
"""

from __future__ import annotations

from iamlint.collect import Collected, File, Skipped, collect
from iamlint.collect.contents import Content, decoded
from iamlint.text.hints import TYPE_CHECKING
from iamlint.together import Templates

from .gathered import Gathered, Unanalysed
from .noting import OF_READINGS, Told, broken_policies, notes_on_files, unanalysed_in
from .programs import PYTHON, read_code
from .reading import CONFIGURATION, TEMPLATE, VALUES, YAML, read_content, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from iamlint.config import Configurations

    from .deployments import Given

__all__ = [
    "Gathered",
    "Unanalysed",
    "gather",
    "gather_again",
    "gather_files",
    "gather_supposing",
    "gather_texts",
]

PRINCIPAL_TAG = "PrincipalTag"
"""Where no text asks for tags of callers, nobody needs to know those of stacks."""


def gather(
    paths: Sequence[str],
    configurations: Configurations,
    *,
    context: Sequence[str] = (),
    stdin_name: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Gathered:
    """Read everything at and below `paths`; what is below `context` only takes part.

    Raises UserError for a path that does not exist.
    """
    collected = collect(paths, configurations.project, context=context)
    return gather_files(collected, configurations, stdin_name=stdin_name, progress=progress)


def gather_files(
    collected: Collected,
    configurations: Configurations,
    *,
    stdin_name: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Gathered:
    """Read the files that were collected."""
    gathered = Gathered(collected, configurations)
    total = len(collected.files)
    ordered = sorted(collected.files, key=lambda file: not comes_first(file.path))
    for number, file in enumerate(ordered):
        if progress is not None:
            progress(number, total)
        read_file(file, gathered, stdin_name)
    gathered.templates.look_beside()
    finish(gathered)
    return gathered


def gather_texts(texts: Mapping[str, str | bytes], configurations: Configurations) -> Gathered:
    """Read texts, or the bytes of files, as though they stood at the paths that are their keys."""
    collected = Collected()
    collected.files = [File(path, reported=True) for path in sorted(texts)]
    gathered = Gathered(collected, configurations)
    from .deployments import is_told

    for path, text in texts.items():
        if path.endswith((PYTHON, *YAML)) or is_told(path):
            gathered.code[path] = text.encode(errors="replace") if isinstance(text, str) else text
    for path in sorted(texts, key=lambda path: (not comes_first(path), path)):
        text = texts[path]
        read_content(path, Content(text) if isinstance(text, str) else decoded(text), gathered)
    finish(gathered)
    return gathered


def gather_again(before: Gathered, texts: Mapping[str, str]) -> Gathered:
    """What would be gathered if these files had these texts; others are not read again, but for
    code that takes values from one of them.
    """
    code = {path: text.encode() for path, text in texts.items() if path.endswith(PYTHON)}
    texts = {**takers(before, code), **texts}
    gathered = copy_of(before, texts)
    gathered.code = before.code | code
    for path in sorted(texts):
        read_content(path, Content(texts[path], before.encodings.get(path, "utf-8")), gathered)
    kept = [reading for reading in before.readings if reading.path not in before.unplanned]
    gathered.readings.extend(gathered.templates.again(kept, texts))
    finish(gathered)
    return gathered


def gather_supposing(before: Gathered) -> Gathered | None:
    """What would be gathered if parameters and variables were what they likely are: as files in
    view deploy them, else as their defaults are. None where nothing tells.
    """
    given: dict[str, Given] = {}
    if any(reading.unset for reading in before.readings):
        from .given import given_in

        given = given_in(before)
    told = {reading.path for reading in before.readings if reading.defaults} | given.keys()
    if not told:
        return None
    gathered = copy_of(before, (), given)
    kept = [reading for reading in before.readings if reading.path not in before.unplanned]
    again = [reading for reading in kept if reading.path in told]
    gathered.templates.waiting += [(reading.path, reading.root) for reading in again]
    gathered.readings.extend(gathered.templates.again(kept, told))
    finish(gathered)
    return gathered


def copy_of(
    before: Gathered, changed: Collection[str], supposed: dict[str, Given] | None = None
) -> Gathered:
    """What was gathered, without readings, and without what is told of files that changed."""
    gathered = Gathered(before.collected, before.configurations, supposed)
    gathered.reported = before.reported
    gathered.skipped = [skipped for skipped in before.skipped if skipped.path not in changed]
    gathered.unread = [note for note in before.unread if note.path not in changed]
    gathered.sources = dict(before.sources)
    gathered.languages = dict(before.languages)
    gathered.encodings = dict(before.encodings)
    gathered.problems = [
        problem
        for problem in before.problems
        if problem.span.source.path not in changed and problem.code not in OF_READINGS
    ]
    gathered.configured = dict(before.configured)
    gathered.code = dict(before.code)
    gathered.templates = Templates(before.templates.assemblies, supposed)
    gathered.parameters = dict(before.parameters)
    return gathered


def takers(before: Gathered, code: Collection[str]) -> dict[str, str]:
    """The texts of the files of code that take values from one of these."""
    return {
        path: before.sources[path].text
        for path, others in before.beside.items()
        if path.endswith(PYTHON) and path in before.sources and not others.keys().isdisjoint(code)
    }


def comes_first(path: str) -> bool:
    """Is it what plans need when they are read?"""
    return path.endswith((*CONFIGURATION, *VALUES, TEMPLATE))


def finish(gathered: Gathered) -> None:
    """Read what needs to be known of the other files, leave out what is outdated, and note what was
    not analysed.
    """
    gathered.readings.extend(gathered.templates.read(gathered.facts))
    if gathered.configured:
        from .configured import leave_templates, read_configurations

        leave_templates(gathered)
        read_configurations(gathered)
    read_code(gathered.readings, gathered)
    if any(PRINCIPAL_TAG in one.text for one in gathered.sources.values()):
        from .stacktags import read_tags

        read_tags(gathered)
    gathered.readings.sort(key=lambda reading: (reading.path, reading.root.start))
    drop_outdated(gathered)
    join_dumps(gathered)
    if any(reading.carrier == "exports" for reading in gathered.readings):
        from .exported import read_exports

        read_exports(gathered)
        gathered.readings.sort(key=lambda reading: (reading.path, reading.root.start))
    told = [Told(r.path, r.carrier, r.generated) for r in gathered.readings]
    gathered.notes.extend(gathered.unread)
    gathered.notes.extend(notes_on_files(gathered, told))
    for path, why in gathered.templates.missing(gathered.collected):
        gathered.notes.append(Unanalysed(path, 1, "", why, partial=False))
    gathered.unanalysed.extend(gathered.notes)
    for reading in gathered.readings:
        gathered.unanalysed.extend(unanalysed_in(reading))
    gathered.problems.extend(broken_policies(gathered.readings))


def drop_outdated(gathered: Gathered) -> None:
    """Leave out the states of Terraform that a later one replaces."""
    plans = [reading for reading in gathered.readings if reading.carrier == "terraform"]
    if len(plans) < 2:
        return
    from iamlint.carriers.terraform.lineage import outdated

    old = set(map(id, outdated(plans)))
    for reading in plans:
        if id(reading) in old:
            gathered.skipped.append(Skipped(reading.path, "a later state is in view"))
    gathered.readings = [reading for reading in gathered.readings if id(reading) not in old]


def join_dumps(gathered: Gathered) -> None:
    """Of several dumps of one account the latest counts; pages of one are taken together."""
    dumps = [reading for reading in gathered.readings if reading.carrier == "account"]
    if len(dumps) < 2:
        return
    from iamlint.carriers.account.several import join

    old = {id(reading) for reading in join(dumps)}
    for reading in dumps:
        if id(reading) in old:
            gathered.skipped.append(Skipped(reading.path, "a later dump of the account is in view"))
    gathered.readings = [reading for reading in gathered.readings if id(reading) not in old]
