"""Faults are kept by threads of their own: a test waits for them before its rows are taken away."""

from jiezhi.operations import faults

LONGEST_S = 20


def wait_for_keepers() -> None:
    """Wait until nobody is at the table of faults any more."""
    places = [faults._places_at_table.acquire(timeout=LONGEST_S) for _ in range(faults.AT_ONCE)]
    for _ in filter(None, places):
        faults._places_at_table.release()
    assert all(places), "a thread still keeps a fault"
