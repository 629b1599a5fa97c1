"""What a keeper types about what programs are told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.gateway.webhooks.choices import EventKind


class KindsForm(forms.Form):
    """Of what a program is told."""

    kinds = forms.MultipleChoiceField(
        label=_("It is told when"),
        choices=EventKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of event.")},
    )

    def chosen(self) -> list[EventKind]:
        """Give the kinds that were chosen."""
        return [EventKind(kind) for kind in self.cleaned_data["kinds"]]


class SubscriptionForm(KindsForm):
    """Where a program is told, and of what."""

    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("It begins with https://, and the operator has listed its host."),
        error_messages={
            "required": _("Enter the address."),
            "invalid": _("Write it as https://host/path."),
        },
    )
    field_order = ("url", "kinds")

    def typed(self) -> dict[str, Any]:
        """Give what was typed, as the action takes it."""
        return {"url": self.cleaned_data["url"], "kinds": self.chosen()}
