"""What can be typed about standard answers: shape only, the rules are in the actions."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiezhi.answers.actions import LONGEST, AnswerDraft
from jiezhi.answers.models import StandardAnswer
from jiezhi.burden.metering import MeteredForm
from jiezhi.core.standard_answers import place_names
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.forms.fields import text_field


class AnswerForm(MeteredForm):
    """An answer, or a new version of one."""

    known: StandardAnswer | None = None
    """Of which it is a new version."""
    matter = forms.UUIDField(
        label=_("Matter"), widget=LightSelect, error_messages={"required": _("Choose a matter.")}
    )
    name = text_field(_("Name of the answer"), 32, required=True)
    text = text_field(_("What the reporter reads"), LONGEST, required=True, rows=6)

    def offer(self, matters: Iterable[tuple[UUID, str]]) -> None:
        """Fill the list of matters, and say what an order fills in."""
        self.fields["matter"].widget.choices = [("", _("Choose")), *matters]
        places = " ".join(place_names(in_chinese=(get_language() or "").startswith("zh")))
        self.fields["text"].help_text = _("An order fills in: %(places)s") % {"places": places}

    def belong_to(self, answer: StandardAnswer) -> None:
        """Let it be a new version: matter and name are those of the answer, whoever asks."""
        self.known = answer
        del self.fields["matter"], self.fields["name"]

    def draft(self) -> AnswerDraft:
        """Give what was typed."""
        typed = self.cleaned_data
        if self.known:
            return AnswerDraft(self.known.matter_id, self.known.name, typed["text"], self.known.pk)
        return AnswerDraft(typed["matter"], typed["name"], typed["text"])


class DecisionForm(MeteredForm):
    """Yes or no; the button tells which."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")], widget=forms.HiddenInput)
    note = text_field(_("What is to be changed"), 200, rows=2)
