"""In which accounts permission sets are given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-assignment.html
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.things import Assignment
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping

from .keying import first

if TYPE_CHECKING:
    from .reader import Context, Declared

OF_SETS = "AWS::SSO::"


def read(context: Context, declared: Declared) -> None:
    """Note a permission set that a resource gives in an account."""
    if not declared.type.startswith(OF_SETS) or not isinstance(declared.properties, Mapping):
        return
    for row in catalog().table("set_assignments"):
        if row["type"] == declared.type:
            given, account = (first(declared.properties, row[name]) for name in ("set", "account"))
            if given is not None and account is not None:
                context.reading.assignments.append(
                    Assignment(
                        given,
                        account,
                        declared.declaration.node,
                        declared.address,
                        declared.type,
                        context.home.account,
                        context.home.region,
                        when=declared.when,
                    )
                )
