"""What can be typed about supervision: shape only, the rules are in the actions."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.models import Department, Post
from jiezhi.supervision.actions.calling_off import LONGEST_WHY
from jiezhi.supervision.choices import CallOffReason, MarkKinds
from jiezhi.workorders.brief import LONGEST_BRIEF

MOMENT = "%Y-%m-%dT%H:%M"


class MarkForm(MeteredForm):
    """What is put on an order, and why."""

    kind = forms.ChoiceField(choices=MarkKinds.choices)
    note = forms.CharField(max_length=LONGEST_BRIEF)


class CallOffForm(MeteredForm):
    """Why it is no emergency."""

    reason = forms.ChoiceField(choices=CallOffReason.choices)
    words = forms.CharField(max_length=LONGEST_WHY, required=False)


class ShiftForm(MeteredForm):
    """A turn of duty."""

    department = forms.UUIDField(label=_("Department on duty"), widget=LightSelect)
    post = forms.UUIDField(
        label=_("Post"),
        help_text=_("Empty: whoever of the department is there."),
        widget=LightSelect,
        required=False,
    )
    begins_at = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    ends_at = forms.DateTimeField(
        label=_("Until when"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    )
    turn = forms.IntegerField(
        label=_("Called as number"), help_text=_("1 is called first."), min_value=1, max_value=9, initial=1
    )

    def offer(self, departments: Iterable[Department], posts: Iterable[Post]) -> None:
        """Fill the lists from which is chosen."""
        rows = [(row.pk, row.name) for row in departments]
        self.fields["department"].widget.choices = [("", _("Choose")), *rows]
        held = [(row.pk, f"{row.department.name} · {row.title}") for row in posts]
        self.fields["post"].widget.choices = [("", _("Whoever is there")), *held]
