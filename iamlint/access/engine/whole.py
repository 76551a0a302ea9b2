"""All rooms of the engine."""

from __future__ import annotations

from .belonging import Belonging
from .calling import Calling
from .citing import Citing
from .defeating import Defeating
from .demanding import Demanding
from .fencing import Fencing
from .generating import Generating
from .guarding import Guarding
from .limiting import Limiting
from .locating import Locating
from .naming import Naming
from .pairing import Pairing
from .showing import Showing
from .shutting import Shutting
from .sizing import Sizing
from .sorting import Sorting
from .sparing import Sparing
from .subsuming import Subsuming
from .tagging import Tagging


class Whole(
    Sorting,
    Defeating,
    Calling,
    Citing,
    Guarding,
    Pairing,
    Fencing,
    Shutting,
    Demanding,
    Sparing,
    Subsuming,
    Showing,
    Sizing,
    Tagging,
    Limiting,
    Belonging,
    Locating,
    Generating,
    Naming,
):
    """The catalogue and the matching rules of IAM, asked about one statement at a time."""
