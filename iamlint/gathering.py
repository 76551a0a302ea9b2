"""From paths to what a run reasons over: files, trees, readings, the estate.

Nothing is printed here, and bad input never stops the others: what cannot be read is a problem with
its place, which a rule reports.
"""

from __future__ import annotations

import os

from iamlint.collect import STDIN, Collected, File, Skipped, collect
from iamlint.collect.contents import OPAQUE, Content, content_of, decoded, stdin_content
from iamlint.errors import Unreadable
from iamlint.rule import Problem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source, Span
from iamlint.together import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from iamlint.catalog import Catalog
    from iamlint.config import Configuration, Configurations, Facts
    from iamlint.estate import Estate
    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

BROKEN = "broken-syntax"
UNREADABLE = "unreadable-file"
CONFIGURATION = (".tf", ".tf.json", ".tofu", ".tofu.json")
"""What names of files of Terraform's configuration end in."""
TEMPLATE = ".tftpl"
"""What names of files end in that a configuration fills in."""

BROKEN_POLICY = "broken-policy-text"

RENDER = "a plan tells: `terraform plan -out=tfplan && terraform show -json tfplan > plan.json`"
NOT_DATA = (".py", TEMPLATE)
"""Files that others than the formats of data read, or what fills them in."""


LINES = (".jsonl", ".ndjson")
OTHERS = {
    ".tf": "Terraform that has nothing to do with access",
    ".tofu": "Terraform that has nothing to do with access",
    TEMPLATE: "a template that a configuration fills in",
    ".py": "Python code",
}
"""What files are that no format of data reads; those that hold policies have notes."""
UNREAD = "of policies in a form that is not read"
CODE = "policies in Python code are not read"
SYNTHESISE = "a CDK app is read as its templates: scan what `cdk synth` writes to cdk.out"


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
    `known`: files that were read in an earlier run and of which no reading is needed.
    `templates`: those that wait for the others that they are read with.
    """

    def __init__(self, collected: Collected, configurations: Configurations) -> None:
        self.collected = collected
        self.configurations = configurations
        self.readings: list[Reading] = []
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        self.languages: dict[str, str] = {}
        self.encodings: dict[str, str] = {}
        self.skipped: list[Skipped] = list(collected.skipped)
        self.unanalysed: list[Unanalysed] = []
        self.templates = Templates()
        self.notes: list[Unanalysed] = []  # those of them that are about whole files
        self.unread: list[Unanalysed] = []  # of these, policies in forms that no carrier reads
        self.reported = {file.path for file in collected.files if file.reported}
        self.known: set[str] = set()
        self.configured: dict[str, str] = {}
        self.unplanned: set[str] = set()

    def facts(self, path: str) -> Facts:
        return self.configurations.facts(path)

    def asked(self, path: str) -> bool:
        """Did a person or a hook name this very file?"""
        return not self.collected.walked and path in self.reported

    def estate(self) -> Estate:
        """Everything joined."""
        from iamlint.estate import Estate

        return Estate(self.readings, EstateFacts(self), catalog_for(self.configurations.project))


def catalog_for(project: Configuration) -> Catalog:
    """The bundled catalog, with the actions that the configuration adds."""
    extra = project.names_in("extra-actions")
    if extra:
        from iamlint.catalog.extending import Extended

        return Extended(extra)
    from iamlint.catalog import catalog

    return catalog()


class EstateFacts:
    """What the estate takes from the configuration."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    @property
    def trusted_accounts(self) -> frozenset[str]:
        """Accounts that are ours or that we trust; empty where the configuration does not list
        those that we trust.
        """
        project = self._gathered.configurations.project
        trusted = project.names_in("trusted-accounts")
        if not trusted:
            return frozenset()
        ours = (str(project.get("account", "")), *map(str, project.get("accounts", {}).values()))
        return frozenset((*trusted, *ours)) - {""}

    def required_boundary(self, path: str) -> str:
        """The ARN of the boundary that roles and users of a file must bear; empty for none."""
        return self._gathered.facts(path).required_boundary

    @property
    def scps(self) -> Iterator[tuple[Policy, Text]]:
        """The configured service control policies, each with its target."""
        entries = self._gathered.configurations.project.scps
        if not entries:
            return
        from iamlint.config import shown
        from iamlint.text.holes import Text

        project = self._gathered.configurations.project
        by_path = {reading.path: reading for reading in self._gathered.readings}
        for number, entry in enumerate(entries):
            path = shown(os.path.join(project.folder, entry.file))
            place = project.span_of(("scps", number, "file"))
            reading = by_path.get(path) or read_one(path, self._gathered, place)
            for policy in reading.policies if reading is not None else ():
                yield policy, Text(entry.target)


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


