from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.operations.choices import DropReason


class DropForm(forms.Form):
    """Why a message is given up for good."""

    reason = forms.TypedChoiceField(
        label=_("Why it is dropped"),
        choices=[("", _("Choose why it is dropped")), *DropReason.choices],
        coerce=DropReason,
    )
