from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitteeKind(models.TextChoices):
    """Who speaks for the owners of an estate."""

    COMMITTEE = "committee", _("Owners' committee")
    MANAGEMENT = "management", _("Property management committee")


class ContractKind(models.TextChoices):
    """How a property company came to an estate."""

    PRELIMINARY = "preliminary", _("Preliminary contract of the builder")
    SERVICE = "service", _("Contract of the owners")
    INTERIM = "interim", _("Interim service")


class CallState(models.TextChoices):
    """Where something stands that a property company was asked."""

    ASKED = "asked", _("Asked, no answer yet")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("No longer asked")


class AnswerWay(models.TextChoices):
    """How a company let the office know."""

    PAPER = "paper", _("In writing")
    TELEPHONE = "telephone", _("By telephone")
    PAGE = "page", _("On its own page, with its code")


class CompanyWord(models.TextChoices):
    """What a company says about what it was asked."""

    DONE = "done", pgettext_lazy("company", "Done")
    UNDER_WAY = "under_way", pgettext_lazy("company", "Under way, with a day")
    NOT_OURS = "not_ours", pgettext_lazy("company", "Not among the duties of the contract")


class Topics(models.TextChoices):
    """What owners decide together, named as in `core.vote_rules.VoteTopic`."""

    PROCEDURE = "procedure", _("(1) Rules of the owners' assembly")
    COVENANT = "covenant", _("(2) Covenant of the estate")
    COMMITTEE = "committee", _("(3) Owners' committee elected or changed")
    COMPANY = "company", _("(4) Property company engaged or dismissed")
    USE_FUND = "use_fund", _("(5) Use of the maintenance fund")
    RAISE_FUND = "raise_fund", _("(6) Raising of the maintenance fund")
    REBUILD = "rebuild", _("(7) Alteration or rebuilding")
    COMMON_PARTS = "common_parts", _("(8) Other use of common parts, or business with them")
    OTHER = "other", _("(9) Other weighty matters")


class Ballots(models.TextChoices):
    """What a ballot says, named as in `core.owners_votes.Ballot`."""

    IN_FAVOUR = "in_favour", _("In favour")
    AGAINST = "against", _("Against")
    UNDECIDED = "undecided", _("Undecided")
    ABSENT = "absent", _("No ballot")