def read_file(file: File, gathered: Gathered, stdin_name: str) -> None:
    """Read one file into what is gathered."""
    if file.path == STDIN:
        content, path = stdin_content(), stdin_name or "<stdin>"
        gathered.reported.add(path)
    else:
        path = file.path
        if path.endswith(CONFIGURATION):
            gathered.configured[path] = content_of_terraform(path)
            return  # read when it is known what there are plans of
        if path.endswith(NOT_DATA):
            return
        content = content_of(path)
    read_content(path, content, gathered)


def meant(path: str, text: str, gathered: Gathered) -> bool:
    """May a text be a policy although it has no sign of one? The configuration says so, or the
    file was named and there is nothing in it, or it is called JSON and does not begin as such.
    """
    if gathered.facts(path).kind:
        return True
    if not gathered.asked(path):
        return False
    begin = text.lstrip()[:1]
    if path.endswith(".json") and begin and begin not in '{["/#-0123456789':
        return text.strip() not in ("null", "true", "false")
    return "".join(text.split()) in ("{}", "[]")


def read_content(path: str, content: Content, gathered: Gathered) -> None:
    """Make trees of a text and readings of trees."""
    if path.endswith(CONFIGURATION):
        gathered.configured[path] = content.text
        return
    if path.endswith(TEMPLATE):
        gathered.sources[path] = Source(path, content.text)
        return
    if content.skip and not (content.text and meant(path, content.text, gathered)):
        gathered.skipped.append(Skipped(path, content.skip))
        return
    source = Source(path, content.text)
    if content.encoding != "utf-8":
        gathered.encodings[path] = content.encoding
    if content.fault:
        span = Span(source, content.offset, content.offset)
        gathered.problems.append(Problem(UNREADABLE, f"the file {content.fault}", span))
        gathered.sources[path] = source
        return
    language = language_of(source)
    gathered.languages[path] = language
    try:
        roots = trees(source, language)
    except Unreadable as error:
        if path.endswith(LINES):
            gathered.skipped.append(Skipped(path, "JSON Lines, which are not read"))
            return
        span = Span(source, error.offset, min(error.offset + 1, len(source.text)))
        gathered.problems.append(Problem(BROKEN, error.message, span))
        gathered.sources[path] = source
        return
    asked = gathered.asked(path)
    others = [root for root in roots if not gathered.templates.takes(path, root)]
    readings = [r for root in others for r in reading_of(path, root, gathered, asked=asked)]
    if not readings and len(others) == len(roots):
        note_unread(path, roots, gathered)
        return
    gathered.sources[path] = source
    gathered.readings.extend(readings)


def gather_texts(texts: Mapping[str, str | bytes], configurations: Configurations) -> Gathered:
    """Read texts, or the bytes of files, as though they stood at the paths that are their keys."""
    collected = Collected()
    collected.files = [File(path, reported=True) for path in sorted(texts)]
    gathered = Gathered(collected, configurations)
    for path in sorted(texts, key=lambda path: (not comes_first(path), path)):
        text = texts[path]
        read_content(path, Content(text) if isinstance(text, str) else decoded(text), gathered)
    finish(gathered)
    return gathered


def gather_again(before: Gathered, texts: Mapping[str, str]) -> Gathered:
    """What would be gathered if these files had these texts; others are not read again."""
    gathered = Gathered(before.collected, before.configurations)
    gathered.reported = before.reported
    gathered.skipped = [skipped for skipped in before.skipped if skipped.path not in texts]
    gathered.unread = [note for note in before.unread if note.path not in texts]
    gathered.sources = dict(before.sources)
    gathered.languages = dict(before.languages)
    gathered.encodings = dict(before.encodings)
    gathered.problems = [
        problem
        for problem in before.problems
        if problem.span.source.path not in texts and problem.code != BROKEN_POLICY
    ]
    gathered.configured = dict(before.configured)
    gathered.templates = Templates(before.templates.assemblies)
    for path in sorted(texts):
        read_content(path, Content(texts[path], before.encodings.get(path, "utf-8")), gathered)
    kept = [reading for reading in before.readings if reading.path not in before.unplanned]
    gathered.readings.extend(gathered.templates.again(kept, texts))
    finish(gathered)
    return gathered


