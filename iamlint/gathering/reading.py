"""From a file to its trees, and to what its carrier reads in them."""

from __future__ import annotations

from iamlint.collect import STDIN, Skipped
from iamlint.collect.contents import content_of, stdin_content
from iamlint.errors import Unfilled, Unreadable
from iamlint.rule import Problem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping
from iamlint.text.source import Source, Span

from .gathered import Unanalysed
from .noting import note_unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.collect import File
    from iamlint.collect.contents import Content
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    from .gathered import Gathered

BROKEN = "broken-syntax"
UNREADABLE = "unreadable-file"
CONFIGURATION = (".tf", ".tf.json", ".tofu", ".tofu.json")
"""What names of files of Terraform's configuration end in."""
VALUES = (".tfvars", ".tfvars.json")
"""What names of files end in that give values to its variables."""
TEMPLATE = ".tftpl"
"""What names of files end in that a configuration fills in."""
NOT_DATA = (TEMPLATE,)
"""What others than the formats of data read, or what fills them in."""
CODE = ".py"
YAML = (".yml", ".yaml")
SIGNS_OF_PARAMETERS = ("ParameterKey", '"Parameters"')
LINES = (".jsonl", ".ndjson")
TEMPLATES = (".tpl", ".tmpl", ".tftpl", ".gotmpl", ".j2", ".jinja", ".jinja2", ".erb", ".mustache")
"""Endings of what a template engine fills in first: whole documents only by chance."""


def read_file(file: File, gathered: Gathered, stdin_name: str) -> None:
    """Read one file into what is gathered."""
    if file.path == STDIN:
        content, path = stdin_content(), stdin_name or "<stdin>"
        gathered.reported.add(path)
    else:
        path = file.path
        if path.endswith((*CONFIGURATION, *VALUES)):
            from .configured import text_of

            gathered.configured[path] = text_of(path)
            return  # read when it is known what there are plans of
        if path.endswith(NOT_DATA):
            return
        content = content_of(path)
    read_content(path, content, gathered)


def meant(path: str, text: str, gathered: Gathered) -> bool:
    """May a text be a policy although it has no sign of one? The configuration says so, or the
    file was named and there is nothing in it, or it is called JSON and does not begin as such, or
    is cut off.
    """
    if gathered.facts(path).kind:
        return True
    if not gathered.asked(path):
        return False
    begin = text.lstrip()[:1]
    if path.endswith(".json") and begin and begin not in '{["/#-0123456789':
        return text.strip() not in ("null", "true", "false")
    if path.endswith(".json") and begin and begin in "{[" and is_cut_off(text):
        return True
    return "".join(text.split()) in ("{}", "[]")


def is_cut_off(text: str) -> bool:
    """It is JSON up to its end, where something is missing."""
    import json

    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip())
        return at_end or error.msg.startswith("Unterminated string")
    except (ValueError, RecursionError):
        return False
    return False


def read_content(path: str, content: Content, gathered: Gathered) -> None:
    """Make trees of a text and readings of trees."""
    if path.endswith((*CONFIGURATION, *VALUES)):
        gathered.configured[path] = content.text
        return
    if path.endswith(TEMPLATE):
        gathered.sources[path] = Source(path, content.text)
        return
    if path.endswith(CODE) or is_script(content.text):
        from .code import read_code

        read_code(path, content, gathered)
        return
    if content.skip and not (content.text and meant(path, content.text, gathered)):
        gathered.skipped.append(Skipped(path, content.skip))
        read_parameters(Source(path, content.text), gathered)
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
        if path.endswith(TEMPLATES):
            gathered.skipped.append(Skipped(path, "a template that something else fills in first"))
            return
        if isinstance(error, Unfilled):
            line = source.place(error.offset).line
            gathered.unread.append(Unanalysed(path, line, "", error.message, partial=False))
            return
        span = Span(source, error.offset, min(error.offset + 1, len(source.text)))
        gathered.problems.append(Problem(BROKEN, error.message, span))
        gathered.sources[path] = source
        return
    asked = gathered.asked(path)
    others = [root for root in roots if not gathered.templates.takes(path, root)]
    readings = [r for root in others for r in reading_of(path, root, gathered, asked=asked)]
    if not readings and len(others) == len(roots):
        read_parameters(source, gathered)
        note_unread(path, roots, gathered)
        return
    gathered.sources[path] = source
    gathered.readings.extend(readings)


def read_parameters(source: Source, gathered: Gathered) -> None:
    """Note what a file of parameters gives templates; nothing where it is none."""
    if not any(sign in source.text for sign in SIGNS_OF_PARAMETERS):
        return
    from .given import values_in

    try:
        given = values_in(trees(source, language_of(source)))
    except Unreadable:
        return
    if given is not None:
        gathered.parameters[source.path] = given


LATE = frozenset(("Document", "Tags"))
"""Where dumps of accounts have what is mostly not looked at: versions of policies that are not in
force, and tags."""


DUMPED = ('"UserDetailList"', '"GroupDetailList"', '"RoleDetailList"')
"""What dumps of accounts have: of their many texts few are asked where they stand."""
LISTS = 'DetailList"'
"""How each of these ends."""


def is_script(text: str) -> bool:
    """Python code without the name of such."""
    return text.startswith("#!") and "python" in text.partition("\n")[0]


def language_of(source: Source) -> str:
    from iamlint import formats

    return formats.sniff(source.path, source.text[:4096])


def trees(source: Source, language: str) -> list[Node]:
    """The documents of a text.

    Raises Unreadable with the offset of what is wrong.
    """
    from iamlint import formats

    if language not in ("json", "yaml"):
        return []
    terse = LISTS in source.text and any(name in source.text for name in DUMPED)
    return formats.read_all(source, language, LATE, terse=terse)


def reading_of(path: str, root: Node, gathered: Gathered, *, asked: bool) -> Iterator[Reading]:
    from iamlint import carriers

    beside = None
    if gathered.configured:
        from functools import partial

        from iamlint.carriers.terraform_source.planned import beside_plan

        from .configured import other_text

        beside = beside_plan(path, gathered.configured, partial(other_text, gathered))
    facts = gathered.facts(path)
    included = None
    if carriers.has_mark("pipelines", root) and isinstance(root, Mapping) and "include" in root:
        from .pipelines import Included

        included = Included(path, gathered)
    for reading in carriers.read_all(
        path, root, facts, asked=asked, beside=beside, included=included
    ):
        if reading.carrier == "terraform" and gathered.configured:
            from .configured import beneath

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
