"""Workflows of GitHub Actions: which job assumes which role, and what its token says of it.

https://docs.github.com/en/actions/reference/security/oidc
https://github.com/aws-actions/configure-aws-credentials
"""

from __future__ import annotations

import re
from itertools import product
from math import prod

from iamlint.catalog import catalog
from iamlint.model.things import Reading, TokenUse
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .facts import Facts

    Row = dict[str, Any]

ISSUERS = (
    "token.actions.githubusercontent.com",
    "token.actions.githubusercontent.com/*",
    "*/_services/token",
)
"""GitHub, that of an enterprise, an enterprise's own server."""
ACTION = "aws-actions/configure-aws-credentials"
ROLE = "role-to-assume"
AUDIENCE = "sts.amazonaws.com"
"""For whom the action asks for a token where nobody says otherwise."""
PERMISSION = "id-token"
CALLED = "workflow_call"
HOSTED = ("ubuntu-", "windows-", "macos-")
"""How GitHub's own runners are called, which have no credentials of AWS of their own."""
CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE")
OTHER_WAYS = ("aws-access-key-id", "web-identity-token-file")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
NAMED = re.compile(r"\$\{\{\s*(env|matrix)\.([\w-]+)\s*\}\}")
MOST = 20


class Asked(NamedTuple):
    """A step of a job that assumes a role; `before`: the steps of the job before it that do."""

    name: str
    job: Mapping
    step: Mapping
    given: Mapping
    role: Scalar
    before: tuple[Asked, ...]

    @property
    def chained(self) -> bool:
        """It assumes the role as the one before it, and not with the job's token."""
        return said(self.given, "role-chaining")


