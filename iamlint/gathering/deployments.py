"""What files in view say of how templates are deployed: with which tags and parameters.

It stands in the configuration of the SAM CLI beside a template, and in the commands of workflows
and scripts.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
"""

from __future__ import annotations

import os
import re
import shlex
from posixpath import basename, dirname, join, normpath

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.records import NamedTuple

from .programs import data_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .gathered import Gathered

SAM: Final = "samconfig.toml"
SCRIPTS: Final = (".gitlab-ci.yml", "buildspec.yml", "buildspec.yaml", "Makefile", "deploy.sh")
WORKFLOWS: Final = ".github/workflows/"
COMMAND: Final = re.compile(
    r"\b(aws\s+cloudformation\s+(?:deploy|create-stack|update-stack|create-change-set)|sam\s+deploy)\b"
    r"([^\n]*)"
)
DEPLOYS: Final = re.compile(r"\bcloudformation\b|\b(?:sam|cdk)\s+deploy\b")
FILES: Final = ("--template-file", "--template-body", "--template", "-t")
USUAL: Final = ("template.yaml", "template.yml", "template.json")
"""What the SAM CLI deploys where no template is named."""
ANY: Final = "*"

Given = dict[str, "str | None"]
"""By name; None for a value that is not known."""


class Asked(NamedTuple):
    """What is asked of deployments. `name`: in the configuration of the SAM CLI; `options`: of
    commands; `key` and `value`: how the longer form of the options calls them.
    """

    name: str
    options: tuple[str, ...]
    key: str
    value: str


TAGS: Final = Asked("tags", ("--tags",), "Key", "Value")
PARAMETERS: Final = Asked(
    "parameter_overrides",
    ("--parameter-overrides", "--parameters"),
    "ParameterKey",
    "ParameterValue",
)


class Deployment(NamedTuple):
    """`template`: the path of what is deployed, or how it ends; empty where that is not told, and
    `*` where it may be whatever.
    `beside`: the file that tells it, where only what is beside that may be meant. `given`: None
    where not all names are known. `files`: paths of files with more, as they are written.
    """

    template: str
    beside: str
    given: Given | None
    files: tuple[str, ...] = ()


def is_told(path: str) -> bool:
    """A file in which deployments may stand."""
    return basename(path) in (SAM, *SCRIPTS) or WORKFLOWS in f"/{path}"


def places(templates: Iterable[str], gathered: Gathered) -> list[str]:
    """The files in view in which deployments may stand, and those beside templates and one folder
    up.
    """
    found = set(filter(is_told, gathered.walked))
    for folder in {dirname(path) for path in templates}:
        for above in (folder, dirname(folder)):
            for name in (SAM, *SCRIPTS):
                path = join(above, name)
                if path in found or not (path in gathered.code or os.path.isfile(path)):
                    continue
                if gathered.texts_of_code.has(path):
                    found.add(path)
    return sorted(found)


def bytes_in(path: str, gathered: Gathered) -> bytes:
    """What is in a file in which deployments may stand."""
    return gathered.code.get(path) or data_of(path) or b""


def deployments(path: str, text: str, asked: Asked) -> list[Deployment]:
    """Those that a file tells of."""
    return list(in_sam(path, text, asked) if basename(path) == SAM else in_commands(text, asked))


def is_of(deployment: Deployment, path: str) -> bool:
    """The template at a path is deployed so, as far as can be told."""
    where = deployment.template
    if where == ANY:
        return True
    if not where:
        usual = basename(path) in USUAL
        return usual and (not deployment.beside or dirname(path) == dirname(deployment.beside))
    path = normpath(path)
    return path == where or path.endswith(f"/{where}")


def together(told: list[Given | None], before: Given | None) -> Given | None:
    """What holds whichever of the deployments is meant: of a name that only some have, or with
    different values, the value is not known.
    """
    every = [*told, *([before] if before != {} else [])]
    known = [one for one in every if one is not None]
    if len(known) < len(every):
        return None
    names = dict.fromkeys(name for one in known for name in one)
    return {
        name: known[0].get(name)
        if all(one.get(name) == known[0].get(name) for one in known)
        else None
        for name in names
    }


def in_sam(path: str, text: str, asked: Asked) -> Iterator[Deployment]:
    """The deployments of each environment."""
    from iamlint.config.reading import parsed

    try:
        config = parsed(text, path)
    except UserError:
        return  # whoever deploys is told
    for environment in config.values():
        if not isinstance(environment, dict):
            continue
        settings: dict[str, Any] = {}
        for command in ("global", "deploy"):
            section = environment.get(command)
            parameters = section.get("parameters") if isinstance(section, dict) else None
            settings |= parameters if isinstance(parameters, dict) else {}
        given = settings.get(asked.name)
        if given is None:
            continue
        template = settings.get("template_file") or settings.get("template") or ""
        where = normpath(join(dirname(path), str(template))) if template else ""
        words = [str(one) for one in given] if isinstance(given, list) else [str(given)]
        yield Deployment(where, path, given_in(words, asked))


def in_commands(text: str, asked: Asked) -> Iterator[Deployment]:
    """The commands that deploy with what is asked for; where they are not understood, anything may
    be.
    """
    understood = not any(one in text for one in asked.options) or not DEPLOYS.search(text)
    for found in COMMAND.finditer(re.sub(r"\\\r?\n", " ", text)):
        try:
            words = shlex.split(found[2], comments=True)
        except ValueError:
            continue
        option = next((one for one in asked.options if one in words), "")
        if not option:
            continue
        understood = True
        given: list[str] = []
        for word in words[words.index(option) + 1 :]:
            if word.startswith("-") or word in ("&&", ";", "|", "||"):
                break
            given.append(word)
        template = next((after(words, name) for name in FILES if name in words), "")
        where = normpath(template.removeprefix("file://").removeprefix("./")) if template else ""
        files = tuple(word.removeprefix("file://") for word in given if word.startswith("file://"))
        said = given_in([word for word in given if not word.startswith("file://")], asked)
        yield Deployment("" if "$" in where else where, "", said, files)
    if not understood:
        yield Deployment(ANY, "", None)


def after(words: list[str], name: str) -> str:
    place = words.index(name) + 1
    return words[place] if place < len(words) else ""


def given_in(words: list[str], asked: Asked) -> Given | None:
    """`name=value …`, in one word or several, or `Key=name,Value=value`; None where a name, or how
    many there are, is not known.
    """
    found: Given = {}
    key, value_of = f"{asked.key}=", f",{asked.value}="
    for word in words:
        for part in [word] if word.startswith(key) else parted(word):
            if part.startswith(key):
                name, _, value = part.removeprefix(key).partition(value_of)
            else:
                name, _, value = part.partition("=")
            if not name or "$" in name or "=" not in part:
                return None
            found[name.strip("'\"")] = None if "$" in value else value.strip("'\"")
    return found


def parted(word: str) -> list[str]:
    """What stands between spaces that are in no quotes."""
    try:
        return shlex.split(word) if "'" in word or '"' in word else word.split()
    except ValueError:
        return word.split()
