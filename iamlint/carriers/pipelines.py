"""Pipelines of GitLab: which job assumes which role, and what its token says of it.

https://docs.gitlab.com/ci/cloud_services/aws/
https://docs.gitlab.com/ci/secrets/id_token_authentication/
"""

from __future__ import annotations

import re

from iamlint.model.things import Reading, TokenUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamlint.text.node import Node

    from .facts import Facts

    Trees = Callable[[str], Node | None]

TOKENS, EXTENDS = "id_tokens", "extends"
INCLUDE, LOCAL = "include", "local"
PATTERN = frozenset("*?[$")
"""What is in names that stand for several files, or are put together when the pipeline runs."""
MOST_FILES = 50
ISSUERS = ("*",)
"""An instance of one's own has whatever name."""
GENERAL = "default"
NO_JOBS = frozenset(
    ("default", "include", "stages", "variables", "workflow", "image", "services", "cache", "spec")
)
"""Words at the top of a file that are no names of jobs."""
GLOBAL = ("before_script", "after_script", TOKENS)
"""What a job takes from `default` where it says nothing of its own."""
SCRIPTS = ("before_script", "script", "after_script")
ASSUMES = "assume-role-with-web-identity"
ROLE = re.compile(r"--role-arn[ =]+[\"']?([^\s\"')]+)")
TOKEN = re.compile(r"--web-identity-token[ =]+[\"']?\$\{?(\w+)\}?")
ROLE_VARIABLE = "AWS_ROLE_ARN"
SET_ROLE = re.compile(r"\bAWS_ROLE_ARN=[\"']?([^\s\"';]+)")
FROM_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE"
KEYS = "AWS_ACCESS_KEY_ID"
VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")
BRANCH = re.compile(r"^\s*\$CI_COMMIT_BRANCH\s*==\s*(?:\"([^\"$]+)\"|'([^'$]+)'|\$\w+)\s*$")
TAGGED = re.compile(r"^\s*\$CI_COMMIT_TAG\s*(?:=~.*)?$")
NEVER = "never"
DEEPEST = 11
"""Levels of `extends` that GitLab takes."""
LEVELS = 3
"""Of variables in variables; most have one."""
MOST = 20
"""Variables in one text; what has more is not known."""


class Job(NamedTuple):
    """A job as it runs: what it says, then what it takes from others, nearest first."""

    name: str
    layers: tuple[Mapping, ...]
    root: Mapping

    def get(self, key: str) -> Node | None:
        """What holds of an element that is taken as a whole."""
        for layer in self.layers:
            if layer.get(key) is not None:
                return layer.get(key)
        general = self.root.get(GENERAL)
        holders = (general, self.root) if key in GLOBAL else ()
        found = (one.get(key) for one in holders if isinstance(one, Mapping))
        return next((node for node in found if node is not None), None)

    def variables(self) -> dict[str, Scalar]:
        """The variables that the file sets; a project may set others."""
        found: dict[str, Scalar] = {}
        for holder in (self.root, *reversed(self.layers)):
            given = holder.get("variables")
            for key, value in given.entries if isinstance(given, Mapping) else ():
                inner = value.get("value") if isinstance(value, Mapping) else value
                if isinstance(inner, Scalar):
                    found[str(key.value)] = inner
        return found

    def scripts(self) -> Iterator[Scalar]:
        """The commands, one after the other."""
        for key in SCRIPTS:
            yield from texts_in(self.get(key))


def recognises(root: Node) -> bool:
    """Some job asks for a token, or what it extends may do so, in a file that is included."""
    if not isinstance(root, Mapping):
        return False
    extending = EXTENDS if next(included_in(root), "") else TOKENS
    return any(
        isinstance(value, Mapping)
        and (isinstance(value.get(TOKENS), Mapping) or value.get(extending) is not None)
        for _, value in root.entries
    )


def read(path: str, root: Node, facts: Facts | None, trees: Trees | None = None) -> Reading:
    """Every role that a job assumes with a token, with the subjects that the token may have.
    `trees`: gives what is in a file of the project that is included, None where it is not there.
    """
    assert isinstance(root, Mapping)
    home = Home(facts)
    reading = Reading(path, "pipelines", root, home.account, home.region, home.partition)
    whole = with_included(root, trees, {path}) if trees is not None else root
    for job in jobs_in(whole, root):
        reading.token_uses.extend(uses_of(path, job, home))
    return reading


