"""What is typed once for several things."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.answers.queries import answers_in_use
from jiezhi.burden.metering import MeteredForm
from jiezhi.faces.desk.suggesting import counted_names, suggested_leads
from jiezhi.faces.desk.visits import VisitTask, VisitWords
from jiezhi.kit.actor import Actor
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.mediation.waiting import SITTING
from jiezhi.organisation.forms.fields import text_field
from jiezhi.organisation.queries import departments_of
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.lists import ListedOrder

BY_LIST = "list"
"""What is chosen where each order goes to the department that the list names."""
LATER = "later"
"""What is chosen for a task that this visit leaves as it is."""


class VisitForm(MeteredForm):
    """A visit: what was found and said, and what came of each task."""

    said = text_field(
        _("What you found and heard"),
        min(LONGEST_BRIEF, 500),
        required=True,
        rows=4,
        missing=_("Write what you found and heard. It goes to every task that you tick off."),
    )
    place = text_field(_("Place of the session"), 64)
    sealed = text_field(_("Only for the mediation (sealed)"), 4000, rows=3)

    def __init__(self, *args: Any, tasks: Sequence[VisitTask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = list(tasks)
        sits = any(task.kind == SITTING for task in tasks)
        if not sits:
            del self.fields["place"], self.fields["sealed"]
        else:
            self.fields["place"].initial = next((task.place for task in tasks if task.place), "")
        for number, task in enumerate(self.tasks):
            if task.version is not None:
                self.fields[f"version_{number}"] = forms.IntegerField(
                    initial=task.version, widget=forms.HiddenInput
                )
            if task.outcomes:
                self.fields[f"outcome_{number}"] = forms.ChoiceField(
                    label=task.title,
                    choices=[*task.outcomes, (LATER, _("Not this time"))],
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Say what came of it, or “not this time”.")},
                )

    def lines(self) -> list[tuple[VisitTask, forms.BoundField | None]]:
        """Give each task with the question what came of it; none where it has to be opened by itself."""
        return [
            (task, self[f"outcome_{number}"] if task.outcomes else None)
            for number, task in enumerate(self.tasks)
        ]

    def chosen(self) -> list[tuple[VisitTask, str]]:
        """Give the tasks that are done with, each with what came of it."""
        typed, found = self.cleaned_data, []
        for number, task in enumerate(self.tasks):
            outcome = typed.get(f"outcome_{number}", LATER)
            if outcome != LATER:
                found.append((replace(task, version=typed.get(f"version_{number}", task.version)), outcome))
        return found

    def words(self) -> VisitWords:
        """Give what was written."""
        typed = self.cleaned_data
        return VisitWords(
            typed["said"].strip(), typed.get("sealed", "").strip(), typed.get("place", "").strip()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a visit that does nothing."""
        if not self.errors and not self.chosen():
            self.add_error(None, _("Say of at least one task what came of it."))
        return self.cleaned_data


class BulkForm(MeteredForm):
    """What is typed once for several orders; nothing but a press where nothing need be said."""

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Fill what is chosen from."""


class BulkDispatchForm(BulkForm):
    """To which department orders go: each to the one that the responsibility list names, or all to one."""

    department = forms.CharField(
        label=_("Department"), widget=LightSelect, error_messages={"required": _("Choose a department.")}
    )
    note = text_field(_("Why; needed where another department has it already"), LONGEST_BRIEF, rows=2)

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Offer what the list names first, and every department of the street."""
        found = suggested_leads(actor, [order.id for order in orders], on=timezone.localdate())
        self.leads = {pk: lead.pk for pk, lead in found.items()}
        rows = [(str(row.pk), row.name) for row in departments_of(actor.tenant_id)]
        self.known = {pk for pk, _name in rows}
        field = self.fields["department"]
        first = [(BY_LIST, _("Each to the department that the list names"))] if self.leads else []
        field.widget.choices = [*(first or [("", _("Choose"))]), *rows]
        named = "、".join(f"{name} {count}" for name, count in counted_names(found))
        field.help_text = _("By the list: %(named)s") % {"named": named} if named else ""

    def clean_department(self) -> dict[UUID, UUID] | UUID:
        """Give the department of each order, or the one for all."""
        chosen = self.cleaned_data["department"]
        if chosen == BY_LIST and self.leads:
            return self.leads
        if chosen not in self.known:
            raise forms.ValidationError(_("Choose a department."))
        return UUID(chosen)


class BulkReplyForm(BulkForm):
    """What was done, in words for all who reported."""

    answer = forms.UUIDField(label=_("Standard answer"), required=False, widget=LightSelect)
    reply = text_field(_("What was done, for all of these orders"), LONGEST_BRIEF, rows=4)

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Offer what the department answers to the matters of these orders; each order fills in its own words."""
        rows = answers_in_use(actor, matter_names={order.matter for order in orders})
        self.texts = {pk: text for pk, _name, text in rows}
        choices = [(pk, name) for pk, name, _text in rows]
        self.fields["answer"].widget.choices = [("", _("None")), *choices]
        if not rows:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        """Put the standard answer before what was typed; refuse to say nothing at all."""
        typed = self.cleaned_data
        answer = typed.get("answer")
        chosen = self.texts.get(answer, "") if answer else ""
        typed["reply"] = "\n".join(text for text in (chosen, typed.get("reply", "").strip()) if text)
        if not typed["reply"]:
            self.add_error("reply", _("Tell the reporters in plain words what was done."))
        return typed


class BulkMergeForm(BulkForm):
    """Which of the orders stays."""

    staying = forms.UUIDField(
        label=_("The order that stays"),
        widget=LightSelect,
        error_messages={"required": _("Choose the order that stays.")},
    )
    note = text_field(_("Why they are one"), 200, rows=2)

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:  # noqa: ARG002
        """Offer the orders that were ticked, the oldest first."""
        rows = [
            (row.id, f"{row.number} {row.matter}") for row in sorted(orders, key=lambda row: row.opened_at)
        ]
        self.fields["staying"].widget.choices = rows
        self.ids = {row.id for row in orders}

    def clean_staying(self) -> UUID:
        """Refuse one that was not ticked."""
        staying: UUID = self.cleaned_data["staying"]
        if staying not in self.ids:
            raise forms.ValidationError(_("Choose one of the orders that you ticked."))
        return staying

    def clean(self) -> dict[str, Any]:
        """Refuse one order alone."""
        if len(self.ids) < 2:
            self.add_error(None, _("Tick at least two orders that are the same thing."))
        return self.cleaned_data
