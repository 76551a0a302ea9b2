"""Plans to test with: those rendered beside their configurations, and small ones made by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamlint.carriers import terraform
from iamlint.formats.json import parse
from iamlint.text.source import Source

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Attachment, Identity, Reading, Resource

FIXTURES = Path(__file__).parents[2] / "fixtures" / "terraform"
MODES = ("known", "deferred")
NAMES = sorted(path.parent.name for path in FIXTURES.glob("*/main.tf"))


@cache
def fixture(name: str, mode: str = "deferred") -> Reading:
    """The reading of a rendered plan."""
    text = (FIXTURES / name / f"plan-{mode}.json").read_text(encoding="utf-8")
    return terraform.read("plan.json", parse(Source("plan.json", text)), None)


def read(plan: dict[str, Any], facts: Facts | None = None) -> Reading:
    """The reading of a plan given as data."""
    source = Source("plan.json", json.dumps(plan, indent=1))
    root = parse(source)
    assert terraform.recognises(root)
    return terraform.read("plan.json", root, facts)


def resource(address: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A managed resource among planned values."""
    type_, _, name = address.partition(".")
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        "values": values,
    } | more


def planned(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A plan of resources whose values are all known."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": list(resources)}},
    } | more


def state(*resources: dict[str, Any]) -> dict[str, Any]:
    """A state."""
    return {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": list(resources)}},
    }


def identity(reading: Reading, address: str) -> Identity:
    return next(i for i in reading.identities if i.address == address)


def thing(reading: Reading, address: str) -> Resource:
    return next(r for r in reading.resources if r.address == address)


def policy(reading: Reading, address: str) -> Policy:
    return next(p for p in reading.policies if p.address == address)


def attachments(reading: Reading, address: str) -> list[Attachment]:
    return [a for a in reading.attachments if a.address == address]


def statement(reading: Reading, address: str, sid: str) -> Statement:
    return next(
        s for s in policy(reading, address).statements if s.sid is not None and str(s.sid) == sid
    )


def texts(words: object) -> list[str]:
    """Words as they are shown."""
    assert isinstance(words, tuple)
    return [str(word) for word in words]
