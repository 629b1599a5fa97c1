"""Which passwords are refused here, since everybody in the office would guess them first."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiezhi.places.models import Community, District, SubDistrict

LEAST_REST = 8
"""How many characters must be left when the office's own words and digits in a row are taken out."""
_ENDINGS = re.compile("(自治区|街道办事处|街道|社区|居委会|区|县|市|镇)$")
_RUNS = re.compile(r"(?:19|20)\d\d|0?123456789?|\W+|_+")


class OfficeWordsValidator:
    """Takes the names of district, street and communities out of a password and looks at what is left."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django calls it so
        """Refuse a password that lives on the office's own words.

        Raises:
            ValidationError: What is left is too short.
        """
        if len(without_words(password, office_words())) < LEAST_REST:
            raise ValidationError(
                _(
                    "This password is little more than the name of the place and a number, which others try first. "
                    "Take words that have nothing to do with the office."
                )
            )

    def get_help_text(self) -> str:
        """Say the rule, as Django asks for it."""
        return _("The name of the street, its communities or the district does not count.")


def office_words() -> frozenset[str]:
    """Give the names of districts, streets and communities, with and without their endings, in three statements."""
    names = {
        *District.objects.values_list("name", flat=True),
        *Community.objects.values_list("name", flat=True),
    }
    for name, slug in SubDistrict.objects.values_list("name", "slug"):
        names |= {name, slug, *slug.split("-")}
    words = names | {_ENDINGS.sub("", name) for name in names}
    return frozenset(word.casefold() for word in words if len(word) > 1)


def without_words(password: str, words: frozenset[str]) -> str:
    """Take words, years and counted-up digits out of a password.

    Examples:
        >>> without_words("QingShi-2026!!jiedao", frozenset({"qingshi", "jiedao"}))
        ''
        >>> without_words("correct horse battery", frozenset({"qingshi"}))
        'correcthorsebattery'
    """
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return _RUNS.sub("", rest)
