"""What rules ask of one statement at a time.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching. A room a concern; the engine is all of them.
"""

from __future__ import annotations

from .belonging import Belonging
from .calling import Calling
from .demanding import Demanding
from .generating import Generating
from .guarding import Guarding
from .keying import Keying
from .knowing import Knowing
from .limiting import Limiting
from .locating import Locating
from .naming import Naming
from .pairing import Pairing
from .showing import Showing
from .sizing import Sizing
from .sparing import Sparing
from .tagging import Tagging
from .wording import Wording


class Engine(
    Calling,
    Guarding,
    Knowing,
    Pairing,
    Demanding,
    Sparing,
    Showing,
    Sizing,
    Wording,
    Keying,
    Tagging,
    Limiting,
    Belonging,
    Locating,
    Generating,
    Naming,
):
    """The catalogue and the matching rules of IAM, asked about one statement at a time."""
