"""Terraform's configuration itself, where there is no plan of it: `.tf`, `.tofu`, `.tf.json`.

https://developer.hashicorp.com/terraform/language
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading

    from .folders import Files, Folder


def read(folder: Folder, files: Files, facts: Facts | None) -> Reading:
    """Everything that a root module declares, with what could not be read of it as gaps."""
    from .reader import read as read_folder

    return read_folder(folder, files, facts)
