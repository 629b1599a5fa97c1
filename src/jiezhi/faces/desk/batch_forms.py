"""What is typed once for several things."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.core.standard_answers import fill_answer
from jiezhi.faces.desk.suggesting import FittingAnswer, counted_names, fitting_answers, suggested_leads
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.forms.fields import text_field
from jiezhi.organisation.queries import departments_of
from jiezhi.workorders.brief import LONGEST_BRIEF, require_clean_note
from jiezhi.workorders.choices import HandOnReason, OrderState
from jiezhi.workorders.lists import ListedOrder
from jiezhi.workorders.reply import AnsweredOrder, require_clean_reply

TO_DISPATCH = (OrderState.OPENED, OrderState.SENT_BACK)
"""States in which an order is dispatched; in any other it is handed on."""
BY_LIST = "list"
"""What is chosen where each order goes to the department that the list names."""


class BulkForm(MeteredForm):
    """What is typed once for several orders; nothing but a press where nothing need be said."""

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:  # noqa: ARG002
        """Fill what is chosen from."""
        self.orders = list(orders)

    def clean(self) -> dict[str, Any]:
        """Refuse a press with nothing left to do it with, and keep what was typed."""
        if not self.orders:
            self.add_error(None, _("None of the orders that you ticked is in your area any more."))
        return self.cleaned_data

    def clean_note(self) -> str:
        """Refuse once, before anything is done, what every single order would refuse."""
        try:
            return require_clean_note(self.cleaned_data["note"])
        except InvalidError as problem:
            raise forms.ValidationError(problem.message) from problem


class BulkDispatchForm(BulkForm):
    """To which department orders go: each to the one that the responsibility list names, or all to one."""

    department = forms.CharField(
        label=_("Department"), widget=LightSelect, error_messages={"required": _("Choose a department.")}
    )
    reason = forms.ChoiceField(
        label=_("Reason of handing on"),
        choices=[("", _("Choose")), *HandOnReason.choices],
        error_messages={"required": _("Choose why what another department has already is handed on.")},
    )
    note = text_field(
        _(
            "Why; needed where another department has it already, or where it goes back to whoever sent it back"
        ),
        LONGEST_BRIEF,
        rows=2,
    )

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Offer what the list names first, and every department of the street; why only where one has it already."""
        super().offer(orders, actor)
        if all(order.state in TO_DISPATCH for order in orders):
            del self.fields["reason"]
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


_ANSWER_GONE = _("This standard answer is no longer in use for these orders. Choose another one, or none.")


class BulkReplyForm(BulkForm):
    """What was done, in words for all who reported."""

    answer = forms.UUIDField(
        label=_("Standard answer"),
        required=False,
        widget=LightSelect,
        error_messages={"invalid": _ANSWER_GONE},
    )
    reply = text_field(_("What was done, for all of these orders"), LONGEST_BRIEF, rows=4)

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Offer what the departments answer to the matters of these orders; each order fills in its own words."""
        super().offer(orders, actor)
        self.answers = fitting_answers(actor, [order.id for order in orders])
        choices = [(str(each.id), each.name) for each in self.answers]
        self.fields["answer"].widget.choices = [("", _("None")), *choices]
        # One that was chosen and is gone has to be told of, so its question stays.
        if not self.answers and not self.data.get("answer"):
            del self.fields["answer"]

    def clean_answer(self) -> FittingAnswer | None:
        """Refuse one that is in use no more: to leave it out in silence would send half of what was meant."""
        chosen = self.cleaned_data["answer"]
        if chosen is None:
            return None
        found = next((each for each in self.answers if each.id == chosen), None)
        if found is None:
            raise forms.ValidationError(_ANSWER_GONE)
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse to say nothing at all, and what could be sent for none of the orders."""
        typed = super().clean()
        typed.setdefault("reply", "")
        answer = typed.setdefault("answer", None)
        if self.errors:
            return typed
        if not answer and not typed["reply"].strip():
            self.add_error("reply", _("Tell the reporters in plain words what was done."))
            return typed
        fitting = [order for order in self.orders if answer is None or order.id in answer.order_ids]
        problems = [_problem_of(order, answer, typed["reply"]) for order in fitting]
        if all(problems):
            self.add_error("reply", problems[0])
        return typed


def filled_reply(order: ListedOrder, answer: FittingAnswer | None, words: str, *, at: datetime) -> str:
    """Give the reply to one order: the standard answer, then what was typed, places filled with the order's words."""
    facts = AnsweredOrder(
        number=order.number,
        matter=order.matter,
        place=order.estate or order.community or "",
        department=order.lead or "",
        opened_at=order.opened_at,
        due_at=order.due_at,
    )
    whole = "\n".join(text for text in (answer.text if answer else "", words.strip()) if text)
    return fill_answer(whole, facts.words(on=timezone.localdate(at)))


def _problem_of(order: ListedOrder, answer: FittingAnswer | None, words: str) -> str:
    try:
        require_clean_reply(filled_reply(order, answer, words, at=timezone.now()), lacking="")
    except InvalidError as problem:
        return problem.message
    return ""


class BulkMergeForm(BulkForm):
    """Which of the orders stays."""

    staying = forms.UUIDField(
        label=_("The order that stays"),
        widget=LightSelect,
        error_messages={"required": _("Choose the order that stays.")},
    )
    note = text_field(_("Why they are one"), 200, rows=2)

    def offer(self, orders: Sequence[ListedOrder], actor: Actor) -> None:
        """Offer the orders that were ticked, the oldest first."""
        super().offer(orders, actor)
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
        super().clean()
        if len(self.ids) == 1:
            self.add_error(None, _("Tick at least two orders that are the same thing."))
        return self.cleaned_data
