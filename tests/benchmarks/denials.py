"""What all rules across documents cost: run by hand.

    python -m tests.benchmarks.denials

Estates are made of the sound patterns of `tests/mutation`, over and over, each with names of its
own: in one template, and in many stacks. Whole processes are counted, start, reading and rules
included; the budgets: 500 resources in two seconds, a hundred stacks of a hundred resources in
twenty seconds and 500 MB. Told is also the time per resource as an estate grows: it should not.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from ..mutation.cases import cases
from ..mutation.trees import tree_of

SHELVES = "wiring,kms,trust,cross_account,guardrails,escalation"
NAMED = re.compile(
    r'"(Bucket|Role|Queue|Topic|LogGroup|Repository)Name": "|/app/web|"Name": "(live|central|failures)'
)
RUNS = 3


def patterns() -> list[dict[str, Any]]:
    """Templates of one file of which nothing has a name that would stand twice."""
    found = []
    for case in cases():
        (text, *more) = case.files.values()
        tree = tree_of(text) if not more and f"{case.name}.yaml" in case.files else {}
        if "Resources" in tree and "Transform" not in tree and not NAMED.search(json.dumps(tree)):
            found.append(tree)
    return found


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A part of a template with other logical names."""
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("Ref"), str):
        return {"Ref": names.get(value["Ref"], value["Ref"])}
    if "Fn::GetAtt" in value:
        name, attribute = value["Fn::GetAtt"]
        return {"Fn::GetAtt": [names.get(name, name), attribute]}
    if isinstance(value.get("Fn::Sub"), str):
        put = re.sub(r"(?<=\$\{)\w+", lambda m: names.get(m[0], m[0]), value["Fn::Sub"])
        return {"Fn::Sub": put}
    if isinstance(value.get("DependsOn"), str):
        value = {**value, "DependsOn": names[value["DependsOn"]]}
    return {key: renamed(one, names) for key, one in value.items()}


def templates(size: int) -> Iterator[dict[str, Any]]:
    """Templates of at least so many resources, pattern after pattern."""
    turn = copies()
    while True:
        resources: dict[str, Any] = {}
        parameters: dict[str, Any] = {}
        while len(resources) < size:
            tree = next(turn)
            parameters |= tree.get("Parameters", {})
            resources |= tree["Resources"]
        yield {"Parameters": parameters, "Resources": resources}


def copies() -> Iterator[dict[str, Any]]:
    found = patterns()
    for number in count():
        tree = found[number % len(found)]
        names = {name: f"{name}{number}" for name in tree["Resources"]}
        resources = {names[name]: renamed(one, names) for name, one in tree["Resources"].items()}
        yield {**tree, "Resources": resources}


def write(folder: Path, stacks: int, size: int) -> int:
    """Write the stacks; answers how many resources there are."""
    made = templates(size)
    whole = 0
    for number in range(stacks):
        template = next(made)
        whole += len(template["Resources"])
        (folder / f"stack{number}.json").write_text(json.dumps(template, indent=1), "utf-8")
    return whole


ROOT = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: str, resource_: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource_, **more}


def att(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "Arn"]}


def role(service: str, *statements: dict[str, Any]) -> dict[str, Any]:
    who = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policies = (
        [{"PolicyName": "own", "PolicyDocument": document(*statements)}] if statements else []
    )
    properties = {"AssumeRolePolicyDocument": document(who), "Policies": policies}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def everybody_uses_everything(number: int) -> dict[str, Any]:
    """Roles that may send to every queue and use every key; each queue has a key of its own."""
    found: dict[str, Any] = {}
    for n in range(number):
        statements = (allow("sqs:SendMessage", "*"), allow("kms:*", "*"))
        found[f"Role{n}"] = role("ec2.amazonaws.com", *statements)
        policy = document(allow("kms:*", "*", Principal=ROOT))
        found[f"Key{n}"] = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy}}
        encryption = {"KmsMasterKeyId": att(f"Key{n}")}
        found[f"Queue{n}"] = {"Type": "AWS::SQS::Queue", "Properties": encryption}
    return found


def one_queue_for_all(number: int) -> dict[str, Any]:
    """Topics that feed one queue, whose policy names each of them."""
    source = {"ArnEquals": {"aws:SourceArn": [{"Ref": f"Topic{n}"} for n in range(number)]}}
    sns = {"Service": "sns.amazonaws.com"}
    policy = document(allow("sqs:SendMessage", att("Queue"), Principal=sns, Condition=source))
    properties = {"Queues": [{"Ref": "Queue"}], "PolicyDocument": policy}
    found: dict[str, Any] = {
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": properties},
    }
    for n in range(number):
        found[f"Topic{n}"] = {"Type": "AWS::SNS::Topic"}
        ends = {"Protocol": "sqs", "TopicArn": {"Ref": f"Topic{n}"}, "Endpoint": att("Queue")}
        found[f"Subscription{n}"] = {"Type": "AWS::SNS::Subscription", "Properties": ends}
    return found


def one_role_for_all(number: int) -> dict[str, Any]:
    """Functions that run as one role, each with a queue of its own that feeds it."""
    found: dict[str, Any] = {"Role": role("lambda.amazonaws.com", allow("sqs:*", "*"))}
    for n in range(number):
        properties = {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Code": {"ZipFile": "pass"},
            "Role": att("Role"),
        }
        found[f"Function{n}"] = {"Type": "AWS::Lambda::Function", "Properties": properties}
        found[f"Queue{n}"] = {"Type": "AWS::SQS::Queue"}
        ends = {"EventSourceArn": att(f"Queue{n}"), "FunctionName": {"Ref": f"Function{n}"}}
        mapping = {"Type": "AWS::Lambda::EventSourceMapping", "Properties": ends}
        found[f"Mapping{n}"] = mapping
    return found


DENSE = (everybody_uses_everything, one_queue_for_all, one_role_for_all)


def scanned(folder: Path) -> float:
    command = [sys.executable, "-m", "iamlint", "scan", str(folder), "--no-cache", "--isolated"]
    start = spent()
    done = subprocess.run(
        [*command, "--select", SHELVES, "--format", "concise"],
        capture_output=True,
        text=True,
        check=False,
    )
    took = spent() - start
    assert done.returncode in {0, 1}, done.stdout[-500:] + done.stderr[-500:]
    return took


def spent() -> float:
    """The processor's seconds that processes took so far: other work on the machine is not in it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    for stacks, size in ((1, 50), (1, 500), (1, 1000), (10, 100), (30, 100), (100, 100)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            resources = write(folder, stacks, size)
            took = min(scanned(folder) for _ in range(1 if resources > 5000 else RUNS))
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{stacks:4} stacks  {resources:6} resources  {took:7.2f} s"
            f"  {took / resources * 1000:6.2f} ms a resource  {most:5.0f} MB at most so far",
            flush=True,
        )
    for make in DENSE:
        for number in (40, 80, 160):
            with tempfile.TemporaryDirectory() as name:
                template = {"Resources": make(number)}
                (Path(name) / "template.json").write_text(json.dumps(template, indent=1), "utf-8")
                took = min(scanned(Path(name)) for _ in range(RUNS))
            each = took / len(template["Resources"]) * 1000
            print(
                f"{make.__name__:28} {number:4}  {took:7.2f} s  {each:6.2f} ms a resource",
                flush=True,
            )


if __name__ == "__main__":
    main()
