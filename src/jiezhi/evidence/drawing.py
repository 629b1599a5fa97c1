"""Sets the evidence of an order as PDF; texts go in as values and never as markup."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.engine.typesetting import SettingError, SettingFault, set_pdf
from jiezhi.evidence.brief import Brief
from jiezhi.evidence.errors import TypesettingError

LAYOUTS = Path(__file__).parent / "typesetting"
FAULTS: dict[SettingFault, Promise] = {
    SettingFault.NO_LIBRARY: gettext_lazy(
        "The typesetting library is not installed. The operator installs the package “typst” and starts again."
    ),
    SettingFault.NO_FONT: gettext_lazy(
        "This machine has no Chinese font, so the document would be empty boxes. The operator installs one "
        "(Debian and Ubuntu: fonts-noto-cjk; openEuler: google-noto-sans-cjk-fonts) and starts again."
    ),
    SettingFault.LAYOUT: gettext_lazy(
        "The document could not be set. Tell the operator, and name the order's number."
    ),
}


def set_document(brief: Brief, *, made: str) -> bytes:
    """Give the document as PDF.

    Args:
        brief: What is printed.
        made: When, in words of the office's time.

    Raises:
        TypesettingError: The library or a font is missing, or it could not be set.
    """
    told = brief.printed() | {"made": made, "digest": brief.digest(), "words_of": labels()}
    return set_page("pack", told, images=brief.images)


def set_page(layout: str, told: Mapping[str, object], *, images: Mapping[str, bytes] | None = None) -> bytes:
    """Give a document of one of our layouts as PDF.

    Args:
        layout: The name of its file in `typesetting`, which reads what is printed from a file of the same name.
        told: What is printed.
        images: Files that it shows, by name.

    Raises:
        TypesettingError: The library or a font is missing, or it could not be set.
    """
    try:
        return set_pdf(LAYOUTS / f"{layout}.typ", told, files=images)
    except SettingError as error:
        raise TypesettingError(str(FAULTS[error.fault])) from error


def labels() -> dict[str, str]:
    """Give the words of headings and table heads."""
    return {
        "clocks": _("Times on both clocks"),
        "grounds": _("Legal grounds"),
        "no_grounds": _("The duty list has no entry for this matter on the day the order was opened."),
        "words": _("What was said"),
        "deeds": _("Who did what"),
        "supports": _("Departments that helped"),
        "replies": _("Replies and objections"),
        "callbacks": _("The office's own callbacks"),
        "above": _("The superior's callbacks"),
        "exclusions": _("Whether it counts"),
        "shots": _("Pictures"),
        "none": _("None"),
        "missing": _("The file of this picture is missing on this machine."),
        "at": _("When"),
        "what": _("What it is"),
        "who": _("Handled by"),
        "text": _("What it says"),
        "made": _("Made at"),
        "digest": _("Digest of what is printed (SHA-256)"),
    }
