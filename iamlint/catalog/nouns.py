"""What the catalog answers with: actions, resource types, condition keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from iamlint.text.records import NamedTuple

LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")


class ResourceUse(NamedTuple):
    """A type of resource that an action is authorised on.

    `required`: the call always names one (the reference marks it with `*`).
    `keys`: condition keys that exist when a resource of this type is checked.
    `arns`: templates of the ARN that IAM compares; mostly those of the type, but a log group's
        ends in `:*` for most actions. `${…}` stands for one or more characters, all else,
        a star included, for itself.
    """

    type: str
    required: bool
    keys: frozenset[str]
    arns: tuple[str, ...]


class Action(NamedTuple):
    """An action as AWS writes it.

    `level`: one of `LEVELS`.
    `resources`: what it is authorised on; empty when it only knows `*`.
    `keys`: every condition key that exists on it, those of its resources included.
    `own_keys`: the keys that exist whatever the resource.
    `dependents`: actions that the caller needs besides, for some parameters of the call.
    `permission_only`: there is no API operation of that name.
    `star`: does IAM check it against `*`: `always` (an ARN never matches), `never` (some
        resource is always named), `sometimes` (when no resource is named), `unknown` (every
        resource type is optional, and AWS does not say whether one must be named).
    `arns`: templates of ARNs it is checked on although no type of the reference says so.
    `doubt`: why its resources are not certain, else empty.
    """

    name: str
    service: str
    level: str
    resources: tuple[ResourceUse, ...]
    keys: frozenset[str]
    own_keys: frozenset[str]
    dependents: tuple[str, ...]
    permission_only: bool
    star: str
    arns: tuple[str, ...]
    doubt: str


class ResourceType(NamedTuple):
    """A type of resource.

    `arns`: templates, `arn:${Partition}:s3:::${BucketName}`.
    `keys`: condition keys that exist when a resource of this type is checked.
    """

    name: str
    service: str
    arns: tuple[str, ...]
    keys: frozenset[str]


class ConditionKey(NamedTuple):
    """A condition key. `name` may be a template, `aws:RequestTag/${TagKey}`.

    `type`: `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, `Binary`.
    `multivalued`: a request may carry several values, so a set operator is needed.
    `service`: whose key it is; empty for a global one.
    """

    name: str
    type: str
    multivalued: bool
    service: str
