from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from jiezhi.accounts.models import User
from jiezhi.accounts.queries import is_right_password

Judge = Callable[[bool], bool]
"""Counts whether a password was right, and says whether it is taken."""
NOT_YOURS = _(
    "This is not your password, so nothing was changed. Enter it again; after five wrong ones wait for fifteen minutes."
)


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
        label=_("Code of the app"),
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

    def __init__(self, *args: Any, user: User, judge: Judge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._judge = user, judge

    def clean_password(self) -> str:
        """Compare the password."""
        password = str(self.cleaned_data["password"])
        if not self._judge(is_right_password(self._user, password)):
            raise forms.ValidationError(NOT_YOURS)
        return password


class TurnOnForm(CodeForm, ConfirmForm):
    """The first six digits; the password as well, unless it was entered a moment ago or there is none."""

    field_order = ("password", "code")

    def __init__(self, *args: Any, asks_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]


class SlipForm(forms.Form):
    """What stands on a slip."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("Code of the slip"),
        max_length=40,
        help_text=_("Sixteen letters and digits; dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_(
            "At least twelve characters. Four words that have nothing to do with each other are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        """Hold the password to the rules of this installation."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._user)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare both."""
        given = super().clean() or {}
        if "password" in given and given["password"] != given.get("again"):
            self.add_error("again", _("The two are not the same. Enter the new password in both places."))
        return given


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")

    def __init__(self, *args: Any, user: User, judge: Judge, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._judge = judge

    def clean_old(self) -> str:
        """Compare the present password."""
        old = str(self.cleaned_data["old"])
        if not self._judge(is_right_password(self._user, old)):
            raise forms.ValidationError(NOT_YOURS)
        return old

    def clean(self) -> dict[str, Any]:
        """Refuse the old one as the new one."""
        given = super().clean()
        if given.get("old") and given.get("old") == given.get("password"):
            self.add_error("password", _("This is the password that you have. Choose another one."))
        return given
