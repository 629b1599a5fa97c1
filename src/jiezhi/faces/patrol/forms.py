from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiezhi.burden.metering import MeteredForm


class SiteCheckForm(MeteredForm):
    """What was found on site; the button tells whether the thing is done."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        choices=[("done", pgettext_lazy("check", "Done")), ("not_done", pgettext_lazy("check", "Not done"))],
        widget=forms.HiddenInput,
    )
    note = forms.CharField(
        label=_("What you saw"),
        help_text=_("Needed when it is not done: the department reads it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(label=_("Picture"), required=False, widget=forms.FileInput)
