"""Texts that name the target of a wire, as rows of the tables of wirings want them written."""

from __future__ import annotations

from typing import Any

HOME = "111122223333"
ACTION = "arn:aws:apigateway:eu-west-1:sqs:action/ReceiveMessage"
"""A call of a service by an API: what it acts on is what the call names."""


def written(row: dict[str, Any], target: str) -> tuple[str, str]:
    """The text, and what it is to be read as."""
    opening, closing, *further = row.get("between", ("", ""))
    asked = [
        form for path, *forms in row.get("when", ()) if path == row["target"] for form in forms
    ]
    if "arn" in row and opening == "/" and asked:
        image = f"{HOME}.dkr.ecr.eu-west-1.amazonaws.com/{target}:1"
        return image, f"arn:aws:ecr:eu-west-1:{HOME}:repository/{target}"
    if "arn" in row and asked:
        name = target.rpartition(":")[2]
        service = row["arn"].split(":")[2]
        uri = f"arn:aws:apigateway:eu-west-1:{service}:path/{HOME}/{name}"
        return uri, f"arn:aws:{service}:eu-west-1:{HOME}:{name}"
    if further:
        return f"{{{opening}: {further[0]}{target}{further[1]}}}", target
    if asked and opening == "/":
        return f"{asked[0].replace('*', 'x')}{opening}{target}{closing}", target
    if asked and opening and opening in asked[0]:
        before, _, behind = asked[0].replace("*", "x").partition(opening)
        return f"{before}{opening}{target}{closing}{behind.partition(closing)[2]}", target
    return f"{opening}{target}{closing}", target
