"""Which folders and files archives of code are made of.

https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .values import top

if TYPE_CHECKING:
    from .plan import Instance
    from .reader import Context

TYPE = "archive_file"
MADE = "output_path"
OF = ("source_dir", "source_file")


def read(context: Context) -> None:
    """Tell what the archives of a plan are made of, where that is a path."""
    for instance in context.plan.instances.values():
        if instance.type == TYPE:
            made = literal(context, instance, MADE)
            of = next(filter(None, (literal(context, instance, name) for name in OF)), "")
            if made and of:
                context.reading.archives[made] = context.plan.beside(of)


def literal(context: Context, instance: Instance, name: str) -> str:
    """An attribute that is known; empty for any other."""
    text = context.values.text(top(instance).attribute(name))
    return (text.literal or "") if text is not None else ""
