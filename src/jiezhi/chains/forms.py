"""What can be typed about chained approvals: shape only, the rules are in the actions."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.chains.actions import StepDraft
from jiezhi.chains.models import ChainTemplate
from jiezhi.kit.ui.widgets import LightSelect
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Estate

COLUMNS = 4
LONGEST_LIMIT = 250


class StartForm(MeteredForm):
    """From which template a chain is started, and what it serves."""

    template = forms.UUIDField(label=_("Template"), widget=LightSelect)
    title = forms.CharField(label=_("Title"), max_length=80)
    order_number = forms.CharField(
        label=_("Work order"),
        help_text=_("Its number, where the chain serves an order."),
        max_length=24,
        required=False,
    )
    estate = forms.UUIDField(
        label=_("Estate"),
        help_text=_("Where it serves an estate and no order."),
        widget=LightSelect,
        required=False,
    )

    def offer(
        self, templates: Iterable[ChainTemplate], estates: Iterable[Estate], departments: Iterable[Department]
    ) -> None:
        """Fill the lists, and ask for a department at each step for which a template fixes only a kind."""
        rows = list(templates)
        self.fields["template"].widget.choices = [("", _("Choose")), *((row.pk, row.name) for row in rows)]
        self.fields["estate"].widget.choices = [("", _("None")), *((row.pk, row.name) for row in estates)]
        known = list(departments)
        for template in rows:
            for step in template.steps.all():
                if step.department_kind:
                    self._ask_department(template, step.position, step.name, step.department_kind, known)

    def _ask_department(
        self, template: ChainTemplate, position: int, name: str, kind: str, known: list[Department]
    ) -> None:
        field = forms.UUIDField(
            label=f"{template.name} · {position} {name}", widget=LightSelect, required=False
        )
        field.widget.choices = [("", _("None")), *((row.pk, row.name) for row in known if row.kind == kind)]
        self.fields[f"step_{template.pk.hex}_{position}"] = field

    def step_fields(self) -> list[forms.BoundField]:
        """Give the fields of single steps."""
        return [self[name] for name in self.fields if name.startswith("step_")]

    def chosen(self) -> dict[int, UUID]:
        """Give the departments that were chosen for the steps of the chosen template."""
        begin = f"step_{self.cleaned_data['template'].hex}_"
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith(begin) and value}
        return {int(name.removeprefix(begin)): value for name, value in found.items()}


class TemplateForm(MeteredForm):
    """A template, one step a line."""

    name = forms.CharField(label=_("Name of the template"), max_length=64)
    matter = forms.UUIDField(label=_("Matter"), widget=LightSelect)
    steps = forms.CharField(
        label=_("Steps of the chain"),
        help_text=_(
            "One step a line: what is to be done | department or kind of department | working days | numbers of the "
            "lines it waits for, with commas."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def offer(self, matters: Iterable[Matter], departments: Iterable[Department]) -> None:
        """Fill the list of matters, and know the departments by name."""
        self.fields["matter"].widget.choices = [("", _("Choose")), *((row.pk, row.name) for row in matters)]
        self.departments = {row.name: row.pk for row in departments}

    def clean_steps(self) -> list[StepDraft]:
        """Read the lines.

        Raises:
            ValidationError: A line cannot be read; it is named.
        """
        lines = [line for line in self.cleaned_data["steps"].splitlines() if line.strip()]
        return [self._step(number, line) for number, line in enumerate(lines, start=1)]

    def _step(self, number: int, line: str) -> StepDraft:
        cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
        cells += [""] * (COLUMNS - len(cells))
        name, body, days, after = cells[:COLUMNS]
        kinds = {str(kind.label): kind.value for kind in DepartmentKind}
        waits = [part for part in after.replace("，", ",").replace("、", ",").split(",") if part.strip()]
        numbers = [days, *(part.strip() for part in waits)]
        can_be_read = all(part.isascii() and part.isdigit() and len(part) < 4 for part in numbers)
        if not name or not can_be_read or (body not in self.departments and body not in kinds):
            raise ValidationError(
                gettext(
                    "Line %(n)d cannot be read: it needs a name, a known department or kind, and whole numbers."
                )
                % {"n": number}
            )
        if not 0 < int(days) <= LONGEST_LIMIT:
            raise ValidationError(gettext("Line %(n)d needs between 1 and 250 working days.") % {"n": number})
        return StepDraft(
            number,
            name,
            self.departments.get(body),
            kinds.get(body, ""),
            int(days),
            tuple(map(int, numbers[1:])),
        )
