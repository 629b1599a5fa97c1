"""What an address asks for and a page cannot give: it says so, instead of silently showing something else."""

from django.utils.translation import gettext as _

LONGEST_SHOWN = 20
"""Characters of an address that are repeated to the reader."""


def unmet_page(asked: str, shown: int) -> list[str]:
    """Give the sentence for a page of a list that does not exist; none where the page that was asked for is shown.

    Args:
        asked: The page as the address names it; empty where it names none.
        shown: The page that is shown instead.
    """
    if asked in ("", str(shown)):
        return []
    told = _("There is no page “%(asked)s” in this list: page %(shown)s is shown.")
    return [told % {"asked": asked[:LONGEST_SHOWN], "shown": shown}]


def unmet_filter(label: object) -> str:
    """Give the sentence for a filter whose value cannot be read."""
    return _("“%(label)s” was not applied: what the address says for it is not valid.") % {"label": label}
