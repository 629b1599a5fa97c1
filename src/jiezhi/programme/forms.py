"""Phases and targets as they are typed: shares in per cent."""

from typing import cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.measure import Unit
from jiezhi.programme.actions import TargetDraft
from jiezhi.programme.models import Phase
from jiezhi.programme.queries import goal_measures
from jiezhi.programme.standing import unit_of

PER_CENT = 100


class PhaseForm(forms.Form):
    """A phase."""

    name = forms.CharField(
        label=_("Phase"), max_length=32, error_messages={"required": _("Enter what the phase is called.")}
    )
    begins_on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the first day."), "invalid": _("Write it as 2026-01-01.")},
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the last day."), "invalid": _("Write it as 2026-01-01.")},
    )


class TargetsForm(forms.Form):
    """For each measure where it began and where it shall be; left empty, there is no target."""

    def __init__(self, *args: object, phase: Phase, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kept = {target.measure: target for target in phase.targets.all()}
        for measure in goal_measures():
            target, scale = kept.get(measure.key), _scale(measure.unit)
            unit = unit_of(measure)
            for name, label, value in (
                ("baseline", gettext("at the beginning"), target.baseline if target else None),
                ("value", gettext("at the end"), target.value if target else None),
            ):
                self.fields[f"{measure.key}-{name}"] = forms.FloatField(
                    label=f"{measure.label} · {label} ({unit})",
                    required=False,
                    min_value=0,
                    max_value=PER_CENT if measure.unit is Unit.SHARE else 100_000,
                    initial=None if value is None else round(value * scale, 2),
                )

    def drafts(self) -> list[TargetDraft]:
        """Give what was typed, in the measures' units."""
        return [
            TargetDraft(measure.key, self._typed(measure.key, "value"), self._typed(measure.key, "baseline"))
            for measure in goal_measures()
        ]

    def _typed(self, key: str, name: str) -> float | None:
        typed = cast("float | None", self.cleaned_data[f"{key}-{name}"])
        unit = next(measure.unit for measure in goal_measures() if measure.key == key)
        return None if typed is None else typed / _scale(unit)


def _scale(unit: Unit) -> int:
    return PER_CENT if unit is Unit.SHARE else 1
