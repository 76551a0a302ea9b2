"""Names of AWS's own managed policies that no such policy has.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.late import late
from iamlint.text.node import Scalar
from iamlint.text.records import NamedTuple

from .managed import AWS_OWNED, aws_owned
from .names import folded, slipped, tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.things import Identity, PolicyReference, Reading


OF_AWS: Final = "iam::aws:"
ENDINGS: Final = ("Access", "Policy", "Role")
"""How most names of AWS's policies end; one without is left out easily."""
BARE: Final = late(r"(?![A-Z0-9_]+$)[A-Za-z][\w+=,.@/-]*")
"""A name without an ARN; words in capitals are left for somebody to fill in."""
OF_TERRAFORM: Final = "aws_iam_"
SOURCES: Final = (".tf", ".tf.json")
TAKERS: Final = ("AWS::IAM::", OF_TERRAFORM)
"""What takes the ARNs of managed policies."""
LEAST: Final = 12
"""Letters of a name that tell which policy is meant where the last word is left out."""


class MisnamedPolicy(NamedTuple):
    """A reference to an AWS managed policy that is not bundled.

    `name`: what it calls the policy, with the path. `meant`: the policies that are called almost
    so, with their paths; empty where it may be one that is newer than the data. `bare`: a name
    stands where an ARN must; `refused`: whatever the name is.
    """

    reference: PolicyReference
    name: str
    meant: tuple[str, ...]
    bare: bool = False
    refused: bool = False

    @property
    def sure(self) -> bool:
        """A policy that there is is meant, and the bundled data is that of the partition."""
        others = self.reference.arn.prefix.startswith("arn:aws-")
        return self.refused or (bool(self.meant) and not others)

    def shown(self, name: str) -> str:
        """Another policy as a person writes it here: its ARN where nothing else will do."""
        return f"arn:aws:{AWS_OWNED}{name}" if self.refused else name

    def written(self, name: str) -> Text:
        """The ARN with another path and name, the rest as the file has it."""
        if self.bare:
            return Text(f"arn:aws:{AWS_OWNED}{name}")
        *first, last = self.reference.arn.pieces
        assert isinstance(last, str)
        return Text(*first, last.removesuffix(self.name) + name)


def misnamed(readings: tuple[Reading, ...], catalog: Catalog) -> Iterator[MisnamedPolicy]:
    """In file order; each place once."""
    for reading in readings:
        for reference in references_in(reading):
            arn = aws_owned(reference.arn)
            other = of_another_sort(reference, catalog) if not arn else None
            if other is not None:
                yield other
            if arn and catalog.managed.about(arn) is None:
                name = arn.partition(AWS_OWNED)[2]
                yield MisnamedPolicy(reference, name, meant_by(name, catalog))
        yield from named_bare(reading, catalog)


def named_bare(reading: Reading, catalog: Catalog) -> Iterator[MisnamedPolicy]:
    """Names that stand where an ARN must. What SAM makes of an entry is no place of its own: it
    takes the names of AWS's own policies, so that only a slip is told.
    """
    things: list[tuple[str, PolicyReference]] = [
        (identity.type, one) for identity in reading.identities for one in bearing(identity)
    ]
    things += [(one.type, one.reference) for one in reading.attachments if one.reference]
    for kind, reference in things:
        name = reference.arn.literal
        if name is None or reference.by_name or not kind.startswith(TAKERS):
            continue
        if ":" in name or BARE.fullmatch(name) is None:
            continue
        if kind.startswith(OF_TERRAFORM) and not reference.node.source.path.endswith(SOURCES):
            continue  # Terraform makes no plan with it: it is a mock
        if name not in reference.node.span.text:
            continue  # it comes from elsewhere, such as the default of a parameter
        written = isinstance(reference.node, Scalar) and reference.node.value == name
        known = catalog.managed.about(name)
        same = (known.arn.partition(AWS_OWNED)[2],) if known is not None else ()
        meant = same or meant_by(name, catalog)
        if written or meant:
            yield MisnamedPolicy(reference, name, meant, bare=True, refused=written)


def references_in(reading: Reading) -> Iterator[PolicyReference]:
    """All that a file names a managed policy by."""
    for identity in reading.identities:
        yield from bearing(identity)
    for attachment in reading.attachments:
        if attachment.reference is not None:
            yield attachment.reference


def bearing(identity: Identity) -> Iterator[PolicyReference]:
    """What an identity names the managed policies by that it bears, its boundary last."""
    yield from identity.managed
    if identity.boundary is not None:
        yield identity.boundary


def meant_by(name: str, catalog: Catalog) -> tuple[str, ...]:
    """The bundled policies of this very name elsewhere, else those it is a slip of the pen for."""
    known = [arn.partition(AWS_OWNED)[2] for arn in sorted(catalog.managed_policy_arns)]
    bare = folded(name)
    same = tuple(other for other in known if folded(other) == bare)
    slips = same or tuple(other for other in known if slipped(bare, folded(other)))
    ended = slips or tuple(other for other in known if other in {name + end for end in ENDINGS})
    return ended or begun(name, known)


def begun(name: str, known: list[str]) -> tuple[str, ...]:
    """The one policy whose name goes on with a word where this one ends."""
    bare = name.rpartition("/")[2]
    found = [other for other in known if other.rpartition("/")[2].startswith(bare)]
    rest = found[0].rpartition("/")[2][len(bare) :] if len(found) == 1 else ""
    return tuple(found) if len(bare) >= LEAST and rest[:1].isupper() and rest.isalpha() else ()


def of_another_sort(reference: PolicyReference, catalog: Catalog) -> MisnamedPolicy | None:
    """An ARN of AWS's own that is of no policy, as `policies/ReadOnlyAccess`."""
    rest = tail(reference.arn)
    literal = rest.literal if rest is not None else None
    if literal is None or not literal.startswith(OF_AWS):
        return None
    name = literal.removeprefix(OF_AWS)
    meant = f"policy/{name.partition('/')[2]}"
    known = catalog.managed.about(f"arn:aws:{OF_AWS}{meant}") is not None
    return MisnamedPolicy(reference, name, (meant,) if known else ())
