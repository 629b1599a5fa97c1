"""How often a resident's secrets may be guessed, and whose address counts.

Chances, with a million requests that can be followed in one street:

* A code without a telephone number has 80 bits. Of 100,000 guesses from anywhere at most 100,000 x 10^6 / 2^80
  = 8 x 10^-14 succeed, below the 10^-9 that the design asks for, even if no limit held.
* Whoever finds a slip has the code and guesses four digits: 1 in 10,000 each. Five in 15 minutes and twenty a day are
  taken for a code, from however many addresses, so that a day leaves at most 40 in 10,000 (two windows may touch
  it), and 100,000 tries, one a second for 28 hours, leave the same. The reporter reads on the request that somebody
  tried, and the office may be asked for another way.
* An address that guesses codes is taken 20 times in 15 minutes; many residents may share one.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from jiezhi.core.tries import TryLimit

CODE_LIMITS = (TryLimit(5, timedelta(minutes=15)), TryLimit(20, timedelta(days=1)))
ADDRESS_LIMITS = (TryLimit(20, timedelta(minutes=15)),)


def trusted_address(request: HttpRequest) -> str:
    """Give the address that a request came from, as far as somebody of ours saw it.

    Each proxy of ours adds the address it saw to the end of `X-Forwarded-For`; what stands before those entries was
    written by the sender and is not believed.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - no address, not one to listen on
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXIES
    return hops[-count] if count and len(hops) >= count else direct
