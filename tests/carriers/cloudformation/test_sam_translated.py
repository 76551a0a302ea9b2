"""What is read of a SAM template is what is read of the template that SAM's translator makes of it.

`tests/fixtures/sam/renew.py` translates anew.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from iamlint import formats
from iamlint.carriers.cloudformation.sam import running, translating
from iamlint.catalog import catalog
from iamlint.text.node import plain
from iamlint.text.source import Source

from ...fixtures.sam.renew import settled
from .facts import facts
from .reading import Facts, read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "sam"
TEMPLATES = sorted((FIXTURES / "templates").iterdir(), key=lambda path: path.name)
SERVERLESS = "AWS::Serverless-2016-10-31"
HOME = Facts(region="us-east-1", partition="aws")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_same_access_as_after_translation(path: Path) -> None:
    ours = read(path.read_text("utf-8"), HOME)
    theirs = read((FIXTURES / "translated" / f"{path.stem}.json").read_text("utf-8"), HOME)
    assert facts(ours) == facts(theirs)
    assert ours.identities or ours.attachments
    assert not [gap for gap in ours.gaps if "the nested stack is not in view" not in gap.why]


LEFT = sorted((FIXTURES / "left_to_the_translator").iterdir(), key=lambda path: path.name)


@pytest.mark.parametrize("path", LEFT, ids=lambda path: path.stem)
def test_what_is_left_to_the_translator(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = (FIXTURES / "translated" / f"{path.stem}.json").read_text("utf-8")
    monkeypatch.setattr(translating, "translated", lambda *_: json.loads(made))
    ours = read(path.read_text("utf-8"), HOME)
    assert facts(ours) == facts(read(made, HOME))
    assert not ours.gaps


@pytest.mark.parametrize("path", LEFT, ids=lambda path: path.stem)
def test_without_the_translator_it_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "samtranslator.translator.translator", None)
    reading = read(path.read_text("utf-8"), HOME)
    (gap,) = reading.gaps
    assert "pip install 'iamlint[sam]'" in gap.why
    assert gap.span.source.path


def test_a_policy_of_the_source_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (FIXTURES / "translated" / "destinations.json").read_text("utf-8")
    monkeypatch.setattr(translating, "translated", lambda *_: json.loads(made))
    reading = read((FIXTURES / "left_to_the_translator" / "destinations.yaml").read_text(), HOME)
    role = next(each for each in reading.identities if each.address == "FnRole")
    told = [(p.by_aws, p.span.outermost.text.partition("\n")[0]) for p in role.inline]
    assert told == [(True, "Fn"), (True, "Fn"), (False, "Version: '2012-10-17'")]


@pytest.mark.parametrize("path", [*TEMPLATES, *LEFT], ids=lambda path: path.stem)
def test_the_translator_makes_what_is_kept(path: Path) -> None:
    pytest.importorskip("samtranslator")
    root = plain(formats.read(Source(path.name, path.read_text("utf-8")), formats.YAML))
    assert isinstance(root, dict)
    kept = (FIXTURES / "translated" / f"{path.stem}.json").read_text("utf-8")
    made = json.loads(json.dumps(running.translated(root, "us-east-1")))
    assert settled(made) == json.loads(kept)


def test_the_translator_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An application of the repository of AWS would be looked up, and a region and credentials."""
    pytest.importorskip("samtranslator")

    def refuse(*_: object) -> None:
        raise AssertionError("the network is asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    application = {"ApplicationId": "arn:aws:serverlessrepo:us-east-1:1:applications/a"}
    location = {**application, "SemanticVersion": "1.0.0"}
    resources = {
        "App": {"Type": "AWS::Serverless::Application", "Properties": {"Location": location}},
        "Web": {
            "Type": "AWS::Serverless::WebFunction",
            "Properties": {"CodeUri": "./web", "Runtime": "nodejs24.x", "AuthType": "IamAuth"},
        },
    }
    made = running.translated({"Transform": SERVERLESS, "Resources": resources}, "us-east-1")
    assert made["Resources"]["WebRole"]["Type"] == "AWS::IAM::Role"


def test_each_row_is_used() -> None:
    """Every event, policy template and pair of a connector is in some template."""
    text = "\n".join(path.read_text("utf-8") for path in TEMPLATES)
    events = {name for row in catalog().table("sam_resources") for name in row.get("event", ())}
    assert {name for name in events if f"Type: {name}" not in text} == set()
    rows = catalog().table("sam_policy_templates")
    assert {row["name"] for row in rows if row["name"] not in text} == set()
    types = {of for row in catalog().table("sam_resources") for of in row["of"]}
    assert {of for of in types if of not in text} == set()


def test_each_pair_of_a_connector_is_tied() -> None:
    template = json.loads((FIXTURES / "templates" / "all_connectors.json").read_text("utf-8"))
    resources = template["Resources"]
    tied = [each for each in resources.values() if each["Type"] == "AWS::Serverless::Connector"]
    assert len({each["Properties"]["Source"]["Id"] for each in tied}) == len(
        catalog().table("sam_connectors")
    )
