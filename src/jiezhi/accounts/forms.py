from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.accounts.queries import is_right_password


class SignInForm(forms.Form):
    """User name and password, in the words browsers know for their password store."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The six digits of the app, or a recovery code in their place."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class ConfirmForm(forms.Form):
    """The password once more, before something is done that a thief of the session would like."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        """Compare the password."""
        password = str(self.cleaned_data["password"])
        if not is_right_password(self._user, password):
            raise forms.ValidationError(_("This is not your password. Nothing was changed; enter it again."))
        return password
