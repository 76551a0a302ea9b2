"""All that was read in one run, joined, and the questions asked of it.

Indexes are built when a question first needs them: a scan of one plain policy pays for none. What
is in view stands in `inview`; the questions stand in rooms by what they are about.
"""

from __future__ import annotations

from .asked_of_caps import CapQuestions
from .asked_of_keys import KeyQuestions
from .asked_of_policies import PolicyQuestions
from .asked_of_roles import RoleQuestions
from .asked_of_wires import WireQuestions
from .inview import Facts

__all__ = ["Estate", "Facts"]


class Estate(KeyQuestions, WireQuestions, RoleQuestions, CapQuestions, PolicyQuestions):
    """Everything in view: identities with all their policies, resources with theirs and their keys,
    accounts and guardrails; and every question of it.
    """
