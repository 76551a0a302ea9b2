"""Mutants of whole repositories: what is between the accounts, the caps and the providers in them.

What an operator takes away is what a request needs: of an Allow an account, an action, a claim; of a
Deny what it spares. What only lets more through is no mutant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from . import trees
from .mutants import OTHER_ACCOUNT, Mutant
from .trees import MOST_WORDS
from .views import Edit, Test, View, views

Change = tuple[str, str, Edit]
"""The operator, to which word it is applied, and the edit."""

ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
ORGANIZATION = re.compile(r"\bo-[a-z0-9]{10,32}\b")
OTHER_ORGANIZATION = "o-other00000"
OTHER_REGION = "us-west-2"
NEGATED = re.compile(r"Not")
IF_EXISTS = "IfExists"
REGION_KEY = "aws:requestedregion"
CLAIM = re.compile(r"^(?P<host>[\w-]+(?:\.[\w-]+)+(?:/[\w./-]+)?|SAML):(?P<claim>\w+)$")
OTHER_AUDIENCE = "https://example.com"
UNUSED = "support:*"
"""What nobody in view uses."""
FILLED = 40
"""A statement with as many resources is there to fill a quota."""
MOST_ATTACHED = 10


def mutants(files: Mapping[str, str]) -> Iterator[Mutant]:
    found = [view for path, text in files.items() for view in views(path, text)]
    services = services_of(found)
    for view in found:
        for operator, word, edit in changes(view, services):
            text = view.written(edit)
            site = f"{operator} {view.where} {word}".strip()
            yield Mutant(operator, site, view.path, text, view.touched)
    for path, text in files.items():
        if path.endswith(".yaml"):
            yield from attached_more(path, text)


def services_of(found: Iterable[View]) -> tuple[str, ...]:
    """What identities in view call."""
    named = (
        word.text.partition(":")[0]
        for view in found
        if view.kind == "identity" and view.allows
        for word in view.actions
    )
    return tuple(sorted(set(named)))


def changes(view: View, services: tuple[str, ...]) -> Iterator[Change]:
    yield from of_accounts(view)
    yield from of_organizations(view)
    yield from of_boundaries(view)
    yield from of_levels(view, services)
    yield from of_regions(view, services)
    yield from of_carve_outs(view)
    yield from of_claims(view)
    yield from of_hosts(view)
    yield from of_presence(view)
    yield from of_assuming(view)
    yield from of_quotas(view)


def narrows(view: View, test: Test) -> bool:
    """One value less lets less through."""
    return view.allows is not bool(NEGATED.search(test.operator))


def of_accounts(view: View) -> Iterator[Change]:
    if view.allows:
        for word in view.principals.get("AWS", ()):
            if ACCOUNT.search(word.text) and ":root}" not in word.text:
                other = word.replace(ACCOUNT.sub(OTHER_ACCOUNT, word.text))
                yield "drop-account", word.text, word.drop or other
        for word in view.resources[:MOST_WORDS] if view.kind == "identity" else ():
            if ACCOUNT.search(word.text):
                other = word.replace(ACCOUNT.sub(OTHER_ACCOUNT, word.text))
                yield "drop-account", word.text, other
    for test in view.tests:
        for word in test.words if narrows(view, test) else ():
            if ACCOUNT.search(word.text):
                other = word.replace(ACCOUNT.sub(OTHER_ACCOUNT, word.text))
                yield "drop-account", f"{test.key} {word.text}", word.drop or other


def of_organizations(view: View) -> Iterator[Change]:
    for test in view.tests:
        for word in test.words if narrows(view, test) else ():
            if ORGANIZATION.search(word.text):
                other = word.replace(ORGANIZATION.sub(OTHER_ORGANIZATION, word.text))
                yield "drop-organization", test.key, other


def of_boundaries(view: View) -> Iterator[Change]:
    """Of a boundary, a session's or an endpoint's policy, or an SCP that is a list."""
    if view.kind not in {"boundary", "session", "endpoint", "scp"} or not view.allows:
        return
    for word in view.actions:
        if word.text != "*":
            yield "drop-boundary-action", word.text, word.drop or word.replace(UNUSED)


def of_levels(view: View, services: tuple[str, ...]) -> Iterator[Change]:
    """A level without its Allow, and one that denies a service."""
    if view.kind != "scp":
        return
    for word in view.actions if view.allows else ():
        if word.text == "*":
            yield "drop-level", word.text, word.replace(UNUSED)
    for service in services if view.first else ():
        deny = {"Effect": "Deny", "Action": f"{service}:*", "Resource": "*"}
        yield "drop-level", f"deny {service}", view.add(deny)


def of_regions(view: View, services: tuple[str, ...]) -> Iterator[Change]:
    locks = [test for test in view.tests if test.key.lower() == REGION_KEY]
    for test in locks:
        for word in test.words if narrows(view, test) else ():
            yield "drop-region", word.text, word.drop or word.replace(OTHER_REGION)
    for word in view.not_actions if locks and not view.allows else ():
        if word.text.partition(":")[0] in services and word.drop is not None:
            yield "drop-region", word.text, word.drop


def of_carve_outs(view: View) -> Iterator[Change]:
    """What a Deny spares."""
    if view.allows:
        return
    locks = any(test.key.lower() == REGION_KEY for test in view.tests)
    for test in view.tests:
        yield "drop-carve-out", f"{test.operator} {test.key}", test.drop
        for word in test.words if narrows(view, test) else ():
            if word.drop is not None and not ACCOUNT.fullmatch(word.text) and not locks:
                yield "drop-carve-out", f"{test.key} {word.text}", word.drop
    for word in view.not_actions if not locks else ():
        if word.drop is not None:
            yield "drop-carve-out", word.text, word.drop


def of_claims(view: View) -> Iterator[Change]:
    if not view.allows:
        return
    for test in view.tests:
        match = CLAIM.match(test.key)
        if match is None:
            continue
        claim = match["claim"]
        if claim != "sub":
            for word in test.words:
                yield "change-claim", f"{claim} other", word.replace(OTHER_AUDIENCE)
            continue
        yield "change-claim", "sub renamed", test.rename_key(f"{match['host']}:subject")
        for word in test.words:
            for how, text in other_subjects(word.text):
                yield "change-claim", f"sub {how} {word.text}", word.replace(text)
            if "*" in word.text:
                exact = test.rename_operator("StringEquals")
                yield "change-claim", f"sub exact {word.text}", exact
            elif "Like" not in test.operator:
                start = word.text.rpartition(":")[0]
                yield "change-claim", f"sub star {word.text}", word.replace(f"{start}:*")


def other_subjects(text: str) -> Iterator[tuple[str, str]]:
    """Subjects as they are written by mistake."""
    first, _, rest = text.partition(":")
    if rest:
        yield "bare", rest
    if ":ref:refs/heads/" in text:
        yield "environment", re.sub(r":ref:refs/heads/(\w+)", r":environment:\1", text)
        yield "short", text.replace(":ref:refs/heads/", ":ref:")
    if ":environment:" in text:
        yield "branch", text.replace(":environment:", ":ref:refs/heads/")
        yield "elsewhere", re.sub(r":environment:.*", ":environment:sandbox", text)
    if ":pull_request" in text:
        yield "branch", text.replace(":pull_request", ":ref:refs/heads/main")
    if first == "repo":
        yield "typo", text.replace("octo-org", "octo-ogr", 1)
    if text.startswith("system:serviceaccount:"):
        yield "plural", text.replace("serviceaccount", "serviceaccounts")
        yield "no namespace", ":".join(text.split(":")[:2] + text.split(":")[3:])


def of_hosts(view: View) -> Iterator[Change]:
    if not view.allows:
        return
    for test in view.tests:
        match = CLAIM.match(test.key)
        if match is None or match["host"] == "SAML":
            continue
        host, claim = match["host"], match["claim"]
        for how, other in other_hosts(host):
            yield "change-host", f"{claim} {how}", test.rename_key(f"{other}:{claim}")
        whole = f"arn:aws:iam::444455556666:oidc-provider/{host}:{claim}"
        yield "change-host", f"{claim} arn", test.rename_key(whole)
    for word in view.principals.get("Federated", ()):
        host = word.text.partition("oidc-provider/")[2] or word.text
        if "." in host and "${" not in host:
            for how, other in other_hosts(host):
                yield "change-host", f"provider {how}", word.replace(word.text.replace(host, other))


def other_hosts(host: str) -> Iterator[tuple[str, str]]:
    if host.startswith("oidc.eks."):
        yield "swapped", re.sub(r"oidc\.eks\.([\w-]+)", r"oidc.\1.eks", host)
        yield "region", re.sub(r"oidc\.eks\.[\w-]+", "oidc.eks.us-west-2", host)
        yield "cluster", re.sub(r"/id/\w+", "/id/FEDCBA9876543210FEDCBA9876543210", host)
        return
    yield "scheme", f"https://{host}"
    first, _, rest = host.partition(".")
    yield "segment", f"{first}s.{rest}"


def of_presence(view: View) -> Iterator[Change]:
    for test in view.tests:
        if test.operator.endswith(IF_EXISTS):
            plain = test.operator.removesuffix(IF_EXISTS)
            yield "drop-if-exists", f"{plain} {test.key}", test.rename_operator(plain)


def of_assuming(view: View) -> Iterator[Change]:
    if view.kind not in {"identity", "trust"} or not view.allows:
        return
    for word in view.actions:
        if word.text.startswith("sts:"):
            yield "drop-assume", word.text, word.drop or word.replace("sts:TagSession")


def of_quotas(view: View) -> Iterator[Change]:
    """Twice what fills a quota."""
    if view.allows and len(view.resources) >= FILLED:
        more = [f"{word.text}-more" for word in view.resources]
        new = {"Effect": "Allow", "Action": view.actions[0].text, "Resource": more}
        yield "exceed-quota", "", view.add(new)


def attached_more(path: str, text: str) -> Iterator[Mutant]:
    tree = trees.tree_of(text)
    for name, resource in tree.get("Resources", {}).items():
        attached = resource.get("Properties", {}).get("ManagedPolicyArns", ())
        if len(attached) < MOST_ATTACHED:
            continue
        more = "arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess"
        changed = trees.tree_of.__wrapped__(text)
        changed["Resources"][name]["Properties"]["ManagedPolicyArns"].append(more)
        site = f"exceed-quota {name}.ManagedPolicyArns"
        touched = frozenset({name, *trees.references(resource), *trees.referrers(tree, name)})
        yield Mutant("exceed-quota", site, path, trees.written(changed), touched)
