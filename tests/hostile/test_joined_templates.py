"""Templates that take values from one another, with anything at all in any of their places."""

from __future__ import annotations

import copy
import json
import random
import time
from typing import Any

import pytest

from iamlint.config import Configurations
from iamlint.gathering import gather_texts
from iamlint.scanning import Request, Scanner

from ..corpus.test_cdk import files_of

JUNK: tuple[Any, ...] = (
    None,
    1,
    True,
    [],
    {},
    "",
    "x",
    [[]],
    {"Ref": []},
    {"Ref": "AWS::NoValue"},
    {"Fn::GetAtt": "Storage.Outputs.x"},
    {"Fn::GetAtt": ["Child", "Outputs.Bucket"]},
    {"Fn::ImportValue": {"Fn::ImportValue": "x"}},
    {"Fn::ImportValue": {"Fn::Sub": "${Env}-arn"}},
    {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, "z"]},
    {"Fn::GetStackOutput": {"StackName": "Keys", "OutputName": {}}},
    {"Fn::GetStackOutput": []},
    {"Fn::Split": [",", {"Fn::ImportValue": "a"}]},
)
DOCUMENTS = {
    f"{app}/{path}": json.loads(text)
    for app in ("nested_stacks", "shared_data")
    for path, text in files_of(app).items()
}
SCANNER = Scanner(Request((".",), persona="auditor", isolated=True), Configurations(isolated=True))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: dict[Any, Any] = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        inner = dict(enumerate(value))
    found = [path]
    for key, item in inner.items():
        found.extend(places(item, (*path, key)))
    return found


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return copy.deepcopy(junk)
    value[path[0]] = replaced(value[path[0]], path[1:], junk)
    return value


@pytest.mark.parametrize("seed", range(40))
def test_anything_anywhere_is_read(seed: int) -> None:
    chance = random.Random(seed)
    documents = copy.deepcopy(DOCUMENTS)
    for _ in range(chance.choice((1, 2, 5))):
        name = chance.choice(sorted(documents))
        path = chance.choice(places(documents[name]))
        documents[name] = replaced(documents[name], path, chance.choice(JUNK))
    texts = {name: json.dumps(document, indent=1) for name, document in documents.items()}
    began = time.process_time()
    scan = SCANNER.scan(gather_texts(texts, SCANNER.configurations))
    assert not scan.crashes, scan.crashes[0].trace
    assert time.process_time() - began < 10
