"""What to paste where the template itself is made by a tool: policy JSON, which every CDK takes
(`PolicyStatement.fromJson`).

https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.PolicyStatement.html
"""

from __future__ import annotations

import json

from iamlint.rule import AddItem, AddPolicy, AddStatement, Replace, Several
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .dialect import write_text

if TYPE_CHECKING:
    from iamlint.model.things import Reading
    from iamlint.rule import Intent


def snippet(reading: Reading, intent: Intent) -> str:
    """A fix as JSON to paste; empty where there is nothing to paste."""
    if isinstance(intent, Several):
        return "\n".join(filter(None, (snippet(reading, each) for each in intent.intents)))
    if isinstance(intent, AddStatement):
        return dumped(reading, intent.statement)
    if isinstance(intent, AddPolicy):
        return "\n".join(dumped(reading, statement) for statement in intent.statements)
    if isinstance(intent, AddItem):
        return dumped(reading, {intent.element: list(intent.texts)})
    if isinstance(intent, Replace):
        return dumped(reading, intent.text)
    return ""


def dumped(reading: Reading, value: object) -> str:
    return json.dumps(written(reading, value), indent=2, ensure_ascii=False)


def written(reading: Reading, value: object) -> object:
    """Python data with every text as the template names it; one that it cannot name as shown."""
    if isinstance(value, Text):
        expression = write_text(reading, value)
        return str(value) if expression is None else expression
    if isinstance(value, dict):
        return {str(key): written(reading, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [written(reading, item) for item in value]
    return value
