"""Whether the rooms in which residents are served are large enough for so many residents."""

from dataclasses import dataclass

PLAN_AREA_PER_RESIDENT_M2 = 1.2
"""What the office's plan asks for.

Source:
    1.2 m2 a resident, as the plan states. The plan calls it the national standard and names no document, and
    published rules count otherwise (30 m2 for each 100 households): an office may have to keep to another one.
"""


@dataclass(frozen=True)
class ServiceArea:
    """Floor area that serves residents, against what is asked for.

    Args:
        area_m2: All of it.
        residents: Whom it serves; at least one.
        wanted_m2: For each resident.

    Examples:
        >>> area = ServiceArea(area_m2=69_600, residents=87_000)
        >>> area.per_resident_m2, area.needed_m2, area.gap_m2
        (0.8, 104400.0, 34800.0)
    """

    area_m2: int
    residents: int
    wanted_m2: float = PLAN_AREA_PER_RESIDENT_M2

    @property
    def per_resident_m2(self) -> float:
        """Give what there is for each resident."""
        return self.area_m2 / self.residents

    @property
    def needed_m2(self) -> float:
        """Give what there would have to be, rounded to the hundredth."""
        return round(self.residents * self.wanted_m2, 2)

    @property
    def gap_m2(self) -> float:
        """Give what is missing; nothing where there is enough."""
        return max(self.needed_m2 - self.area_m2, 0.0)
