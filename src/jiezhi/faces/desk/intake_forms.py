"""Files that are handed in, and which of their columns hold what."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import MeteredForm
from jiezhi.intake.kinds import IntakeKind
from jiezhi.intake.models import IntakeRun
from jiezhi.kit.actor import Actor
from jiezhi.kit.ui.widgets import LightSelect

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

APART = "|"
"""Between the name of a kind and its option in one choice: a person answers one question, not two."""
ACCEPTED = ".xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.txt"


class FileForm(MeteredForm):
    """What the file holds, and the file."""

    holds = forms.ChoiceField(label=_("What the file holds"), widget=LightSelect)
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose the file as it was exported; nothing in it needs to be changed."),
            "empty": _("The file is empty. Export it again where it comes from."),
        },
    )

    def offer(self, kinds: list[IntakeKind], actor: Actor) -> None:
        """Fill the list of what can be brought in; a kind that asks for an option stands once for each."""
        choices: list[tuple[str, str]] = []
        for kind in kinds:
            if kind.options is None:
                choices.append((kind.name + APART, str(kind.label)))
            choices += [
                (f"{kind.name}{APART}{value}", f"{kind.label} · {words}")
                for value, words in (kind.options(actor) if kind.options else ())
            ]
        cast("forms.ChoiceField", self.fields["holds"]).choices = choices

    @property
    def kind_and_option(self) -> tuple[str, str]:
        """What was chosen."""
        name, _apart, option = self.cleaned_data["holds"].partition(APART)
        return name, option

    @property
    def upload(self) -> "UploadedFile[bytes]":
        """What was handed in."""
        return cast("UploadedFile[bytes]", self.cleaned_data["file"])


class ColumnsForm(MeteredForm):
    """For each wanted column the title in the file that holds it."""

    def __init__(self, *args: object, run: IntakeRun, kind: IntakeKind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        titles = [("", _("The file has none")), *((title, title) for title in run.titles)]
        for column in kind.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=str(column.label),
                choices=titles,
                required=False,
                initial=run.found.get(column.name, ""),
                widget=LightSelect,
            )
