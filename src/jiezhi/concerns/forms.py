"""What reporters enter, by shape; the rules are in the actions."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.concerns.actions import Verdict, Wish
from jiezhi.concerns.actions.submitting import LONGEST_WORDS
from jiezhi.concerns.choices import CalledBack, Relation, RightKind
from jiezhi.core.numbers import is_code, normalise_code
from jiezhi.core.phones import read_phone

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class WordsForm(forms.Form):
    """The problem in the resident's own words."""

    words = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy(
            "In your own words: what, and since when. Leave out names, identity and telephone numbers."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Tell us in your own words what is the matter.")},
    )


class ContactForm(forms.Form):
    """A telephone number, or none."""

    contact = forms.ChoiceField(
        label=gettext_lazy("May we telephone you?"),
        choices=(
            ("phone", gettext_lazy("Yes, under the number below")),
            ("anonymous", gettext_lazy("No, my request is anonymous")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether we may telephone you.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        help_text=gettext_lazy("Used only to ask back and to call back about this request."),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    wants_messages = forms.BooleanField(
        label=gettext_lazy("Tell me by short message when there is a question and when it is done"),
        required=False,
    )

    def offer_messages(self, *, sends_messages: bool) -> None:
        """Ask about short messages only where the street can send them."""
        if not sends_messages:
            del self.fields["wants_messages"]

    def wants(self) -> bool:
        """Say whether there is a number, and messages are wished under it."""
        return bool(self.cleaned_data.get("wants_messages") and self.cleaned_data.get("phone"))

    def clean(self) -> dict[str, Any]:
        """Read the number; an anonymous request keeps none, whatever was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("contact") == "anonymous":
            cleaned["phone"] = ""
        elif cleaned.get("contact") == "phone" and "phone" in cleaned:
            try:
                cleaned["phone"] = read_phone(cleaned["phone"])
            except ValueError:
                self.add_error("phone", _phone_error(cleaned["phone"]))
        return cleaned


class PrivacyForm(forms.Form):
    """What a resident asks about their contact."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What shall be done?"),
        choices=RightKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what shall be done.")},
    )
    new_phone = forms.CharField(
        label=gettext_lazy("The right number"),
        help_text=gettext_lazy("Only to correct it."),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the number where it is to be corrected."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == RightKind.CORRECT:
            try:
                cleaned["new_phone"] = read_phone(cleaned.get("new_phone", ""))
            except ValueError:
                self.add_error("new_phone", _phone_error("-"))
        return cleaned

    def wish(self) -> Wish:
        """Give what is asked, once the form is valid."""
        cleaned = self.cleaned_data
        return Wish(cleaned["key"], RightKind(cleaned["kind"]), cleaned["new_phone"])


class ProxyForm(forms.Form):
    """Who makes a request for somebody else."""

    relation = forms.ChoiceField(
        label=gettext_lazy("Who are you to them?"),
        choices=[(r.value, r.label) for r in (Relation.FAMILY, Relation.NEIGHBOUR, Relation.OTHER)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you are to them.")},
    )
    called_back = forms.ChoiceField(
        label=gettext_lazy("Whom shall we ask whether it is solved?"),
        choices=(
            (CalledBack.RESIDENT.value, gettext_lazy("The person for whom I make it")),
            (CalledBack.ACTING.value, gettext_lazy("Me")),
        ),
        initial=CalledBack.RESIDENT.value,
        widget=forms.RadioSelect,
    )
    acting_phone = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy("Kept apart from theirs, and only used to ask about this request."),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    has_agreed = forms.BooleanField(
        label=gettext_lazy("They agreed that I make it for them"),
        error_messages={
            "required": gettext_lazy("Ask them first. A request can be made for somebody only if they agree.")
        },
    )

    @classmethod
    def filled(cls, kept: Sequence[str]) -> "ProxyForm":
        """Give the form with what was entered before."""
        if not kept:
            return cls()
        relation, phone, called_back = kept
        return cls(
            initial={
                "relation": relation,
                "acting_phone": phone,
                "called_back": called_back,
                "has_agreed": True,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Read the number, and ask for it where the callback goes to it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = cleaned.get("acting_phone", "").strip()
        if typed or cleaned.get("called_back") == CalledBack.ACTING:
            try:
                cleaned["acting_phone"] = read_phone(typed)
            except ValueError:
                told = _("Enter your number, or let us ask the person for whom you make the request.")
                self.add_error("acting_phone", _phone_error(typed) if typed else told)
        return cleaned

    def kept(self) -> tuple[str, str, str]:
        """Give what a draft keeps."""
        cleaned = self.cleaned_data
        return cleaned["relation"], cleaned["acting_phone"], cleaned["called_back"]


def _phone_error(typed: str) -> str:
    if not typed:
        return _("Enter your number, or choose the anonymous request.")
    return _("Enter a mobile number of 11 digits, or a landline with its area code, such as 0571-88001234.")


class CodeForm(forms.Form):
    """The query code, however it was typed."""

    code = forms.CharField(
        label=gettext_lazy("Query code"),
        help_text=gettext_lazy("16 letters and digits. Small letters and spaces do not matter."),
        max_length=64,
        error_messages={"required": gettext_lazy("Enter the query code that came with your request.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code": "",
            }
        ),
    )

    digits = forms.CharField(
        label=gettext_lazy("Last four digits of the telephone number"),
        help_text=gettext_lazy(
            "Of the number that was left with this request: the code alone may have been found."
        ),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def ask_digits(self) -> None:
        """Ask for the digits on a page of their own; the code goes along unseen."""
        self.fields["code"].widget = forms.HiddenInput()
        self.fields["digits"].widget.attrs["autofocus"] = True

    def clean_digits(self) -> str:
        """Take full-width digits as well."""
        return unicodedata.normalize("NFKC", self.cleaned_data["digits"]).strip()

    def clean_code(self) -> str:
        """Refuse what cannot be a code, so that a slip of the finger does not count as a try."""
        code = normalise_code(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(
                _("A query code has 16 letters and digits; this has %(count)d. Compare it with your slip.")
                % {"count": len(code)}
            )
        return code


class AdditionForm(forms.Form):
    """What the reporter adds, or answers to the office's question."""

    addition = forms.CharField(
        label=gettext_lazy("Your words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Write what you want to tell us.")},
    )


class CallbackForm(forms.Form):
    """The reporter's verdict."""

    solved = forms.ChoiceField(
        label=gettext_lazy("Is the problem solved?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the problem is solved.")},
    )
    satisfied = forms.ChoiceField(
        label=gettext_lazy("Are you satisfied with the outcome?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you are satisfied.")},
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Are you satisfied with the service: manner, speed, being kept informed?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    remark = forms.CharField(
        label=gettext_lazy("What should we know?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
    )

    def verdict(self) -> Verdict:
        """Give what was said, once the form is valid."""
        return Verdict(
            was_solved=self.cleaned_data["solved"] == "yes",
            was_satisfied=self.cleaned_data["satisfied"] == "yes",
            words=self.cleaned_data["remark"],
            likes_service={"yes": True, "no": False}.get(self.cleaned_data["service"]),
        )


class ReopeningForm(forms.Form):
    """Why a closed request should be taken up again."""

    reason = forms.CharField(
        label=gettext_lazy("What is still wrong, or has come back?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Tell us what is still wrong or has come back.")},
    )
