"""What a keeper types about launches."""

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