def comes_first(path: str) -> bool:
    """Is it what plans need when they are read?"""
    return path.endswith((*CONFIGURATION, TEMPLATE))


def finish(gathered: Gathered) -> None:
    """Read what needs to be known of the other files, leave out what is outdated, and note what was
    not analysed.
    """
    gathered.readings.extend(gathered.templates.read(gathered.facts))
    if gathered.configured:
        leave_templates(gathered)
        read_configurations(gathered)
    gathered.readings.sort(key=lambda reading: (reading.path, reading.root.start))
    drop_outdated(gathered)
    told = [Told(r.path, r.carrier, r.generated) for r in gathered.readings]
    gathered.notes.extend(gathered.unread)
    gathered.notes.extend(notes_on_files(gathered, told))
    for path, why in gathered.templates.missing(gathered.collected):
        gathered.notes.append(Unanalysed(path, 1, "", why, partial=False))
    gathered.unanalysed.extend(gathered.notes)
    for reading in gathered.readings:
        gathered.unanalysed.extend(unanalysed_in(reading))
    gathered.problems.extend(broken_policies(gathered.readings))


class Told(NamedTuple):
    """What notes on files ask of each document that was read."""

    path: str
    carrier: str
    generated: bool


def notes_on_files(gathered: Gathered, told: Sequence[Told]) -> Iterator[Unanalysed]:
    """Whole files that may hold policies and are not analysed, as all files together tell."""
    plans = [one.path for one in told if one.carrier == "terraform"]
    yield from opaque_plans(gathered.skipped, plans)
    files = gathered.collected.files
    synthesised = any(one.generated and one.carrier == "cloudformation" for one in told)
    yield from policies_in_code(files, synthesised=synthesised)


def broken_policies(readings: Iterable[Reading]) -> Iterator[Problem]:
    """Texts that should be policies and are none."""
    for reading in readings:
        for gap in reading.gaps:
            if gap.fault is not None:
                yield Problem(BROKEN_POLICY, gap.why, gap.fault)


def language_of(source: Source) -> str:
    from iamlint import formats

    return formats.sniff(source.path, source.text[:4096])


def trees(source: Source, language: str) -> list[Node]:
    """The documents of a text.

    Raises Unreadable with the offset of what is wrong.
    """
    from iamlint import formats

    return formats.read_all(source, language) if language in ("json", "yaml") else []


def reading_of(path: str, root: Node, gathered: Gathered, *, asked: bool) -> Iterator[Reading]:
    from iamlint import carriers

    beside = None
    if gathered.configured:
        from functools import partial

        from iamlint.carriers.terraform_source.planned import beside_plan

        beside = beside_plan(path, gathered.configured, partial(other_text, gathered))
    reading = carriers.read(path, root, gathered.facts(path), asked=asked, beside=beside)
    if reading is not None:
        if reading.carrier == "terraform" and gathered.configured:
            reading.others = beneath(path, gathered.configured)
        yield reading


def read_one(path: str, gathered: Gathered, place: Span) -> Reading | None:
    """A file that the configuration names and that is not among the files of the run.

    Raises UserError, at the place where it is named, when there is no policy in it.
    """
    from iamlint.errors import UserError

    content = content_of(path)
    if content.fault or content.skip:
        why = f"{path} {content.fault or content.skip}"
        raise UserError(why, place.source.path, *place.place)
    source = Source(path, content.text)
    try:
        roots = trees(source, language_of(source))
    except Unreadable as error:
        raise UserError(error.message, path, *source.place(error.offset)) from None
    for root in roots:
        for reading in reading_of(path, root, gathered, asked=not gathered.collected.walked):
            return reading
    return None


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


def unanalysed_in(reading: Reading) -> Iterator[Unanalysed]:
    for gap in reading.gaps:
        if gap.fault is not None:
            continue  # said as a problem
        span = gap.span.outermost
        path = span.source.path or reading.path
        yield Unanalysed(path, span.place.line, gap.address, gap.why, gap.partial)


