"""What policies hang on and lead to: identities, resources, keys, wires; as one file declares them.

A carrier makes these; the estate joins them. References are texts: a name, an ARN, an alias, a
URL, possibly with holes; two texts that are equal name the same thing.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS, ITSELF, node_at, span_at
from iamlint.text.records import NamedTuple
from iamlint.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.text.holes import Hole, Text
    from iamlint.text.node import Node, When

    from .policy import Policy, Word


class Thing:
    """Something a file declares: its place, and what a person calls it.

    `address`: `IngestRole`, `module.app.aws_iam_role.ingest`.
    `type`: the type in the file's own words: `AWS::IAM::Role`, `aws_iam_role`.
    `account`, `region`: texts, holes where not known.
    `owner`: the account it turns out to belong to, once that was asked.
    `created`: declared to be created here, not merely looked up or imported.
    """

    __slots__ = (
        "account",
        "address",
        "created",
        "node",
        "owner",
        "reading",
        "region",
        "type",
        "when",
    )

    def __init__(
        self,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        created: bool = True,
        when: When = ALWAYS,
    ) -> None:
        self.node = node
        self.address = address
        self.type = type
        self.account = account
        self.region = region
        self.created = created
        self.when = when
        self.reading: Reading | None = None
        self.owner: Text | None = None

    @property
    def span(self) -> Span:
        return Span(self.node.source, self.node.start, self.node.end)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.address}>"


class PolicyReference:
    """A managed policy or boundary named by ARN (or, where the file has it, by its node).

    `by_name`: by name and path alone: the policy of that name in each account that it is used in.
    """

    __slots__ = ("_held", "_number", "arn", "by_name", "when")

    def __init__(
        self,
        arn: Text,
        node: Node,
        when: When = ALWAYS,
        *,
        by_name: bool = False,
        number: int = ITSELF,
    ) -> None:
        """`number`: of the place in `node` where the ARN stands, as in a `Word`."""
        self.arn = arn
        self.when = when
        self.by_name = by_name
        self._held = node
        self._number = number

    @property
    def node(self) -> Node:
        if self._number == ITSELF:
            return self._held
        return node_at(self._held, self._number)  # type: ignore[arg-type]

    @property
    def span(self) -> Span:
        if self._number == ITSELF:
            return Span(self._held.source, self._held.start, self._held.end)
        return span_at(self._held, self._number)  # type: ignore[arg-type]


class Identity(Thing):
    """A role, user, group or permission set, with what is attached in its own declaration.

    `properties`: the resolved properties of its declaration, where the carrier keeps them;
        `default_tags`: tags that it gets from elsewhere.
    """

    __slots__ = (
        "arn",
        "boundary",
        "default_tags",
        "gaps",
        "groups",
        "inline",
        "kind",
        "managed",
        "name",
        "properties",
        "trust",
    )

    def __init__(
        self,
        kind: str,
        name: Text,
        arn: Text,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        created: bool = True,
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, type, account, region, created=created, when=when)
        self.kind = kind  # role, user, group, permission-set
        self.name = name
        self.arn = arn
        self.inline: list[Policy] = []
        self.managed: list[PolicyReference] = []
        self.boundary: PolicyReference | None = None
        self.trust: Policy | None = None
        self.groups: list[Word] = []
        self.gaps: list[Hole] = []  # lists of attachments that could not be read
        self.properties: Node | None = None
        self.default_tags: Node | None = None


class Resource(Thing):
    """A resource that has an ARN. `service_type` is the catalogue's: `s3:bucket`, `kms:key`.

    `names`: every text by which files refer to it: name, ARN, URL, id, alias.
    `policies`: resource policies that stand in its own declaration.
    `default_policy`: it has AWS's default policy when no other is attached (a KMS key).
    `policy_gap`: why its policy cannot be known although there is one.
    `default_tags`: tags that it gets from elsewhere than its declaration.
    `shut_by`: what keeps strangers out whatever its policy says, where that is told elsewhere.
    `open_acls`: ACLs of it that let strangers in.
    """

    __slots__ = (
        "arn",
        "default_policy",
        "default_tags",
        "encryption",
        "names",
        "open_acls",
        "policies",
        "policy_gap",
        "properties",
        "service_type",
        "shut_by",
    )

    def __init__(
        self,
        service_type: str,
        arn: Text,
        names: tuple[Text, ...],
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        created: bool = True,
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, type, account, region, created=created, when=when)
        self.service_type = service_type
        self.arn = arn
        self.names = names
        self.policies: list[Policy] = []
        self.default_policy = False
        self.policy_gap: Hole | None = None
        self.encryption: list[Encryption] = []
        self.properties: Node | None = None  # the resolved properties, for wires and rules
        self.shut_by: Node | None = None
        self.open_acls: tuple[OpenAcl, ...] = ()
        self.default_tags: Node | None = None


class OpenAcl(NamedTuple):
    """An ACL of a bucket grants something to a group that strangers are in.

    `group`: `AllUsers`, `AuthenticatedUsers`. `permissions`: `READ`, `WRITE` …
    `counts`: the bucket is told to heed such ACLs; else it may be that it does not, as new buckets
        do not.
    """

    node: Node
    group: str
    permissions: tuple[str, ...]
    counts: bool

    @property
    def span(self) -> Span:
        return Span(self.node.source, self.node.start, self.node.end)


class Encryption:
    """A resource is encrypted with a key: `key` is an ARN, id, alias or alias ARN, or a hole.

    `bucket_key`: a bucket has an S3 Bucket Key, so that calls to KMS are about the bucket and not
        about an object; None where that is not known.
    """

    __slots__ = ("bucket_key", "key", "node", "when")

    def __init__(
        self, key: Text, node: Node, when: When = ALWAYS, bucket_key: bool | None = False
    ) -> None:
        self.key = key
        self.node = node
        self.when = when
        self.bucket_key = bucket_key

    @property
    def span(self) -> Span:
        return Span(self.node.source, self.node.start, self.node.end)


class Attachment(Thing):
    """A declaration that ties a policy to identities or a resource from outside: AWS::IAM::Policy,
    AWS::S3::BucketPolicy, aws_iam_role_policy_attachment.

    `targets`: pairs of what is attached to (`role`, `user`, `group`, `resource`, `boundary`,
    `session` of a role, `organization`) and the text that names it.
    Exactly one of `policy` (the document stands here) and `reference` (it stands elsewhere).
    `named_at`: where a target is named, as far as the carrier keeps it.
    """

    __slots__ = ("gaps", "named_at", "policy", "reference", "targets")

    def __init__(
        self,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.policy: Policy | None = None
        self.reference: PolicyReference | None = None
        self.targets: list[tuple[str, Text]] = []
        self.named_at: dict[Text, Node] = {}
        self.gaps: list[Hole] = []


class Exclusive(Thing):
    """A declaration that takes away every policy which it does not list.

    `lists`: `inline` or `managed` policies of the identity that `target` names, by name or ARN; or
    the `holders` of the managed policy that `target` names.
    `kind`: of what `target` names. `kept`: what is listed, each a kind and the text that names it.
    """

    __slots__ = ("kept", "kind", "lists", "target")

    def __init__(
        self,
        lists: str,
        kind: str,
        target: Text,
        kept: tuple[tuple[str, Text], ...],
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.lists = lists
        self.kind = kind
        self.target = target
        self.kept = kept


class Wire(Thing):
    """Two things tied so that one calls the other: a subscription, a notification, an event source.

    `node`: where the other end is named.
    `integrations`: ids of the catalogue's table of integrations; several where only what the ends
        turn out to be tells which of them it is.
    `source_ref`, `target_ref`: texts that name the two ends.
    `own`: the end (`source`, `target`, `both`) that is the very resource that declares the wire.
    `role_ref`: names the role that is used, where the declaration has one; `runs`: the end
        (`source`, `target`) whose own role is used, or `nodes`: that of the nodes of the cluster.
    `route`: what the ARN of a call has behind that of the API, stage, method and path, where an API
        calls and that is told.
    `below`: what stands before the names of what is put into the target (the prefix of logs in a
        bucket), empty for none; None where the declaration does not tell.
    `caller`: the id of the identity as which the source calls, where the declaration names one.
    `sure`: False where a value decides whether the wire is there that is not known.
    """

    __slots__ = (
        "below",
        "caller",
        "integrations",
        "own",
        "role_ref",
        "route",
        "runs",
        "source_ref",
        "sure",
        "target_ref",
    )

    def __init__(
        self,
        integrations: tuple[str, ...],
        source_ref: Text,
        target_ref: Text,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
        own: str = "",
        role_ref: Text | None = None,
        runs: str = "",
        below: Text | None = None,
        route: Text | None = None,
        caller: Text | None = None,
        sure: bool = True,
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.integrations = integrations
        self.caller = caller
        self.below = below
        self.route = route
        self.source_ref = source_ref
        self.target_ref = target_ref
        self.own = own
        self.role_ref = role_ref
        self.runs = runs
        self.sure = sure


class RoleUse(Thing):
    """A declaration names a role, or an instance profile, that a service is to run it as.

    `node`, `address`: where it is named. `by`: what the declaration is called; `holder`: the
        resource that it is, where it has an ARN.
    `role_ref`: the text that names it.
    `principals`: services that must be able to assume the role; empty where that is not known.
    `instead`: services of which one may stand for them. `by_profile`: an instance profile is named.
    `external`: the external ID that is sent when the role is assumed, where one is declared.
    `sends`: other condition keys that are sent with it, each with its value.
    """

    __slots__ = (
        "by",
        "by_profile",
        "external",
        "holder",
        "instead",
        "principals",
        "role_ref",
        "sends",
    )

    def __init__(
        self,
        by: str,
        role_ref: Text,
        principals: tuple[str, ...],
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
        instead: tuple[str, ...] = (),
        by_profile: bool = False,
        holder: Resource | None = None,
        external: Text | None = None,
        sends: tuple[tuple[str, Text], ...] = (),
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.by = by
        self.sends = sends
        self.external = external
        self.role_ref = role_ref
        self.principals = principals
        self.instead = instead
        self.by_profile = by_profile
        self.holder = holder


class Deployed:
    """What is deployed: the files of a carrier, or of them the one, or those in the folder, that
    `path` is; empty where that is not told.
    """

    __slots__ = ("carrier", "path")

    def __init__(self, carrier: str, path: str = "") -> None:
        self.carrier = carrier
        self.path = path


class TokenUse(Thing):
    """A job that assumes a role with a token of an identity provider, or as a role before it; or a
    provider of Terraform that does so.

    `node`, `address`: where the role is named, and which job it is.
    `role_ref`: the text that names it. `issuers`: the providers, as condition keys begin with them,
        with `*` for what is not known. `alone`: there is no other way than the token.
    `subjects`: what the token's `sub` may be, one for each way in which the job is started; empty
        where that is not known. `starts`: those of them of which it is written that they start the
        job, and nothing that it may be left out then. `audience`: for whom the token is.
    `tokenless`: what keeps the job from getting a token, where something does.
    `before`: the text that names the role as which it assumes this one, instead of with a token;
        `tagged`: with tags of the session.
    `seconds`, `lasting`: for how long, and where that is said.
    `deploys`: what the job deploys as the role. `sends`: condition keys that the request carries,
        each with its value; None where it carries none.
    """

    __slots__ = (
        "alone",
        "audience",
        "before",
        "deploys",
        "issuers",
        "lasting",
        "role_ref",
        "seconds",
        "sends",
        "starts",
        "subjects",
        "tagged",
        "tokenless",
    )

    def __init__(
        self,
        role_ref: Text,
        issuers: tuple[str, ...],
        subjects: tuple[Text, ...],
        node: Node,
        address: str,
        account: Text,
        region: Text,
        *,
        alone: bool = False,
        audience: Text | None = None,
        tokenless: Node | None = None,
        before: Text | None = None,
        tagged: bool = False,
        lasting: tuple[int, Node] | None = None,
        deploys: tuple[Deployed, ...] = (),
        sends: tuple[tuple[str, Text | None], ...] = (),
        starts: tuple[Text, ...] = (),
    ) -> None:
        super().__init__(node, address, "", account, region)
        self.role_ref = role_ref
        self.sends = sends
        self.starts = starts
        self.issuers = issuers
        self.alone = alone
        self.subjects = subjects
        self.deploys = deploys
        self.audience = audience
        self.tokenless = tokenless
        self.before = before
        self.tagged = tagged
        self.seconds = lasting[0] if lasting else 0
        self.lasting = lasting[1] if lasting else None


class Assignment(Thing):
    """A permission set is given in an account. `set_ref`: the text that names the set; `target`:
    the account.
    """

    __slots__ = ("set_ref", "target")

    def __init__(
        self,
        set_ref: Text,
        target: Text,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.set_ref = set_ref
        self.target = target


class KeyUser(Thing):
    """A declaration has a service use a key for it, in the service's own name or as a role.

    `node`, `address`: where the key is named. `by`: what the declaration is called; `holder`: the
        resource that it is, where it has an ARN.
    `use`: what the key is used for, by the name that the catalogue's tables give it.
    `key`: the text that names the key, or what is encrypted with it where `through` is its type.
    `role_ref`: the text that names the role that uses it; None where the service does itself.
    """

    __slots__ = ("by", "holder", "key", "role_ref", "through", "use")

    def __init__(
        self,
        use: str,
        by: str,
        key: Text,
        node: Node,
        address: str,
        type: str,
        account: Text,
        region: Text,
        *,
        when: When = ALWAYS,
        role_ref: Text | None = None,
        through: str = "",
        holder: Resource | None = None,
    ) -> None:
        super().__init__(node, address, type, account, region, when=when)
        self.use = use
        self.by = by
        self.key = key
        self.role_ref = role_ref
        self.through = through
        self.holder = holder


class Call(Thing):
    """The code of a function calls an operation of AWS, as the function's role.

    `node`: where it is called, in the code; the function, where the code stands in its declaration.
    `api`: the operation, as code names it: `s3.head_object`; `actions`: what IAM checks, all or any
        of it; `elsewhere`: those of them that are for certain checked too, on something else.
    `holder`: the function.
    `always`: it stands in no branch.
    `ref`: names what it is called on: a name, an ARN, a URL, of type `ref_type`; None where that is
        not told. `form`: what the ARN of one has before its name, empty where that does not tell
        it. `inside`: what of it is meant, with what stands between: `/key`.
    `sends`: condition keys that the request carries for an argument, each with its value; None
        where it carries none.
    """

    __slots__ = (
        "actions",
        "always",
        "api",
        "elsewhere",
        "form",
        "holder",
        "inside",
        "ref",
        "ref_type",
        "sends",
    )

    def __init__(
        self,
        api: str,
        actions: tuple[str, ...],
        holder: Resource,
        node: Node,
        address: str,
        account: Text,
        region: Text,
        *,
        ref: Text | None = None,
        ref_type: str = "",
        form: str = "",
        inside: Text | None = None,
        elsewhere: tuple[str, ...] = (),
        always: bool = False,
        sends: tuple[tuple[str, Text | None], ...] = (),
        when: When = ALWAYS,
    ) -> None:
        super().__init__(node, address, "", account, region, when=when)
        self.api = api
        self.sends = sends
        self.actions = actions
        self.holder = holder
        self.ref = ref
        self.ref_type = ref_type
        self.form = form
        self.inside = inside
        self.elsewhere = elsewhere
        self.always = always


class Code(Thing):
    """The code of a function, as far as it tells what it never calls.

    `holder`: the function. `names`: every name and string in it, in lower case and without
    underscores; what is not among them is not called. `whole`: nothing else runs beside it that may
    call AWS, and nothing is called by a name that is put together.
    """

    __slots__ = ("holder", "names", "whole")

    def __init__(
        self, holder: Resource, names: frozenset[str], *, whole: bool, address: str
    ) -> None:
        super().__init__(holder.node, address, "", holder.account, holder.region, when=holder.when)
        self.holder = holder
        self.names = names
        self.whole = whole


class Gap:
    """Something in a file that may hold policies and could not be analysed; `why` names the value
    that hides it.

    `partial`: some of it was analysed.
    `bound`: what it belongs to is known and carries the doubt itself (`Identity.gaps`,
        `Resource.policy_gap`, an attached policy that is not whole), so that nothing else is in
        doubt.
    `fault`: where the text is wrong that should be a policy and for certain is none.
    `kind`: of the policy that should be there, as of policies, where the place tells.
    `hole`: the value that hides it, where there is one.
    `cause`: where the value stands that makes it so, where that is elsewhere.
    """

    __slots__ = ("address", "bound", "cause", "fault", "hole", "kind", "node", "partial", "why")

    def __init__(
        self,
        node: Node,
        address: str,
        why: str,
        *,
        partial: bool = False,
        bound: bool = False,
        fault: Span | None = None,
        kind: str = "",
        hole: Hole | None = None,
        cause: Node | None = None,
    ) -> None:
        self.node = node
        self.cause = cause or node
        self.address = address
        self.why = why
        self.kind = kind
        self.hole = hole
        self.partial = partial
        self.bound = bound
        self.fault = fault

    @property
    def span(self) -> Span:
        return Span(self.node.source, self.node.start, self.node.end)


BROKEN = "broken-policy-text"
UNKNOWN_ARGUMENT = "unknown-argument"
MALFORMED_TEMPLATE = "malformed-policy-template"


class Fault(NamedTuple):
    """For what a policy is refused that can be read all the same; `code` as of problems."""

    code: str
    why: str
    span: Span


class Default(NamedTuple):
    """What a parameter or a variable likely has of which nothing tells for certain what it is.

    `name`: `Consumer`, `var.consumer`; `value`: in words; `deployed`: files in view deploy it so,
    else it is what holds where nothing sets another.
    """

    name: str
    value: str
    deployed: bool = False


class Reading:
    """All that one carrier found in one file.

    `carrier`: `plain`, `cloudformation`, `terraform`, `workflows`, `pipelines`, `kubernetes`,
        `python`, `account`.
    `generated`: the file is made by a tool (a plan, cdk.out) and is never edited.
    `others`: paths of further files that it was made of.
    `policies`: every document found, attached or not.
    `left_out`: what holds policies and is never deployed, by a condition that is never true.
    `faults`: what is wrong with policies that were read all the same.
    `hidden`: managed policies that are declared and of which the document is not known.
    `secrets`: places in the file that the file itself marks sensitive and nothing may show.
    `joined`: it takes values from other files, or they from it: a change in one of those that are
        joined may change what the others say.
    `likely_with`: files that it is joined with by what is likely, not certain.
    `looked_up`: managed policies that it looks up, for whatever it does with them.
    `archives`: by the path of an archive that is made of it, a folder or file of code.
    `foreign`: values of other files, and how this one writes them.
    `gathers`: paths of the manifests that it gathers, and folders; `renames`: it may give them
        other names, or roles; `placing`: the namespace into which it puts them, and what it puts
        before and behind their names; `patches`: paths of what it lays over them.
    `stack_tags`: the tags with which its stack is deployed, as files in view tell; None for a value
        that is not known, and where not all are known.
    `accounts`: accounts of which every user, group, role and managed policy is in the file.
    `defaults`: of what is asked for and nothing sets for certain. They count in a second look
        alone (`supposing`). `unset`: it asks for a parameter that nothing sets for certain.
    """

    __slots__ = (
        "account",
        "accounts",
        "archives",
        "assignments",
        "attachments",
        "calls",
        "carrier",
        "codes",
        "defaults",
        "exclusives",
        "faults",
        "foreign",
        "gaps",
        "gathers",
        "generated",
        "hidden",
        "identities",
        "joined",
        "key_users",
        "left_out",
        "likely_with",
        "looked_up",
        "others",
        "partition",
        "patches",
        "path",
        "placing",
        "policies",
        "region",
        "renames",
        "resources",
        "role_uses",
        "root",
        "secrets",
        "stack_tags",
        "token_uses",
        "unset",
        "wires",
    )

    def __init__(
        self,
        path: str,
        carrier: str,
        root: Node,
        account: Text,
        region: Text,
        partition: Text,
        *,
        generated: bool = False,
    ) -> None:
        self.path = path
        self.carrier = carrier
        self.root = root
        self.account = account
        self.region = region
        self.partition = partition
        self.generated = generated
        self.others: tuple[str, ...] = ()
        self.policies: list[Policy] = []
        self.hidden: list[Policy] = []
        self.identities: list[Identity] = []
        self.resources: list[Resource] = []
        self.attachments: list[Attachment] = []
        self.exclusives: list[Exclusive] = []
        self.looked_up: list[PolicyReference] = []
        self.wires: list[Wire] = []
        self.role_uses: list[RoleUse] = []
        self.token_uses: list[TokenUse] = []
        self.key_users: list[KeyUser] = []
        self.assignments: list[Assignment] = []
        self.calls: list[Call] = []
        self.codes: list[Code] = []
        self.archives: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.gaps: list[Gap] = []
        self.left_out: list[Gap] = []
        self.secrets: list[Span] = []
        self.joined = False
        self.likely_with: frozenset[str] = frozenset()
        self.foreign: Mapping[Text, object] = {}
        self.accounts: frozenset[str] = frozenset()
        self.gathers: tuple[str, ...] = ()
        self.renames = False
        self.stack_tags: dict[str, str | None] | None = {}
        self.placing: tuple[str, str, str] = ("", "", "")
        self.patches: tuple[str, ...] = ()
        self.defaults: tuple[Default, ...] = ()
        self.unset = False
