"""What is seen at a glance of ARNs is what comes out when they are taken apart."""

from __future__ import annotations

import pytest

from iamlint.access.overlap import (
    Shape,
    all_parts,
    bounded_variables,
    meet,
    plain_list,
    plain_pattern,
    plain_template,
    plainly_crosses,
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
    ends = ["", "*", "/*", ":*", "/a", "*/b", "?", "${aws:username}", "${aws:username}/*", "${*}"]
    ends += ["*/*", "a*/*/b", "*a*", "*:log-stream:*", "/a/*", "a/*a"]
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
    patterns += [f"arn:aws:{service}:*:*:*{rest}" for rest in ("", "a*", "a/*", ":*", "/")]
    seen = 0
    for arn in arns[:12]:
        whole = Shape(template_parts(arn, bounds))
        template = plain_template(arn, bounds)
        for pattern in patterns:
            for variables in (True, False):
                plain = plain_pattern(pattern, variables)
                if plain is None:
                    continue
                if plainly_meets(template, plain) or plainly_crosses(template, plain):
                    seen += 1
                    assert meet(whole, shape_of(Text(pattern), variables)), (arn, pattern)
    assert seen > 20


@pytest.mark.parametrize("service", SERVICES)
def test_a_list_that_fits_at_a_glance_fits(service: str) -> None:
    arns = [arn for kind in catalog().resource_types(service) for arn in kind.arns]
    for arn in arns[:12]:
        listed = Shape(all_parts(arn))
        for body in (*samples(arn.split(":", 5)[5]), "*"):
            for fields in FIELDS:
                pattern = f"arn:aws:{service}:{fields}:{body}"
                plain = plain_pattern(pattern, False)
                if plain is not None and plainly_meets(plain_list(arn), plain):
                    assert meet(listed, shape_of(Text(pattern), False)), (arn, pattern)
