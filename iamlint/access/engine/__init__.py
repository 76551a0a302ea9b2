"""What rules ask of one statement at a time.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching. A room a concern; the engine is all of them.
"""

from __future__ import annotations

from .demanding import Demanding
from .knowing import Knowing
from .pairing import Pairing
from .relating import Relating
from .wording import Wording


class Engine(Knowing, Pairing, Relating, Wording, Demanding):
    """The catalogue and the matching rules of IAM, asked about one statement at a time."""
