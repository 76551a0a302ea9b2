"""Workflows of GitHub Actions: which job assumes which role, and what its token says of it.

https://docs.github.com/en/actions/reference/security/oidc
https://github.com/aws-actions/configure-aws-credentials
"""

from __future__ import annotations

import re

from iamlint.catalog import catalog
from iamlint.model.things import Reading, TokenUse
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .facts import Facts

    Row = dict[str, Any]

ISSUER = "token.actions.githubusercontent.com"
ACTION = "aws-actions/configure-aws-credentials"
ROLE = "role-to-assume"
EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)


def recognises(root: Node) -> bool:
    """A workflow of which a step assumes a role."""
    return isinstance(root, Mapping) and next(roles_in(root), None) is not None


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Every role that a job assumes, with the subjects that its token may have."""
    from .deploying import deployed_by

    assert isinstance(root, Mapping)
    home = Home(facts)
    reading = Reading(path, "workflows", root, home.account, home.region, home.partition)
    for name, job, role in roles_in(root):
        text = text_of(path, role)
        subjects = tuple(subjects_of(path, root, job))
        where = role, f"jobs.{name}", home.account, home.region
        deploys = tuple(deployed_by(path, job))
        reading.token_uses.append(TokenUse(text, ISSUER, subjects, *where, deploys))
    return reading


def roles_in(root: Mapping) -> Iterator[tuple[str, Mapping, Scalar]]:
    """Each job's name, the job, and the role that a step of it assumes."""
    jobs = root.get("jobs")
    for key, job in jobs.entries if isinstance(jobs, Mapping) else ():
        steps = job.get("steps") if isinstance(job, Mapping) else None
        for step in steps.items if isinstance(steps, Sequence) else ():
            role = role_of(step)
            if role is not None and isinstance(job, Mapping):
                yield str(key.value), job, role


def role_of(step: Node) -> Scalar | None:
    """The role that a step assumes with the job's token; not one that keys or a role assumed
    before are used for.
    """
    uses = step.get("uses") if isinstance(step, Mapping) else None
    given = step.get("with") if isinstance(step, Mapping) else None
    if not isinstance(uses, Scalar) or not isinstance(given, Mapping):
        return None
    if str(uses.value).partition("@")[0].lower() != ACTION:
        return None
    if given.get("aws-access-key-id") is not None or given.get("role-chaining") is not None:
        return None
    role = given.get(ROLE)
    return role if isinstance(role, Scalar) and isinstance(role.value, str) else None


def text_of(path: str, node: Scalar) -> Text:
    """A value in which expressions are not known."""
    return filled(path, str(node.value), ANY)


def filled(path: str, written: str, within: str) -> Text:
    pieces: list[str | Hole] = []
    done = 0
    for found in EXPRESSION.finditer(written):
        pieces += [written[done : found.start()], hole(path, found[0], within)]
        done = found.end()
    return Text(*pieces, written[done:])


def hole(path: str, what: str, within: str) -> Hole:
    return Hole(f"{path}#{what}", within, why=f"{what} is known when the workflow runs")


def subjects_of(path: str, root: Mapping, job: Mapping) -> Iterator[Text]:
    """What the subject of the job's token may be: of its environment, else of what starts it."""
    repository = Text(
        "repo:", hole(path, "the owner", NAME), "/", hole(path, "the repository", NAME), ":"
    )
    environment = job.get("environment")
    if isinstance(environment, Mapping):
        environment = environment.get("name")
    if environment is not None:
        if isinstance(environment, Scalar):
            yield repository + "environment:" + filled(path, str(environment.value), ANY)
        return
    for context in contexts_of(root):
        yield repository + starred(path, context)


def contexts_of(root: Mapping) -> list[str]:
    """For each event what stands behind the repository; nothing where one is not known."""
    found: list[str] = []
    for event, given in events_of(root):
        row = next((r for r in catalog().table("github_events") if r["event"] == event), None)
        if row is None:
            return []
        found += narrowed(row, given)
    return found


def events_of(root: Mapping) -> Iterator[tuple[str, Node | None]]:
    """The events that start a workflow, each with its filters. YAML takes `on` for true."""
    on = next((value for key, value in root.entries if key.value in ("on", True)), None)
    if isinstance(on, Scalar):
        yield str(on.value), None
    elif isinstance(on, Sequence):
        for item in on.items:
            yield str(item.value) if isinstance(item, Scalar) else "", None
    elif isinstance(on, Mapping):
        for key, value in on.entries:
            yield str(key.value), value


def narrowed(row: Row, given: Node | None) -> list[str]:
    """The contexts of an event, as its filters narrow them."""
    filters = given if isinstance(given, Mapping) else None
    found: list[str] = []
    for name, before in row["filters"].items():
        patterns = filters.get(name) if filters is not None else None
        for item in patterns.items if isinstance(patterns, Sequence) else ():
            pattern = str(item.value) if isinstance(item, Scalar) else "**"
            if not pattern.startswith("!"):
                found.append(before + re.sub(r"[*?+\[\]]+", "*", pattern))
    return found or list(row["context"])


def starred(path: str, context: str) -> Text:
    """A context in which each star is not known."""
    first, *rest = context.split("*")
    pieces: list[str | Hole] = [first]
    for number, literal in enumerate(rest):
        pieces += [hole(path, f"the ref {number} of {context}", ANY), literal]
    return Text(*pieces)
