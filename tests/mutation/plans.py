"""Mutants of rendered plans: the policies that stand in them as JSON, in every place of a plan."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

from .mutants import Mutant, other_principal
from .trees import at, of_statement, statements, walk, written


def mutants(path: str, text: str) -> Iterator[Mutant]:
    plan = json.loads(text)
    if "planned_values" not in plan:
        return
    for resource in plan["planned_values"]["root_module"]["resources"]:
        for policy in policies_of(resource):
            yield from of_policy(path, plan, resource["address"], policy)
        for number, statement in enumerate(resource["values"].get("statement") or ()):
            yield from of_statement_read(path, plan, resource["address"], number, statement)


def policies_of(resource: Any) -> Iterator[str]:
    for name in ("policy", "assume_role_policy", "content"):
        value = resource["values"].get(name)
        if value and resource["mode"] == "managed":
            yield value


def of_policy(path: str, plan: Any, address: str, policy: str) -> Iterator[Mutant]:
    document = json.loads(policy)
    for place, statement in statements(document, ()):
        if statement["Effect"] != "Allow":
            continue
        for operator, where, word, edit in of_statement(document, place, statement):
            changed = copy.deepcopy(document)
            edit(changed)
            yield Mutant(
                operator,
                f"{operator} {address}.{'.'.join(map(str, where))} {word}".strip(),
                path,
                written(replaced(plan, policy, json.dumps(changed))),
                frozenset(named_with(plan, address)),
            )


def of_statement_read(
    path: str, plan: Any, address: str, number: int, statement: Any
) -> Iterator[Mutant]:
    """A statement of a document that is read when the plan is applied, in each place of it."""
    for operator, way, word, value in known_words(statement):
        changed = copy.deepcopy(plan)
        for place in statements_of(changed, address):
            at(place[number], way[:-1])[way[-1]] = value
        site = f"{operator} {address}.{number} {word}"
        touched = frozenset(named_with(plan, address))
        yield Mutant(operator, site, path, written(changed), touched)


def known_words(statement: Any) -> Iterator[tuple[str, tuple[str | int, ...], str, str]]:
    """Words of a statement that a plan knows, and what they are changed to."""
    for index, principals in enumerate(statement.get("principals") or ()):
        for number, word in enumerate(principals["identifiers"]):
            other = other_principal(principals["type"] == "Service", word)
            yield "change-principal", ("principals", index, "identifiers", number), word, other


def statements_of(plan: Any, address: str) -> Iterator[Any]:
    for resource in plan["planned_values"]["root_module"]["resources"]:
        if resource["address"] == address:
            yield resource["values"]["statement"]
    for change in plan["resource_changes"]:
        if change["address"] == address:
            yield change["change"]["after"]["statement"]


def replaced(value: Any, old: str, new: str) -> Any:
    """A plan with another text in all places of one."""
    if isinstance(value, dict):
        return {key: replaced(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, old, new) for one in value]
    return new if value == old else value


def named_with(plan: Any, address: str) -> set[str]:
    """The resource, what it refers to and what refers to it; what its users refer to."""
    found = {address}
    for resource in plan["configuration"]["root_module"]["resources"]:
        if resource["address"] == address:
            for _, value in walk(resource, ()):
                if isinstance(value, dict):
                    found.update(
                        ".".join(one.split(".")[:2]) for one in value.get("references", ())
                    )
    return found


def owner(text: str, offset: int) -> str:
    """The address that stands next before an offset of a plan, or in it."""
    end = text.find('"address"', offset)
    found = re.findall(r'"address": "([^"]+)"', text[: end if end >= 0 else None])
    return str(found[-1]) if found else ""
