"""What a keeper types about launches."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TermsForm(forms.Form):
    """How a platform may open the desk."""

    public_key = forms.CharField(
        label=_("Public key of the platform (Ed25519, PEM)"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": _("Paste the public key.")},
    )
    frame_origin = forms.CharField(
        label=_("May show the desk in a frame"),
        required=False,
        max_length=200,
        help_text=_("Origin such as https://platform.example. Left empty, nobody shows it in a frame."),
    )
    does_second_factor = forms.BooleanField(
        label=_("Believe the platform when it says that it asked for a second factor"), required=False
    )


class AgreeForm(forms.Form):
    """The password once more: whoever finds a session open must not agree in its owner's name."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, judge: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._judge = judge

    def clean_password(self) -> str:
        """Compare the password, and count the try."""
        password = str(self.cleaned_data["password"])
        if not self._judge(password):
            raise forms.ValidationError(_("This is not your password, or it was wrong too often just now."))
        return password


class LinkForm(forms.Form):
    """Which user a person of the platform is."""

    person = forms.CharField(
        label=_("Id on the platform"),
        max_length=200,
        error_messages={"required": _("Enter the person's id on the platform.")},
    )
    username = forms.CharField(
        label=_("User name here"), max_length=64, error_messages={"required": _("Enter the user name.")}
    )
