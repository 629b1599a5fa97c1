"""What is typed once on a joint visit, and what came of each of its tasks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.faces.desk.forms import yes_no_or_nothing
from jiezhi.faces.desk.joint_visits import is_session
from jiezhi.faces.desk.visit_tasks import JointVisitWords, VisitTask
from jiezhi.faces.desk.waiting import CALLBACK
from jiezhi.mediation.waiting import SITTING
from jiezhi.organisation.forms.fields import text_field
from jiezhi.workorders.brief import LONGEST_BRIEF

LATER = "later"
"""What is chosen for a task that this visit leaves as it is."""


_SERVICE = _("And with the service: manner, speed, being kept informed?")


class JointVisitForm(MeteredForm):
    """A joint visit: what was found and said, and what came of each task.

    Args:
        tasks: As they are now.
        gone: How many tasks of the page are there no more; said, and nothing that was typed is lost by it.
    """

    said = text_field(
        _("What you found and heard"),
        min(LONGEST_BRIEF, 500),
        required=True,
        rows=4,
        missing=_("Write what you found and heard. It goes to every task that you tick off."),
    )
    place = text_field(_("Place of the session"), 64)
    sealed = text_field(_("Only for the mediation (sealed)"), 4000, rows=3)

    def __init__(self, *args: Any, tasks: Sequence[VisitTask], gone: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks, self.gone = list(tasks), gone
        sits = any(task.kind == SITTING for task in tasks)
        if not sits and not self.data.get("sealed") and not self.initial.get("sealed"):
            del self.fields["place"], self.fields["sealed"]
        elif not self.initial.get("place"):
            self.initial["place"] = next((task.place for task in tasks if task.place), "")
        for number, task in enumerate(self.tasks):
            self._ask(number, task)

    def _ask(self, number: int, task: VisitTask) -> None:
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
        if task.kind == CALLBACK and task.outcomes:
            self.fields[f"service_{number}"] = yes_no_or_nothing(_SERVICE)

    def lines(self) -> list[tuple[VisitTask, forms.BoundField | None, forms.BoundField | None]]:
        """Give each task with the question what came of it, and that about the service of a callback.

        There is no question where a task has to be opened by itself.
        """
        return [
            (
                task,
                self[f"outcome_{number}"] if task.outcomes else None,
                self[f"service_{number}"] if f"service_{number}" in self.fields else None,
            )
            for number, task in enumerate(self.tasks)
        ]

    def chosen(self) -> list[tuple[VisitTask, str]]:
        """Give the tasks that are done with, each with what came of it."""
        typed, found = self.cleaned_data, []
        for number, task in enumerate(self.tasks):
            outcome = typed.get(f"outcome_{number}", LATER)
            if outcome != LATER:
                seen = typed.get(f"version_{number}", task.version)
                service = typed.get(f"service_{number}")
                found.append((replace(task, version=seen, likes_service=service), outcome))
        return found

    def words(self) -> JointVisitWords:
        """Give what was written."""
        typed = self.cleaned_data
        return JointVisitWords(
            typed["said"].strip(), typed.get("sealed", "").strip(), typed.get("place", "").strip()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a visit that does nothing, and one of which something would be lost."""
        if self.gone:
            self.add_error(
                None, _("A task of this visit is no longer yours to do. Look at the rest, and write again.")
            )
        for number, task in enumerate(self.tasks):
            if not task.outcomes and self.data.get(f"outcome_{number}", LATER) != LATER:
                said = _("%(task)s no longer waits for a visit. Look at the rest, and write again.")
                self.add_error(None, said % {"task": task.label})
        if self.errors:
            return self.cleaned_data
        chosen = self.chosen()
        if not chosen:
            self.add_error(None, _("Say of at least one task what came of it."))
        sittings = [task for task, outcome in chosen if is_session(task, outcome)]
        if self.cleaned_data.get("sealed", "").strip() and not sittings:
            self.add_error(
                "sealed", _("No session of a mediation takes these words. Take them out, or tick one off.")
            )
        if not self.cleaned_data.get("place", "").strip() and any(not task.place for task in sittings):
            self.add_error("place", _("Say where the session was held."))
        return self.cleaned_data
