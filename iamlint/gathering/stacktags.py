"""The tags with which stacks are deployed: all that a stack makes has them.

They stand in the configuration of the SAM CLI beside a template, and in the commands of workflows
and scripts.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

import re
import shlex
from posixpath import basename, dirname, join, normpath

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any, Final
from iamlint.text.records import NamedTuple

from .programs import data_of, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Reading

    from .gathered import Gathered

TEMPLATES: Final = "cloudformation"
SAM: Final = "samconfig.toml"
SCRIPTS: Final = (".gitlab-ci.yml", "buildspec.yml", "buildspec.yaml", "Makefile", "deploy.sh")
WORKFLOWS: Final = ".github/workflows/"
COMMAND: Final = re.compile(
    r"\b(aws\s+cloudformation\s+(?:deploy|create-stack|update-stack|create-change-set)|sam\s+deploy)\b"
    r"([^\n]*)"
)
DEPLOYS: Final = re.compile(r"\bcloudformation\b|\b(?:sam|cdk)\s+deploy\b")
ANY: Final = "*"
FILES: Final = ("--template-file", "--template-body", "--template", "-t")
TAGS: Final = "--tags"
USUAL: Final = ("template.yaml", "template.yml", "template.json")
"""What the SAM CLI deploys where no template is named."""

Tags = dict[str, "str | None"]


class Deployment(NamedTuple):
    """`template`: the path of what is deployed, or how it ends; empty where that is not told, and
    `*` where it may be whatever.
    `beside`: the file that tells it, where only what is beside that may be meant. `tags`: by name,
    None for a value that is not known; None where not all names are known.
    """

    template: str
    beside: str
    tags: Tags | None


def is_told(path: str) -> bool:
    """A file in which tags of stacks may stand."""
    return basename(path) in (SAM, *SCRIPTS) or WORKFLOWS in f"/{path}"


def read_tags(gathered: Gathered) -> None:
    """Tell in readings of templates with what tags their stacks are deployed."""
    readings = [one for one in gathered.readings if one.carrier == TEMPLATES and one.identities]
    if not readings:
        return
    for path in places(readings, gathered):
        data = gathered.code.get(path) or data_of(path)
        text = data.decode("utf-8", "replace") if data is not None else ""
        if "tags" not in text:
            continue
        deployments = list(in_sam(path, text) if basename(path) == SAM else in_commands(text))
        for reading in readings:
            found = [one.tags for one in deployments if is_of(one, reading.path)]
            if found:
                reading.stack_tags = together(found, reading.stack_tags)
                gathered.beside.setdefault(reading.path, {})[path] = named(data)


def places(readings: list[Reading], gathered: Gathered) -> list[str]:
    """The files in view in which tags may stand, and those beside templates and one folder up."""
    found = set(filter(is_told, gathered.walked))
    for folder in {dirname(one.path) for one in readings}:
        for above in (folder, dirname(folder)):
            for name in (SAM, *SCRIPTS):
                path = join(above, name)
                if path not in found and gathered.texts_of_code.has(path):
                    found.add(path)
    return sorted(found)


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


def together(told: list[Tags | None], before: Tags | None) -> Tags | None:
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


def in_sam(path: str, text: str) -> Iterator[Deployment]:
    """The deployments of each environment."""
    from iamlint.config.reading import parsed

    try:
        config = parsed(text, path)
    except UserError:
        return  # whoever deploys is told
    for environment in config.values():
        if not isinstance(environment, dict):
            continue
        given: dict[str, Any] = {}
        for command in ("global", "deploy"):
            section = environment.get(command)
            parameters = section.get("parameters") if isinstance(section, dict) else None
            given |= parameters if isinstance(parameters, dict) else {}
        tags = given.get("tags")
        if tags is None:
            continue
        template = given.get("template_file") or given.get("template") or ""
        where = normpath(join(dirname(path), str(template))) if template else ""
        words = [str(one) for one in tags] if isinstance(tags, list) else [str(tags)]
        yield Deployment(where, path, tags_in(words))


def in_commands(text: str) -> Iterator[Deployment]:
    """The commands that deploy with tags; where they are not understood, anything may be."""
    understood = TAGS not in text or not DEPLOYS.search(text)
    for found in COMMAND.finditer(re.sub(r"\\\r?\n", " ", text)):
        try:
            words = shlex.split(found[2], comments=True)
        except ValueError:
            continue
        if TAGS not in words:
            continue
        understood = True
        begin = words.index(TAGS) + 1
        given: list[str] = []
        for word in words[begin:]:
            if word.startswith("-") or word in ("&&", ";", "|", "||"):
                break
            given.append(word)
        template = next((after(words, name) for name in FILES if name in words), "")
        where = normpath(template.removeprefix("file://").removeprefix("./")) if template else ""
        yield Deployment("" if "$" in where else where, "", tags_in(given))
    if not understood:
        yield Deployment(ANY, "", None)


def after(words: list[str], name: str) -> str:
    place = words.index(name) + 1
    return words[place] if place < len(words) else ""


def tags_in(words: list[str]) -> Tags | None:
    """`name=value …`, in one word or several, or `Key=name,Value=value`; None where a name, or how
    many there are, is not known.
    """
    found: Tags = {}
    for word in words:
        parts = [word] if word.startswith("Key=") else word.split()
        for part in parts:
            if part.startswith("Key="):
                name, _, value = part.removeprefix("Key=").partition(",Value=")
            else:
                name, _, value = part.partition("=")
            if not name or "$" in name or "=" not in part:
                return None
            found[name.strip("'\"")] = None if "$" in value else value.strip("'\"")
    return found