def recognises(root: Node) -> bool:
    """A workflow of which a step assumes a role."""
    return isinstance(root, Mapping) and next(roles_in(root), None) is not None


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Every role that a job assumes, with the subjects that its token may have."""
    assert isinstance(root, Mapping)
    home = Home(facts)
    reading = Reading(path, "workflows", root, home.account, home.region, home.partition)
    for asked in roles_in(root):
        for known in combinations(asked):
            reading.token_uses.append(use_of(path, root, asked, known, home))
    return reading


def use_of(path: str, root: Mapping, asked: Asked, known: dict[str, str], home: Home) -> TokenUse:
    """One use of a role. `known`: what the matrix of the job is, in this case."""
    from .deploying import deployed_by

    values = {f"matrix.{name}": value for name, value in known.items()}
    for holder in (root, asked.job, asked.step):
        values |= {f"env.{name}": value for name, value in literals(holder.get("env"))}

    def text_of(node: Node | None) -> Text | None:
        if not isinstance(node, Scalar) or node.value is None:
            return None
        written = NAMED.sub(lambda m: values.get(f"{m[1]}.{m[2]}", m[0]), str(node.value))
        return filled(path, written, ANY)

    before = asked.before[-1] if asked.before and asked.chained else None
    environment = asked.job.get("environment")
    if isinstance(environment, Mapping):
        environment = environment.get("name")
    subjects = () if asked.chained else subjects_of(path, root, environment, text_of(environment))
    told = ", ".join(f"{name}: {value}" for name, value in known.items())
    role = text_of(asked.role)
    starts = () if asked.chained or environment is not None else starts_of(path, root, asked)
    return TokenUse(
        role or Text(""),
        () if asked.chained else ISSUERS,
        tuple(subjects),
        asked.role,
        f"jobs.{asked.name}" + (f" ({told})" if told else ""),
        home.account,
        home.region,
        alone=not (asked.chained or asked.before or may_have_others(root, asked)),
        audience=text_of(asked.given.get("audience")) or Text(AUDIENCE),
        tokenless=None if asked.chained else tokenless(root, asked),
        before=text_of(before.role) if before is not None else None,
        tagged=asked.chained and not said(asked.given, "role-skip-session-tagging"),
        deploys=tuple(deployed_by(path, asked.job)),
        lasting=lasting(asked.given.get("role-duration-seconds")),
        sends=tuple(
            (row["key"], text_of(asked.given.get(row["step"])))
            for row in (catalog().table("sdk_context") if asked.chained else ())
            if "step" in row
        ),
        starts=tuple(starts),
    )


# which steps


def roles_in(root: Mapping) -> Iterator[Asked]:
    """Each step of a job that assumes a role."""
    jobs = root.get("jobs")
    for key, job in jobs.entries if isinstance(jobs, Mapping) else ():
        steps = job.get("steps") if isinstance(job, Mapping) else None
        before: tuple[Asked, ...] = ()
        for step in steps.items if isinstance(steps, Sequence) else ():
            found = asked_in(str(key.value), job, step, before)
            if found is not None:
                before = (*before, found)
                yield found


def asked_in(name: str, job: Node, step: Node, before: tuple[Asked, ...]) -> Asked | None:
    """The role that a step assumes with the job's token or as a role before it; not one that keys
    are used for.
    """
    uses = step.get("uses") if isinstance(step, Mapping) else None
    given = step.get("with") if isinstance(step, Mapping) else None
    if not isinstance(uses, Scalar) or not isinstance(given, Mapping):
        return None
    if str(uses.value).partition("@")[0].lower() != ACTION:
        return None
    if any(given.get(way) is not None for way in OTHER_WAYS):
        return None
    chained = given.get("role-chaining")
    if isinstance(chained, Scalar) and EXPRESSION.search(str(chained.value)):
        return None  # with what the role is assumed is known when the workflow runs
    role = given.get(ROLE)
    if not isinstance(role, Scalar) or not isinstance(role.value, str):
        return None
    assert isinstance(job, Mapping)
    assert isinstance(step, Mapping)
    return Asked(name, job, step, given, role, before)


def said(given: Mapping, name: str) -> bool:
    """An input is there, and not said to be false."""
    node = given.get(name)
    return node is not None and not (
        isinstance(node, Scalar) and str(node.value).lower() == "false"
    )


def lasting(node: Node | None) -> tuple[int, Node] | None:
    """The seconds that a session is to last, where they are known."""
    if not isinstance(node, Scalar) or not str(node.value).isdecimal():
        return None
    return int(str(node.value)), node


# what is known of expressions


def literals(node: Node | None) -> Iterator[tuple[str, str]]:
    """The variables of an `env` that are known."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar) and not EXPRESSION.search(str(value.value)):
            yield str(key.value), str(value.value)


def combinations(asked: Asked) -> list[dict[str, str]]:
    """What the matrix of a job is, for each of its runs, as far as the role or the environment
    hangs on it; one case that tells nothing where it does not, or is not known.
    """
    strategy = asked.job.get("strategy")
    matrix = strategy.get("matrix") if isinstance(strategy, Mapping) else None
    if not isinstance(matrix, Mapping) or matrix.get("exclude") is not None:
        return [{}]
    environment = asked.job.get("environment")
    if isinstance(environment, Mapping):
        environment = environment.get("name")
    nodes = (asked.role, environment, asked.given.get("audience"))
    texts = [str(node.value) for node in nodes if isinstance(node, Scalar)]
    names = list(
        dict.fromkeys(n for t in texts for sort, n in NAMED.findall(t) if sort == "matrix")
    )
    if not names:
        return [{}]
    lists = {name: node for name in names if (node := matrix.get(name)) is not None}
    included = matrix.get("include")
    found: list[dict[str, str]]
    if included is None:
        columns = [[(name, one) for one in scalars(node)] for name, node in lists.items()]
        few = all(columns) and prod(map(len, columns)) <= MOST
        found = [dict(row) for row in product(*columns)] if few else []
    elif not lists and isinstance(included, Sequence):
        cases = [dict(literals(item)) for item in included.items]
        found = [{name: case[name] for name in names if name in case} for case in cases]
    else:
        return [{}]
    return found if 0 < len(found) <= MOST else [{}]


