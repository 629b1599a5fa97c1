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

from jiezhi.core.tries import TryLimit

CODE_LIMITS = (TryLimit(5, timedelta(minutes=15)), TryLimit(20, timedelta(days=1)))
ADDRESS_LIMITS = (TryLimit(20, timedelta(minutes=15)),)
