"""What residents enter to show that a telephone is theirs."""

import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.core.phones import read_phone


class PhoneForm(forms.Form):
    """The number that a code is sent to."""

    phone = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy(
            "The one that you left with your requests. A code of six digits is sent to it."
        ),
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Enter the number that the code is to be sent to.")},
    )

    def clean_phone(self) -> str:
        """Take mobile numbers only: a landline gets no messages."""
        try:
            phone = read_phone(self.cleaned_data["phone"])
        except ValueError:
            phone = ""
        if not phone.startswith("1"):
            raise forms.ValidationError(_("Enter a mobile number of 11 digits: a landline gets no messages."))
        return phone


class PhoneCodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("Code of six digits"),
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Enter the six digits of the message.")},
    )

    def clean_code(self) -> str:
        """Take full-width digits and spaces as well."""
        return "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
