"""Table files as they are handed in."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jiezhi.intake.sheets.gate import MOST_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class FileForm(forms.Form):
    """A table file."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.ods,.csv"}),
        error_messages={
            "required": _("Choose the table file."),
            "empty": _("The file is empty. Save it again."),
        },
    )

    def upload(self) -> bytes:
        """Give what the file holds; of one that is too long, enough to see that."""
        upload = cast("UploadedFile[bytes]", self.cleaned_data["file"])
        held: bytes = upload.read(MOST_BYTES + 1)
        return held


class BringForm(FileForm):
    """A table file with lines, and what becomes of the rest."""

    drop_others = forms.BooleanField(
        label=_("Take lines out of the draft that the file does not name"), required=False
    )
    take_good = forms.BooleanField(
        label=_("If rows are wrong, take the good ones and leave the wrong ones out"), required=False
    )
