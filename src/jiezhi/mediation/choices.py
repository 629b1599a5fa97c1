from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MediationState(models.TextChoices):
    """Where a mediation stands, in words that are true for the reader."""

    REGISTERED = "registered", _("Registered, to be taken on")
    UNDER_WAY = "under_way", _("Being mediated")
    AGREED = "agreed", _("Agreement reached")
    CONFIRMING = "confirming", _("Before the court for confirmation")
    CONFIRMED = "confirmed", _("Confirmed by the court")
    KEPT = "kept", _("Agreement kept")
    BROKEN = "broken", _("Agreement not kept")
    REFERRED = "referred", _("Referred to another body")
    ENDED = "ended", _("Ended without agreement")


class MediationVerb(models.TextChoices):
    """What can be done with a mediation; each verb is one action."""

    BEGIN = "begin", pgettext_lazy("mediation", "Taken on")
    SIT = "sit", pgettext_lazy("mediation", "Session held")
    EXTEND = "extend", pgettext_lazy("mediation", "Extended by agreement")
    AGREE = "agree", pgettext_lazy("mediation", "Agreement reached")
    APPLY = "apply", pgettext_lazy("mediation", "Court asked to confirm")
    CONFIRM = "confirm", pgettext_lazy("mediation", "Confirmed by the court")
    DENY = "deny", pgettext_lazy("mediation", "Not confirmed by the court")
    FIND_KEPT = "find_kept", pgettext_lazy("mediation", "Found kept")
    FIND_BROKEN = "find_broken", pgettext_lazy("mediation", "Found not kept")
    REFER = "refer", pgettext_lazy("mediation", "Referred")
    END = "end", pgettext_lazy("mediation", "Ended without agreement")


class DisputeKind(models.TextChoices):
    """What a dispute is about."""

    NEIGHBOURS = "neighbours", _("Between neighbours")
    FAMILY = "family", _("In a family")
    PROPERTY = "property", _("With a property company")
    WAGES = "wages", _("Wages and work")
    CONSUMER = "consumer", _("Consumer")
    DAMAGE = "damage", _("Damage and compensation")
    TENANCY = "tenancy", _("Tenancy")
    OTHER = "other", pgettext_lazy("dispute", "Other")


class Side(models.TextChoices):
    """On which side a party stands."""

    APPLICANT = "applicant", _("Applicant")
    RESPONDENT = "respondent", _("Respondent")
    THIRD = "third", _("Third party")


class PartyKind(models.TextChoices):
    """What a party is."""

    PERSON = "person", _("Individual")
    ORGANISATION = "organisation", _("Organisation")


class SittingOutcome(models.TextChoices):
    """What came of a session."""

    AGREED = "agreed", _("They agree")
    NEARER = "nearer", _("Nearer, another session follows")
    APART = "apart", _("Still apart")
    ABSENT = "absent", _("One side did not come")


class AgreementForm(models.TextChoices):
    """In which form an agreement was made."""

    WRITTEN = "written", _("In writing, signed by all")
    ORAL = "oral", _("By word, noted by the mediator")


class OtherBody(models.TextChoices):
    """Where a dispute can go instead."""

    COURT = "court", _("Court")
    ARBITRATION = "arbitration", _("Arbitration commission")
    LABOUR = "labour", _("Labour inspection")
    POLICE = "police", _("Police")
    OTHER = "other", pgettext_lazy("body", "Another body")


class RevealReason(models.TextChoices):
    """What parties are looked at for."""

    CONTACT = "contact", _("To reach the parties")
    SESSION = "session", _("To prepare a session")
    AGREEMENT = "agreement", _("To print the agreement")
    COURT = "court", _("For the court or another body")
    FOLLOW_UP = "follow_up", _("To follow up")
