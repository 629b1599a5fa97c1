"""Whether means lie where people live, by the location quotient of regional analysis."""


def location_quotient(held: float, people: int, all_held: float, all_people: int) -> float | None:
    """Give how much a place holds against what its residents would stand for; 1 is even, 2 is twice as much.

    The quotients of all places, weighed by their residents, have a mean of 1, whatever the unit of the means.

    Args:
        held: Means of the place, such as square metres, from 0.
        people: Its residents.
        all_held: Means of all places together.
        all_people: All residents.

    Returns:
        None where there are no residents, or no means at all.

    Raises:
        ValueError: A number is negative, or a place holds more than all together.

    Examples:
        >>> location_quotient(50, 1000, 100, 4000)
        2.0
        >>> location_quotient(0, 1000, 100, 4000), location_quotient(0, 1000, 0, 4000)
        (0.0, None)
    """
    if not (0 <= held <= all_held and 0 <= people <= all_people):
        raise ValueError("A place holds from nothing up to all there is.")
    if not people or not all_held:
        return None
    return (held / all_held) / (people / all_people)
