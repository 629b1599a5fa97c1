"""What walks over the audit's chains found."""

from django.db import models
from django.utils.translation import gettext as _

from jiezhi.kit.ids import new_id
from jiezhi.witness.choices import Finding


class ChainCheck(models.Model):
    """One walk over both chains of the audit and along the heads outside the database: how far, and what was found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    number = models.BigIntegerField(help_text="Last sealed row of the deeds; 0 for an empty chain")
    head = models.CharField(max_length=64, blank=True, default="", help_text="Hash of that row")
    finding = models.CharField(max_length=8, choices=Finding.choices, default=Finding.WHOLE)
    chain = models.CharField(max_length=8, blank=True, default="", help_text="In which chain the fault is")
    fault_number = models.BigIntegerField(
        null=True, blank=True, help_text="First row that is not as it was sealed"
    )
    put_back_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When a backup that ends before rows that were noted was put back last",
    )
    put_back_by = models.CharField(max_length=64, blank=True, default="", help_text="Who confirmed it")
    given_up_from = models.BigIntegerField(null=True, blank=True, help_text="First deed that gave way to it")
    given_up_until = models.BigIntegerField(null=True, blank=True, help_text="Last deed that gave way to it")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="witness_newest_check")]
        constraints = [
            models.CheckConstraint(
                name="chain_check_names_fault",
                condition=models.Q(finding__in=("whole", "heads"), fault_number=None)
                | models.Q(finding__in=("broken", "remade", "cut"), fault_number__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.number}"

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.finding == Finding.WHOLE

    @property
    def fault_words(self) -> str:
        """What was found, with the row, in words; empty when nothing was."""
        if self.is_whole:
            return ""
        label = Finding(self.finding).label
        if self.fault_number is None:
            return str(label)
        chain = _("looks at personal data") if self.chain == "looks" else _("deeds")
        return _("row %(number)d of the chain of %(chain)s: %(what)s") % {
            "number": self.fault_number,
            "chain": chain,
            "what": label,
        }
