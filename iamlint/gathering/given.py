"""What the parameters of templates are given, as files in view tell: the configuration of the SAM
CLI, commands that deploy, and files of parameters.

Another deployment may give others, so that what is found here counts as likely, like a default.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/service_code_examples.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
"""

from __future__ import annotations

from posixpath import basename, dirname, join, normpath

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Mapping, Scalar, Sequence

from .deployments import ANY, PARAMETERS, bytes_in, deployments, is_of, places, together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    from .deployments import Given
    from .gathered import Gathered

TEMPLATES: Final = "cloudformation"
SECTION: Final = "Parameters"
LEVELS: Final = 2
"""Folders between a file of parameters and its template."""


def given_in(gathered: Gathered) -> dict[str, Given]:
    """What templates are given, by their paths and the names of parameters; None for a value that
    is not the same wherever one is told.
    """
    templates = {
        reading.path: parameters_of(reading)
        for reading in gathered.readings
        if reading.carrier == TEMPLATES and reading.unset
    }
    told: dict[str, list[Given | None]] = {}
    named: set[str] = set()
    for path, text in telling(templates, gathered):
        for one in deployments(path, text, PARAMETERS):
            files = [file_named(file, path, gathered) for file in one.files]
            named.update(files)
            parts = [one.given, *(gathered.parameters.get(file) for file in files)]
            for template in templates:
                if one.template != ANY and is_of(one, template):
                    told.setdefault(template, []).append(joined(parts))
    for path, given in gathered.parameters.items():
        if path not in named:
            for template in meant(path, given, templates):
                told.setdefault(template, []).append(given)
    return {path: alike(found, templates[path]) for path, found in told.items()}


def alike(told: list[Given | None], parameters: set[str]) -> Given:
    """What is the same in all deployments; nothing is known where the names of one are not."""
    found = together(told, {})
    return dict.fromkeys(parameters) if found is None else found


def telling(templates: Collection[str], gathered: Gathered) -> Iterator[tuple[str, str]]:
    """The files that may tell with what parameters templates are deployed, and what they say."""
    for path in places(templates, gathered) if templates else ():
        text = bytes_in(path, gathered).decode("utf-8", "replace")
        if any(word in text for word in (PARAMETERS.name, *PARAMETERS.options)):
            yield path, text


def joined(parts: list[Given | None]) -> Given | None:
    """What one deployment gives, in its words and in files; None where some of it is not known."""
    found: Given = {}
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def parameters_of(reading: Reading) -> set[str]:
    """The names of all parameters of a template."""
    root = reading.root
    section = root.get(SECTION) if isinstance(root, Mapping) else None
    entries = section.entries if isinstance(section, Mapping) else ()
    return {str(key.value) for key, _ in entries}


def file_named(file: str, beside: str, gathered: Gathered) -> str:
    """The file of parameters that a command names, from the folder of the command or the top."""
    for path in (normpath(file), normpath(join(dirname(beside), file))):
        if path in gathered.parameters:
            return path
    ending = [path for path in gathered.parameters if path.endswith(f"/{normpath(file)}")]
    return ending[0] if len(ending) == 1 else ""


def meant(path: str, given: Given, templates: dict[str, set[str]]) -> list[str]:
    """The templates near a file of parameters that have all of them; where there are several, those
    that are called alike.
    """
    near = [
        template
        for template, parameters in templates.items()
        if given.keys() <= parameters and is_near(dirname(path), dirname(template))
    ]
    if len(near) < 2:
        return near
    alike = [template for template in near if stem(template) in path]
    return alike or near


def is_near(one: str, other: str) -> bool:
    """Is one folder within the other, or beside it, and not far?"""
    parts, others = (folder.split("/") if folder else [] for folder in (one, other))
    common = 0
    while common < min(len(parts), len(others)) and parts[common] == others[common]:
        common += 1
    up, down = len(parts) - common, len(others) - common
    return max(up, down) <= LEVELS and min(up, down) <= 1


def stem(path: str) -> str:
    return basename(path).partition(".")[0]


def values_in(roots: Iterable[Node]) -> Given | None:
    """What a file of parameters gives: a list of `ParameterKey` and `ParameterValue`, or an object
    with `Parameters`; None for another file.
    """
    found: Given = {}
    for root in roots:
        if isinstance(root, Sequence):
            for item in root.items:
                name, value = (
                    item.get(key) if isinstance(item, Mapping) else None
                    for key in (PARAMETERS.key, PARAMETERS.value)
                )
                if not isinstance(name, Scalar):
                    return None
                found[str(name.value)] = text_of(value)
        elif isinstance(root, Mapping):
            section = root.get(SECTION)
            if not isinstance(section, Mapping):
                return None
            for key, value in section.entries:
                if isinstance(value, Mapping):
                    return None
                found[str(key.value)] = text_of(value)
    return found or None


def text_of(node: Node | None) -> str | None:
    """A value as parameters take it; None for one that is not told (`UsePreviousValue`)."""
    if isinstance(node, Sequence):
        parts = [text_of(item) for item in node.items]
        return None if None in parts else ",".join(part for part in parts if part is not None)
    if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
        return None
    return str(node.value)
