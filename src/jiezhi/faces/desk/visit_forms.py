"""What is typed once on a joint visit, and what came of each of its tasks."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.faces.desk.forms import yes_no_or_nothing
from jiezhi.faces.desk.joint_visits import is_session
from jiezhi.faces.desk.visit_tasks import JointVisitWords, VisitTask, VisitTold
from jiezhi.faces.patrol.forms import TOLD, VisitForm, missing_of_visit
from jiezhi.faces.patrol.outcomes import CALLBACK, LATER
from jiezhi.fieldwork.choices import NextStep
from jiezhi.fieldwork.waiting import DUE_VISIT
from jiezhi.mediation.waiting import SITTING
from jiezhi.organisation.forms.fields import text_field
from jiezhi.workorders.brief import LONGEST_BRIEF

PARTS = ("outcome", "version", "service", "seen", *TOLD)
"""What is asked of a task, by the beginning of the field's name; its number follows."""
NO_WISH = _("Nobody was met, so nobody told a wish. Take the wish out, or say that somebody was met.")
_SERVICE = _("And with the service: manner, speed, being kept informed?")


class VisitLine(NamedTuple):
    """A task as the page shows it.

    Args:
        task: Itself.
        question: What came of it; None where it has to be opened by itself.
        more: What else is asked of its kind.
    """

    task: VisitTask
    question: forms.BoundField | None
    more: tuple[forms.BoundField, ...] = ()


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
        # What was typed of a visit that others have made meanwhile stays on the page.
        seen = f"seen_{number}"
        if task.kind == DUE_VISIT and (task.outcomes or self.data.get(seen) or self.initial.get(seen)):
            self.fields[seen] = text_field(_("Only for this visit (sealed)"), 1400, rows=2)
            for name in TOLD:
                field = self.fields[f"{name}_{number}"] = deepcopy(VisitForm.base_fields[name])
                field.required = False

    def lines(self) -> list[VisitLine]:
        """Give each task with what is asked of it; nothing is where it has to be opened by itself."""
        return [
            VisitLine(
                task,
                self[f"outcome_{number}"] if task.outcomes else None,
                tuple(self[name] for name in self._more(number)),
            )
            for number, task in enumerate(self.tasks)
        ]

    def _more(self, number: int) -> list[str]:
        names = (f"{name}_{number}" for name in ("service", "seen", *TOLD))
        return [name for name in names if name in self.fields]

    def chosen(self) -> list[tuple[VisitTask, str]]:
        """Give the tasks that are done with, each with what came of it."""
        typed, found = self.cleaned_data, []
        for number, task in enumerate(self.tasks):
            outcome = typed.get(f"outcome_{number}", LATER)
            if outcome != LATER:
                seen = typed.get(f"version_{number}", task.version)
                service = typed.get(f"service_{number}")
                told = self._told(number) if task.kind == DUE_VISIT else None
                found.append((replace(task, version=seen, likes_service=service, told=told), outcome))
        return found

    def _told(self, number: int) -> VisitTold:
        told: dict[str, Any] = {name: self.cleaned_data.get(f"{name}_{number}") for name in TOLD}
        told["next_step"] = told["next_step"] or NextStep.NOTHING.value
        return VisitTold(seen=self.cleaned_data.get(f"seen_{number}", "").strip(), **told)

    def problems(self) -> list[str]:
        """Give in words what is wrong with the whole visit."""
        return [str(problem) for problems in self.errors.values() for problem in problems]

    def problems_by_task(self) -> dict[str, str]:
        """Give in words what is wrong with single tasks, by their keys; none where the whole visit is wrong."""
        found: dict[str, str] = {}
        for name, problems in self.errors.items():
            _name, _blank, number = name.rpartition("_")
            if not number.isdigit():
                return {}
            task = self.tasks[int(number)]
            said = " ".join(str(problem) for problem in problems)
            found[task.key] = f"{found.get(task.key, task.label)} {said}"
        return found

    def kept_for(self, tasks: Sequence[VisitTask]) -> dict[str, Any]:
        """Give what was typed for the page of those tasks that were not possible: nothing of it is typed again."""
        numbers = {task.key: number for number, task in enumerate(self.tasks)}
        kept = {name: self.cleaned_data.get(name, "") for name in ("said", "sealed", "place")}
        for place, task in enumerate(tasks):
            before = numbers[task.key]
            for name in self._more(before):
                kept[f"{name.rpartition('_')[0]}_{place}"] = self.cleaned_data.get(name)
        return kept

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
        self._require_tasks()
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

    def _require_tasks(self) -> None:
        for number, task in enumerate(self.tasks):
            if not task.outcomes and self.data.get(f"outcome_{number}", LATER) != LATER:
                said = _("%(task)s no longer waits for a visit. Look at the rest, and write again.")
                self.add_error(None, said % {"task": task.label})
            elif task.kind == DUE_VISIT and self.data.get(f"outcome_{number}", LATER) != LATER:
                self._require_next(number)

    def _require_next(self, number: int) -> None:
        told = {name: self.cleaned_data.get(f"{name}_{number}") for name in TOLD}
        for name, problem in missing_of_visit(told).items():
            self.add_error(f"{name}_{number}", problem)
        was_met = self.cleaned_data.get(f"outcome_{number}") != "absent"
        if not was_met and (told["wish"] or "").strip():
            self.add_error(f"wish_{number}", NO_WISH)
        if not was_met and told["next_step"] not in (NextStep.AGAIN, NextStep.COMMUNITY):
            said = _(
                "Nobody was met: give the day on which somebody goes there again, or hand it to the community."
            )
            self.add_error(f"next_step_{number}", said)
