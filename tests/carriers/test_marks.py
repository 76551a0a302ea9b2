"""No tree is kept from a carrier that knows it: each has one of the carrier's marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iamlint import formats
from iamlint.carriers import CARRIERS, INNER_MARKS, MARKS, carrier_of, has_mark, kubernetes
from iamlint.errors import Unreadable
from iamlint.text.node import Mapping, Node
from iamlint.text.source import Source

TESTS = Path(__file__).parents[1]
ROLE = "{eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app}"
KNOWN = {
    "terraform": [
        "{format_version: '1.2', planned_values: {}}",
        "{format_version: '1.0', terraform_version: 1.9.0}",
        "{terraform_version: 1.9.0, lineage: a}",
        "{terraform_version: 0.11.0, modules: []}",
    ],
    "cloudformation": [
        "{AWSTemplateFormatVersion: '2010-09-09'}",
        "{Transform: AWS::Serverless-2016-10-31}",
        "{Transform: [AWS::Serverless-2016-10-31]}",
        "{Resources: {Queue: {Type: AWS::SQS::Queue}}}",
        "{Resources: [{Type: AWS::SQS::Queue}]}",
        "{Resources: {'Fn::ForEach::Each': []}}",
    ],
    "serverless": ["{service: a, provider: aws}", "{service: a, provider: {name: aws}}"],
    "workflows": [
        "{jobs: {a: {steps: [{uses: aws-actions/configure-aws-credentials@v4, with: {role-to-assume: a}}]}}}"
    ],
    "kubernetes": [
        f"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: a, annotations: {ROLE}}}}}",
        "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [a.yaml]}",
        "{resources: [a.yaml]}",
        "{bases: [a]}",
        "{components: [a]}",
    ],
    "account": [
        "{UserDetailList: []}",
        "{GroupDetailList: []}",
        "{RoleDetailList: []}",
        "{UserDetailList: x, RoleDetailList: x}",
    ],
    "exports": ["{iamlint-account: 1}"],
    "pipelines": ["{deploy: {id_tokens: {TOKEN: {aud: 'https://gitlab.com'}}}}"],
}


def tree(text: str) -> Node:
    return formats.read(Source("a.yaml", text), formats.YAML)


def test_every_carrier_but_the_last_has_marks() -> None:
    assert tuple(name for name in CARRIERS if name in {**MARKS, **INNER_MARKS}) == CARRIERS[:-1]
    assert set(KNOWN) == {*MARKS, *INNER_MARKS}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in KNOWN.items() for t in texts])
def test_what_a_carrier_knows_has_a_mark_of_it(name: str, text: str) -> None:
    root = tree(text)
    assert carrier_of(name).recognises(root)
    assert has_mark(name, root)


@pytest.mark.parametrize("name", MARKS)
def test_each_mark_is_needed(name: str) -> None:
    roots = [tree(text) for text in KNOWN[name]]
    for mark in MARKS[name]:
        others = [other for other in MARKS[name] if other != mark]
        assert any(not any(o in r for o in others) for r in roots if isinstance(r, Mapping)), mark


def test_kustomizations_are_known_by_what_they_gather() -> None:
    assert {"apiVersion", *kubernetes.GATHERS} == set(MARKS["kubernetes"])


def test_no_file_of_the_tests_is_kept_from_its_carrier() -> None:
    seen = set()
    for path in sorted(TESTS.glob("fixtures/**/*.json")):
        text = path.read_text(encoding="utf-8")
        if len(text) > 50_000 or not isinstance(json.loads(text), dict):
            continue
        try:
            root = formats.read(Source(path.name, text), formats.JSON)
        except Unreadable:
            continue
        for name in MARKS:
            if carrier_of(name).recognises(root):
                assert has_mark(name, root), path
                seen.add(name)
    assert {"terraform", "cloudformation"} <= seen