# what is included


def included_in(root: Mapping) -> Iterator[str]:
    """The files of the project that a file includes, as it calls them."""
    given = root.get(INCLUDE)
    for item in given.items if isinstance(given, Sequence) else [given]:
        named = item.get(LOCAL) if isinstance(item, Mapping) else item
        if isinstance(item, Mapping) and item.get("rules") is not None:
            continue  # it may be left out
        for one in texts_in(named):
            if "://" not in str(one.value) and not PATTERN.intersection(str(one.value)):
                yield str(one.value)


def with_included(root: Mapping, trees: Trees, seen: set[str]) -> Mapping:
    """A file with what it includes, over which it lays its own."""
    found: list[tuple[Scalar, Node]] = []
    for name in included_in(root):
        if name in seen or len(seen) > MOST_FILES:
            continue
        seen.add(name)
        tree = trees(name)
        if isinstance(tree, Mapping):
            lay_over(found, with_included(tree, trees, seen).entries)
    if not found:
        return root
    lay_over(found, root.entries)
    return Mapping(root.source, root.start, root.end, found)


def lay_over(entries: list[tuple[Scalar, Node]], others: list[tuple[Scalar, Node]]) -> None:
    """Put entries over those of the same name: mappings into each other, others in their place."""
    places = {key.value: place for place, (key, _) in enumerate(entries)}
    for key, value in others:
        place = places.get(key.value)
        if place is None:
            places[key.value] = len(entries)
            entries.append((key, value))
            continue
        entries[place] = key, laid_over(entries[place][1], value)


def laid_over(before: Node, value: Node) -> Node:
    if not (isinstance(before, Mapping) and isinstance(value, Mapping)):
        return value
    both = list(before.entries)
    lay_over(both, value.entries)
    return Mapping(value.source, value.start, value.end, both)


def jobs_in(root: Mapping, own: Mapping) -> Iterator[Job]:
    """The jobs of which all is known. `own`: what the file itself says, of which the jobs are."""
    named = {key.value for key, _ in own.entries}
    for key, value in root.entries:
        name = str(key.value)
        if name in NO_JOBS or name.startswith(".") or not isinstance(value, Mapping):
            continue
        if key.value not in named:
            continue  # the file that says it is read as well
        layers = tuple(layers_of(root, value, 0, {name}))
        known = tuple([layer for layer in layers if layer is not None])
        if len(known) == len(layers) and all(one.get("inherit") is None for one in known):
            yield Job(name, known, root)


def layers_of(root: Mapping, job: Mapping, depth: int, seen: set[str]) -> Iterator[Mapping | None]:
    """A job and those that it extends, nearest first; None for one that is not in the file."""
    yield job
    named = [str(item.value) for item in texts_in(job.get(EXTENDS))]
    for name in reversed(named):
        other = root.get(name)
        if not isinstance(other, Mapping) or depth == DEEPEST:
            yield None
            return
        if name not in seen:
            seen.add(name)
            yield from layers_of(root, other, depth + 1, seen)


