"""Phases of a plan, and their targets."""

from datetime import date

from jiezhi.programme.models import Phase, Target
from tests.factories.offices import Office


def make_phase(office: Office, **targets: tuple[float | None, float]) -> Phase:
    """The phase of a whole year, with (baseline, value) of each measure."""
    phase, _ = Phase.objects.get_or_create(
        sub_district=office.street,
        name="近期",
        defaults={"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)},
    )
    for measure, (baseline, value) in targets.items():
        Target.objects.create(
            sub_district=office.street, phase=phase, measure=measure, baseline=baseline, value=value
        )
    return phase
