"""Runs SAM's own translator, `aws-sam-translator`, where it is installed: offline, on a copy.

https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

import copy
import logging

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.text.hints import Any

    Template = dict[str, Any]

CODE = "sam_code"
ANYWHERE = "s3://bucket/key"
INSTALL = "pip install 'iamlint[sam]'"
MAX_SAID = 300


class NotTranslated(Exception):
    """The translator is not there, or refuses the template; the message says which and why."""


class Session:
    """All that the translator asks of a session of boto3: without one it would look for one."""

    def __init__(self, region: str) -> None:
        self.region_name = region


def translated(template: Template, region: str) -> Template:
    """The template that SAM makes of one. Raises `NotTranslated`.

    Managed policies are those that come with the translator, and nothing is asked of AWS.
    Parameters stay what they are; where SAM must know their values they have their defaults.
    """
    try:
        return run(without_defaults(template), region)
    except NotTranslated:
        return run(copy.deepcopy(template), region)


def run(copied: Template, region: str) -> Template:
    """What the translator makes of a template, which it changes."""
    try:
        from samtranslator.model.exceptions import InvalidDocumentException
        from samtranslator.parser.parser import Parser
        from samtranslator.translator.translator import Translator
    except ImportError:
        why = f"SAM's own translator would, but is not installed: {INSTALL}"
        raise NotTranslated(why) from None
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # what matters is raised
    try:
        with_code(copied)
        translator = Translator(None, Parser(), boto_session=Session(region))
        made: Template = translator.translate(copied, {"AWS::Region": region})
    except InvalidDocumentException as error:
        said = "; ".join(cause.message for cause in error.causes) or error.message
        raise NotTranslated(f"SAM refuses the template: {said[:MAX_SAID]}") from None
    except Exception as error:  # whatever a hostile template makes the translator stumble over
        said = f"{type(error).__name__}: {error}"
        raise NotTranslated(f"SAM's translator fails: {said[:MAX_SAID]}") from None
    return made


def without_defaults(template: Template) -> Template:
    """A copy whose parameters have no defaults, so that references to them stay references."""
    copied = copy.deepcopy(template)
    parameters = copied.get("Parameters")
    for declared in parameters.values() if isinstance(parameters, dict) else ():
        if isinstance(declared, dict):
            declared.pop("Default", None)
    return copied


def with_code(template: Template) -> None:
    """Put a place in S3 wherever code or a definition is named by a path, or not at all."""
    by_type = {row["type"]: row for row in catalog().table(CODE)}
    globals_ = template.get("Globals", {})
    sections = [
        (f"AWS::Serverless::{name}", section, False)
        for name, section in (globals_.items() if isinstance(globals_, dict) else ())
    ]
    resources = template.get("Resources", {})
    for resource in resources.values() if isinstance(resources, dict) else ():
        if isinstance(resource, dict) and isinstance(resource.get("Type"), str):
            section = resource.setdefault("Properties", {})
            sections.append((resource["Type"], section, True))
    for type_, section, needed in sections:
        row = by_type.get(type_)
        if row is not None and isinstance(section, dict):
            place_code(section, row["property"], row["else"], needed=needed)


def place_code(section: Template, name: str, others: list[str], *, needed: bool) -> None:
    """The place of one resource's code."""
    given = section.get(name)
    if isinstance(given, str) and given.startswith("s3://"):
        return
    optional = "" in others or not needed
    if name in section or not (optional or any(other in section for other in others)):
        section[name] = ANYWHERE
