"""What rules ask of one statement at a time.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching. A room a concern; the engine is all of them.
"""

from __future__ import annotations

from .belonging import Belonging
from .demanding import Demanding
from .generating import Generating
from .guarding import Guarding
from .keying import Keying
from .knowing import Knowing
from .locating import Locating
from .pairing import Pairing
from .relating import Relating
from .shortening import Shortening
from .tagging import Tagging
from .wording import Wording


class Engine(
    Guarding,
    Knowing,
    Pairing,
    Demanding,
    Relating,
    Wording,
    Shortening,
    Keying,
    Tagging,
    Belonging,
    Locating,
    Generating,
):
    """The catalogue and the matching rules of IAM, asked about one statement at a time."""
