"""Who makes a request: the kinds of caller, and how one is told from an ARN.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from iamlint.catalog import roles
from iamlint.text.globs import split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import PARTITION, Hole, Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

USER: Final = "user"
ROLE: Final = "role"
SESSION: Final = "role session"
ROOT: Final = "root"
FEDERATED_USER: Final = "federated user"
SERVICE: Final = "service"
FEDERATED: Final = "federated"
ANONYMOUS: Final = "anonymous"
CANONICAL: Final = "canonical user"
DISTRIBUTION: Final = "origin access identity"
"""Of CloudFront: named like a user, but of no account and without policies of its own."""

WITH_ACCOUNT: Final = frozenset((USER, ROLE, SESSION, ROOT, FEDERATED_USER))
"""Callers that belong to an account, and whose own policies count."""

_KINDS: Final[Mapping[str, str]] = {
    "user": USER,
    "iamuser": USER,
    "role": ROLE,
    "iamrole": ROLE,
    "assumedrole": SESSION,
    "rolesession": SESSION,
    "session": SESSION,
    "root": ROOT,
    "rootuser": ROOT,
    "account": ROOT,
    "federateduser": FEDERATED_USER,
    "service": SERVICE,
    "awsservice": SERVICE,
    "serviceprincipal": SERVICE,
    "federated": FEDERATED,
    "webidentity": FEDERATED,
    "oidc": FEDERATED,
    "oidcprovider": FEDERATED,
    "saml": FEDERATED,
    "samlprovider": FEDERATED,
    "anonymous": ANONYMOUS,
    "canonicaluser": CANONICAL,
    "assumedrolesession": SESSION,
    "stssession": SESSION,
    "accountroot": ROOT,
    "samluser": FEDERATED,
    "webidentityuser": FEDERATED,
}
_WEB_PROVIDERS: Final = frozenset(
    (
        "accounts.google.com",
        "graph.facebook.com",
        "www.amazon.com",
        "cognito-identity.amazonaws.com",
    )
)


class Caller(NamedTuple):
    """Who makes a request.

    `arn`: of the user, role, session or account root; None for services and for nobody.
    `name`: the last part of a user's or role's ARN; a service's or identity provider's own name.
    `session`: the name of a role session, where it is known.
    `unique_id`: `AIDA…`, `AROA…`, where it is known.
    `service_linked`: None where it cannot be told.
    """

    kind: str
    arn: Text | None = None
    partition: Text = Text("aws")
    account: Text | None = None
    name: Text = Text("")
    session: Text | None = None
    unique_id: str = ""
    service_linked: bool | None = False

    @property
    def role_arn(self) -> Text | None:
        """The role behind a session, without the path, which a session's ARN does not tell."""
        if self.kind == SESSION and self.account is not None:
            return (
                Text("arn:", *self.partition.pieces)
                + ":iam::"
                + self.account
                + (Text(":role/") + self.name)
            )
        return self.arn if self.kind == ROLE else None


NOBODY: Final = Caller(ANONYMOUS)


def kind_named(name: str) -> str | None:
    """The kind of caller that a word names: `AssumedRole`, `assumed-role`, `iam_user`."""
    return _KINDS.get("".join(c for c in name.lower() if c.isalnum()))


def caller_from(arn: str | Text | None, kind: str | None = None) -> Caller:
    """The caller an ARN, account number, service principal or provider stands for; nobody for
    None or `*`. `kind` decides where the text itself does not.
    """
    text = Text(arn or "") if not isinstance(arn, Text) else arn
    literal = text.literal
    if literal is not None and literal in ("", "*", "anonymous"):
        return NOBODY
    if kind == ANONYMOUS:
        return NOBODY
    segments = [Text(*_plain(part)) for part in split(text.pieces, ":", 5)]
    if len(segments) == 6:
        return _from_segments(text, segments, kind)
    if literal is not None and len(literal) == 12 and literal.isdigit():
        root = Text(f"arn:aws:iam::{literal}:root")
        return Caller(ROOT, root, account=text, name=Text("root"))
    if literal is not None and kind is None:
        kind = _kind_of_name(literal)
    if kind in WITH_ACCOUNT:
        return Caller(kind, text, name=text)
    return Caller(kind or SERVICE, name=text)


def _kind_of_name(name: str) -> str:
    if name in _WEB_PROVIDERS:
        return FEDERATED
    if "." not in name and len(name) < 64:
        return USER
    if len(name) == 64 and all(c in "0123456789abcdef" for c in name.lower()):
        return CANONICAL
    return SERVICE


def _plain(parts: tuple[object, ...]) -> tuple[str | Hole, ...]:
    return tuple(part for part in parts if isinstance(part, (str, Hole)))


def _from_segments(arn: Text, segments: list[Text], kind: str | None) -> Caller:
    partition, account = segments[1], segments[4]
    rest = [Text(*_plain(part)) for part in split(segments[5].pieces, "/")]
    sort = rest[0].literal or ""
    if account.literal == "cloudfront":
        return Caller(DISTRIBUTION, arn, partition, None, rest[-1])
    found = Caller(USER, arn, partition, account, rest[-1])
    if sort == "root":
        return found._replace(kind=ROOT, name=Text("root"))
    if sort == "assumed-role" and len(rest) >= 2:
        session = rest[2] if len(rest) > 2 else None
        name = rest[1].literal or ""
        linked = None if name.startswith(roles.name_of(roles.SERVICE_LINKED)) else False
        return found._replace(kind=SESSION, name=rest[1], session=session, service_linked=linked)
    if sort == "federated-user":
        return found._replace(kind=FEDERATED_USER)
    if sort in ("oidc-provider", "saml-provider"):
        return Caller(FEDERATED, None, partition, None, arn)
    if sort == "role" or kind == ROLE:
        linked = len(rest) > 1 and f"/{rest[1].literal}/" == roles.path_of(roles.SERVICE_LINKED)
        return found._replace(kind=ROLE, service_linked=linked)
    return found._replace(kind=USER if sort == "user" else kind or USER)


def identity_caller(kind: str, arn: Text, account: Text, name: Text) -> Caller:
    """A user or role that a file declares; parts of its ARN may be holes."""
    partition = Text(Hole("AWS::Partition", PARTITION))
    segments = split(arn.pieces, ":", 5)
    if len(segments) == 6:
        partition = Text(*_plain(segments[1]))
    return Caller(USER if kind == USER else ROLE, arn, partition, account, name)