def texts_in(node: Node | None) -> Iterator[Scalar]:
    """A text, or those of a list and of the lists in it."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        yield node
    for item in node.items if isinstance(node, Sequence) else ():
        yield from texts_in(item)


# the role, and the token with which it is asked for


def uses_of(path: str, job: Job, home: Home) -> Iterator[TokenUse]:
    """The roles that a job assumes with a token of its own."""
    tokens = job.get(TOKENS)
    if not isinstance(tokens, Mapping):
        return
    variables = job.variables()
    for place, written, token in asked_in(job, variables):
        given = tokens.get(token) if token else only(tokens)
        if given is None:
            continue
        here = place.source is job.layers[0].source
        yield TokenUse(
            filled(path, written, variables),
            ISSUERS,
            tuple(subjects_of(path, job)),
            place if here else job.layers[0],
            f"jobs.{job.name}",
            home.account,
            home.region,
            alone=True,
            audience=audience_of(path, given, variables),
        )


def only(tokens: Mapping) -> Node | None:
    return tokens.entries[0][1] if len(tokens.entries) == 1 else None


def asked_in(job: Job, variables: dict[str, Scalar]) -> Iterator[tuple[Node, str, str]]:
    """Where a role is named, as what, and with which token it is asked for; the token is empty
    where it comes by a file.
    """
    by_file: tuple[Node, str] | None = None
    from_file = FROM_FILE in variables
    if ROLE_VARIABLE in variables:
        by_file = variables[ROLE_VARIABLE], str(variables[ROLE_VARIABLE].value)
    for script in job.scripts():
        text = str(script.value)
        from_file = from_file or FROM_FILE in text
        if KEYS in text and ASSUMES not in text:
            from_file = False
            break
        named, token = ROLE.search(text), TOKEN.search(text)
        if ASSUMES in text and named is not None and token is not None:
            yield (*placed(script, named[1], variables), token[1])
        exported = SET_ROLE.search(text)
        if exported is not None:
            by_file = placed(script, exported[1], variables)
    if from_file and by_file is not None and KEYS not in variables:
        yield (*by_file, "")


def placed(script: Scalar, written: str, variables: dict[str, Scalar]) -> tuple[Node, str]:
    """The node that holds a role's name: of the variable that is all of it, else its place in the
    command.
    """
    found = VARIABLE.fullmatch(written)
    variable = variables.get(found[1] or found[2]) if found is not None else None
    if variable is not None:
        return variable, str(variable.value)
    at = script.source.text.find(written, script.start, script.end)
    if at < 0:
        return script, written
    return Scalar(script.source, at, at + len(written), written, ""), written


def filled(path: str, written: str, variables: dict[str, Scalar], depth: int = 0) -> Text:
    """A text with the variables that are known."""
    pieces: list[Text | str] = []
    done = 0
    if len(VARIABLE.findall(written)) > MOST:
        return Text(hole(path, written, ANY))
    for found in VARIABLE.finditer(written):
        name = found[1] or found[2]
        pieces.append(written[done : found.start()])
        known = variables.get(name)
        if known is not None and depth < LEVELS:
            pieces.append(filled(path, str(known.value), variables, depth + 1))
        else:
            pieces.append(Text(hole(path, f"${name}", ANY)))
        done = found.end()
    text = Text()
    for piece in (*pieces, written[done:]):
        text += piece
    return text


def hole(path: str, what: str, within: str) -> Hole:
    return Hole(f"{path}#{what}", within, why=f"{what} is known when the pipeline runs")


def audience_of(path: str, given: Node, variables: dict[str, Scalar]) -> Text:
    """For whom the token is; of several, not one is known for certain."""
    named = given.get("aud") if isinstance(given, Mapping) else None
    texts = list(texts_in(named))
    if len(texts) != 1:
        return Text(hole(path, "the audience", ANY))
    return filled(path, str(texts[0].value), variables)


# the subject


def subjects_of(path: str, job: Job) -> Iterator[Text]:
    """What the subject of the token may be: of the branch or the tag that the job runs for."""
    project = Text(
        *("project_path:", hole(path, "the group", NAME), "/"),
        *(hole(path, "the project", ANY), ":ref_type:"),
    )
    for kind, ref in refs_of(job):
        sort = kind or hole(path, "the kind of the ref", NAME)
        yield project + Text(sort, ":ref:", ref or hole(path, "the ref", ANY))


def refs_of(job: Job) -> list[tuple[str, str]]:
    """`branch` or `tag` with its name, as the rules of the job narrow them; empty for what is not
    known.
    """
    rules = job.get("rules")
    if not isinstance(rules, Sequence) or not rules.items:
        return [("", "")]
    found: list[tuple[str, str]] = []
    for rule in rules.items:
        if not isinstance(rule, Mapping):
            return [("", "")]
        when = rule.get("when")
        if isinstance(when, Scalar) and when.value == NEVER:
            continue
        test = rule.get("if")
        told = str(test.value) if isinstance(test, Scalar) else ""
        branch = BRANCH.match(told)
        if branch is not None:
            found.append(("branch", branch[1] or branch[2] or ""))
        elif TAGGED.match(told):
            found.append(("tag", ""))
        else:
            found.append(("", ""))
    return found or [("", "")]