def read_configurations(gathered: Gathered) -> None:
    """Configurations of Terraform of which no plan is in view."""
    from functools import partial

    from iamlint.carriers import terraform_source

    plans = [reading for reading in gathered.readings if reading.carrier == "terraform"]
    planned = {os.path.dirname(reading.path) for reading in plans}
    texts = {
        path: text
        for path, text in gathered.configured.items()
        if not below_any(os.path.dirname(path), planned)
    }
    for path in gathered.configured.keys() - texts.keys():  # for their comments
        gathered.sources[path] = Source(path, gathered.configured[path])
        gathered.languages[path] = "hcl"
    found = terraform_source.read_all(texts, partial(other_text, gathered), gathered.facts)
    leave(gathered, found.sources.__contains__)  # they are what the configuration makes of them
    gathered.sources |= found.sources
    gathered.languages |= dict.fromkeys(found.sources.keys() & texts.keys(), "hcl")
    for reading in found.readings:
        hint_at_plans(reading)
        if reading.policies or reading.identities or reading.resources or reading.attachments:
            gathered.readings.append(reading)
            gathered.unplanned.add(reading.path)
        else:
            gathered.notes.extend(unanalysed_in(reading))


def has_configurations(collected: Collected) -> bool:
    """Is there Terraform's configuration of access among the files?"""
    paths = [file.path for file in collected.files if file.path.endswith(CONFIGURATION)]
    if not paths:
        return False
    from iamlint.carriers.terraform_source.roots import roots

    return bool(roots({path: content_of_terraform(path) for path in paths}))


def leave_templates(gathered: Gathered) -> None:
    """Files that a configuration fills in (`templatefile`) are no documents by themselves."""
    from iamlint.carriers.terraform_source.roots import filled_in

    names = filled_in(gathered.configured)
    if names:
        leave(gathered, lambda path: os.path.basename(path) in names)


def leave(gathered: Gathered, wanted: Callable[[str], bool]) -> None:
    """Forget what was read of plain files as documents of their own."""
    gathered.readings = [
        reading
        for reading in gathered.readings
        if reading.carrier != "plain" or not wanted(reading.path)
    ]
    gathered.problems = [
        problem for problem in gathered.problems if not wanted(problem.span.source.path)
    ]


def beneath(path: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Those paths that are in the folder of a file or below it."""
    folder = os.path.dirname(path)
    return tuple(other for other in paths if not folder or other.startswith(f"{folder}/"))


def hint_at_plans(reading: Reading) -> None:
    """Say once what would tell the rest."""
    for gap in reading.gaps:
        if gap.fault is None:
            gap.why = f"{gap.why}; {RENDER}"
            return


def other_text(gathered: Gathered, path: str) -> str | None:
    """The text of a file that a configuration reads, where there is one."""
    if path in gathered.sources:
        return gathered.sources[path].text
    if os.path.isabs(path) or path.startswith("..") or not os.path.isfile(path):
        return None
    content = content_of(path)
    return None if content.fault else content.text


def note_unread(path: str, roots: Sequence[Node], gathered: Gathered) -> None:
    """A file that no carrier takes: a note when statements of policies stand in it all the same."""
    from iamlint.carriers.unread import statements

    found = [statement for root in roots for statement in statements(root)]
    if not found:
        gathered.skipped.append(Skipped(path, "holds no policy"))
        return
    line = found[0].span.place.line
    told = "a statement" if len(found) == 1 else f"{len(found)} statements"
    gathered.unread.append(Unanalysed(path, line, "", f"{told} {UNREAD}", partial=False))


def opaque_plans(skipped: Sequence[Skipped], plans: Iterable[str]) -> Iterator[Unanalysed]:
    """Plans in forms that only Terraform reads, where no other is in view."""
    planned = {os.path.dirname(path) for path in plans}
    for path, why in skipped:
        if why in OPAQUE and not below_any(os.path.dirname(path), planned):
            yield Unanalysed(path, 1, "", f"this is {why}; {RENDER}", partial=False)


def policies_in_code(files: Sequence[File], *, synthesised: bool) -> Iterator[Unanalysed]:
    """Python files that write policies; those of CDK apps where no template of one is in view."""
    for file in files:
        if file.path.endswith(".py"):
            from iamlint.collect.code import written

            as_dict, by_construct = written(file.path)
            if as_dict:
                yield Unanalysed(file.path, as_dict, "", CODE, partial=False)
            elif by_construct and not synthesised:
                yield Unanalysed(file.path, by_construct, "", SYNTHESISE, partial=False)


def unlooked(path: str) -> str:
    """Why nobody looked into a file."""
    return OTHERS.get(os.path.splitext(path)[1], "not of a form that is read")


def content_of_terraform(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def below_any(folder: str, folders: set[str]) -> bool:
    """Is there a plan in this folder or in one above it?"""
    while True:
        if folder in folders:
            return True
        if not folder:
            return False
        folder = os.path.dirname(folder)