def scalars(node: Node | None) -> list[str]:
    """The texts of a list; nothing where one is not known."""
    items = node.items if isinstance(node, Sequence) else ()
    found = [str(i.value) for i in items if isinstance(i, Scalar)]
    return found if len(found) == len(items) and not any(map(EXPRESSION.search, found)) else []


def filled(path: str, written: str, within: str) -> Text:
    """A value in which expressions are not known."""
    pieces: list[str | Hole] = []
    done = 0
    for found in EXPRESSION.finditer(written):
        pieces += [written[done : found.start()], hole(path, found[0], within)]
        done = found.end()
    return Text(*pieces, written[done:])


def hole(path: str, what: str, within: str) -> Hole:
    return Hole(f"{path}#{what}", within, why=f"{what} is known when the workflow runs")


# the token


def tokenless(root: Mapping, asked: Asked) -> Node | None:
    """What says that a job gets no token: permissions without `id-token: write`, or, where there
    are none, the job; None where it gets one, or that is not known, or other credentials may be
    there.
    """
    if asked.before or may_have_others(root, asked):
        return None
    for holder in (asked.job, root):
        given = holder.get("permissions")
        if isinstance(given, Mapping):
            token = given.get(PERMISSION)
            refused = isinstance(token, Scalar) and token.value in ("read", "none")
            return given if token is None or refused else None
        if isinstance(given, Scalar):
            return given if given.value == "read-all" else None
    if any(event == CALLED for event, _ in events_of(root)):
        return None  # it has what its caller has
    return asked.job.get("runs-on")


def may_have_others(root: Mapping, asked: Asked) -> bool:
    """There may be other credentials than the token: those of the runner, or in the environment."""
    runner = asked.job.get("runs-on")
    if not isinstance(runner, Scalar) or not str(runner.value).startswith(HOSTED):
        return True
    holders = (root, asked.job, asked.step)
    return any(name in CREDENTIALS for one in holders for name in names_in(one.get("env")))


def names_in(node: Node | None) -> list[str]:
    return [str(key.value) for key, _ in node.entries] if isinstance(node, Mapping) else []


def subjects_of(
    path: str, root: Mapping, environment: Node | None, named: Text | None
) -> Iterator[Text]:
    """What the subject of the job's token may be: of its environment, else of what starts it."""
    repository = repository_of(path)
    if environment is not None:
        if named is not None:
            yield repository + "environment:" + named
        return
    for context in contexts_of(root):
        yield repository + starred(path, context)


def repository_of(path: str) -> Text:
    """How the subjects begin."""
    owner, name = hole(path, "the owner", NAME), hole(path, "the repository", NAME)
    return Text("repo:", owner, "/", name, ":")


def starts_of(path: str, root: Mapping, asked: Asked) -> Iterator[Text]:
    """The subjects of the branches and tags that are written to start the workflow; none where a
    condition may leave the job or the step out, or its failure is no matter.
    """
    if may_be_left_out(root, asked.job, set()) or is_optional(asked.step):
        return
    for event, given in events_of(root):
        row = next((r for r in catalog().table("github_events") if r["event"] == event), None)
        contexts = narrowed(row, given) if row is not None else []
        if row is not None and contexts != row["context"]:
            for context in contexts:
                yield repository_of(path) + starred(path, context)


def may_be_left_out(root: Mapping, job: Mapping, seen: set[str]) -> bool:
    """A condition of the job, or of one that it needs, may leave it out."""
    if is_optional(job):
        return True
    jobs, needs = root.get("jobs"), job.get("needs")
    named = needs.items if isinstance(needs, Sequence) else [needs] if needs is not None else ()
    for node in named:
        name = str(node.value) if isinstance(node, Scalar) else ""
        needed = jobs.get(name) if isinstance(jobs, Mapping) else None
        if not isinstance(needed, Mapping):
            return True
        if name not in seen:
            seen.add(name)
            if may_be_left_out(root, needed, seen):
                return True
    return False


def is_optional(one: Mapping) -> bool:
    return one.get("if") is not None or one.get("continue-on-error") is not None


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
