"""What is seen at a glance of ARNs is what comes out when they are taken apart."""

from __future__ import annotations

import pytest

from iamlint.access.overlap import (
    Shape,
    bounded_variables,
    meet,
    plain_pattern,
    plain_template,
    plainly_meets,
    shape_of,
    template_parts,
)
from iamlint.catalog import catalog
from iamlint.text.holes import Text

SERVICES = ("apigateway", "cloudformation", "glue", "iam", "logs", "s3", "secretsmanager", "sqs")
FIELDS = ("*:*", ":", "eu-west-1:111122223333", ":111122223333", "*:", "eu-*:*")


def samples(body: str) -> set[str]:
    """Patterns that are like the last field of a template, or nearly so."""
    named = body.replace("${", "").replace("}", "")
    starts = {body.partition("${")[0], body.partition("}")[0].replace("${", ""), named}
    ends = ("", "*", "/*", ":*", "/a", "*/b", "?", "${aws:username}", "${aws:username}/*", "${*}")
    return {start + end for start in starts for end in ends}


@pytest.mark.parametrize("service", SERVICES)
def test_what_fits_at_a_glance_fits(service: str) -> None:
    known = catalog()
    arns = [arn for kind in known.resource_types(service) for arn in kind.arns]
    bounds = bounded_variables(arns)
    patterns = sorted(
        f"arn:aws:{service}:{fields}:{body}"
        for arn in arns[:12]
        for body in samples(arn.split(":", 5)[5])
        for fields in FIELDS
    )
    seen = 0
    for arn in arns[:12]:
        whole = Shape(template_parts(arn, bounds))
        template = plain_template(arn, bounds)
        for pattern in patterns:
            for variables in (True, False):
                plain = plain_pattern(pattern, variables)
                if plain is not None and plainly_meets(template, plain):
                    seen += 1
                    assert meet(whole, shape_of(Text(pattern), variables)), (arn, pattern)
    assert seen > 20
