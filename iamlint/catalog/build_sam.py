"""Makes the tables `sam_policy_templates`, `sam_connectors`, `sam_connector_ends` and `sam_globals`
from the package `aws-sam-translator` (Apache-2.0), installed.

    pip install aws-sam-translator==1.115.0
    python -m iamlint.catalog.build_sam 2026-11-26

Development only. Variables become `%{Name}`: a value of the template stands there in the end.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
PAGES = {
    "sam_policy_templates": SPEC + "serverless-policy-templates.html",
    "sam_connectors": SPEC + "reference-sam-connector.html",
    "sam_connector_ends": SPEC + "reference-sam-connector.html",
    "sam_globals": SPEC + "sam-specification-template-anatomy-globals.html",
}
MADE: dict[str, dict[str, str]] = {
    "AWS_IAM_ROLE_MANAGED_POLICY": {
        "makes": "AWS::IAM::ManagedPolicy",
        "suffix": "Policy",
        "attach": "Roles",
    },
    "AWS_SQS_QUEUE_POLICY": {
        "makes": "AWS::SQS::QueuePolicy",
        "suffix": "QueuePolicy",
        "attach": "Queues",
    },
    "AWS_SNS_TOPIC_POLICY": {
        "makes": "AWS::SNS::TopicPolicy",
        "suffix": "TopicPolicy",
        "attach": "Topics",
    },
    "AWS_LAMBDA_PERMISSION": {"makes": "AWS::Lambda::Permission", "suffix": "LambdaPermission"},
}
"""What a profile makes, how its logical id ends, and the property that says what it is tied to."""
SIDES = {True: "source", False: "destination"}
_variable = re.compile(r"%\{([\w.]+)\}")


def templates(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row a policy template, its parameters as variables."""
    for name, template in given["Templates"].items():
        parameters = list(template.get("Parameters", {}))
        statements = named(template["Definition"]["Statement"], frozenset(parameters))
        yield {"name": name, "parameters": parameters, "statements": statements}


def named(value: Any, parameters: frozenset[str]) -> Any:
    """A definition with `Ref` of a parameter as the variable."""
    if isinstance(value, dict):
        if list(value) == ["Ref"] and value["Ref"] in parameters:
            return f"%{{{value['Ref']}}}"
        return {key: named(inner, parameters) for key, inner in value.items()}
    return [named(item, parameters) for item in value] if isinstance(value, list) else value


def connectors(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row a pair of types that a connector may tie."""
    for source, destinations in given["Permissions"].items():
        for destination, profile in destinations.items():
            properties = profile["Properties"]
            row = {
                "source": source,
                "destination": destination,
                **MADE[profile["Type"]],
                "on": SIDES[properties["SourcePolicy"]],
                "access": substituted(properties["AccessCategories"]),
            }
            if "ValidAccessCategories" in properties:
                row["together"] = properties["ValidAccessCategories"]
            yield row


def ends(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row a type that a connector may tie: what names its role, and it itself."""
    for type_, about in given["CfnResourceProperties"].items():
        row: dict[str, Any] = {"type": type_}
        role = about.get("Inputs", {}).get("Role")
        if role is not None:
            row["role"] = role if isinstance(role, str) else "Targets"
        row.update({name: about["Outputs"][name] for name in sorted(about["Outputs"])})
        yield row


def substituted(value: Any) -> Any:
    """Texts with variables in them as the `Fn::Sub` that they become."""
    if isinstance(value, dict):
        return {key: substituted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [substituted(item) for item in value]
    if not isinstance(value, str) or _variable.fullmatch(value):
        return value
    found = {name.replace(".", ""): f"%{{{name}}}" for name in _variable.findall(value)}
    text = _variable.sub(lambda match: "${" + match[1].replace(".", "") + "}", value)
    if found:
        return {"Fn::Sub": [text, found]}
    return {"Fn::Sub": text} if "${" in text else text


def sections(supported: dict[str, list[str]], merges: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row a section of `Globals`: what may stand in it, and what is not merged as usual."""
    for type_, properties in supported.items():
        section = type_.rpartition("::")[2]
        apart = {
            path.partition(".")[2]: merge.name.lower()
            for path, merge in merges.items()
            if path.partition(".")[0] == section
        }
        row: dict[str, Any] = {"type": type_, "section": section, "properties": properties}
        yield {**row, "apart": apart} if apart else row


def written(name: str, date: str, version: str, rows: list[dict[str, Any]]) -> str:
    """A table, a row a line."""
    source = f"aws-sam-translator {version} (Apache-2.0); {PAGES[name]}"
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    head = f'"date": {json.dumps(date)},\n"source": {json.dumps(source)},\n'
    return f'{{\n{head}"rows": [\n{lines}\n]}}\n'


def build(date: str) -> dict[str, str]:
    """The text of each table."""
    import samtranslator
    from samtranslator.plugins.globals.globals import CUSTOM_STRATEGIES, Globals

    folder = Path(samtranslator.__file__).parent
    given = json.loads(
        (folder / "policy_templates_data" / "policy_templates.json").read_text("utf-8")
    )
    profiles = json.loads(
        (folder / "model" / "connector_profiles" / "profiles.json").read_text("utf-8")
    )
    rows = {
        "sam_policy_templates": list(templates(given)),
        "sam_connectors": list(connectors(profiles)),
        "sam_connector_ends": list(ends(profiles)),
        "sam_globals": list(sections(Globals.supported_properties, CUSTOM_STRATEGIES)),
    }
    version = samtranslator.__version__
    return {name: written(name, date, version, each) for name, each in rows.items()}


def main(argv: list[str]) -> int:
    if len(argv) != 1:
        sys.stderr.write("usage: python -m iamlint.catalog.build_sam DAY\n")
        return 2
    for name, text in build(argv[0]).items():
        (Path(tables.DATA) / f"{name}.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
