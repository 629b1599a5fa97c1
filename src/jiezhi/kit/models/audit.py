"""Append-only: what was done, and who looked. Plain ids only, so that months can be cut off as partitions."""

from django.db import models


class Sealed(models.Model):
    """A row that is chained to the ones before it after it has committed."""

    chain_number = models.BigIntegerField(null=True, unique=True, help_text="Place in the order of sealing")
    chain_hash = models.CharField(
        max_length=64, default="", help_text="SM3 over the row and the hash before it"
    )

    class Meta:
        abstract = True


class AuditEntry(Sealed):
    """One deed, written in its own transaction."""

    at = models.DateTimeField()
    sub_district_id = models.UUIDField(null=True)
    trace_id = models.UUIDField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.UUIDField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district_id", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(chain_number=None)),
        ]


class Look(Sealed):
    """Somebody read a person's facts: who, which, when and what for."""

    at = models.DateTimeField()
    sub_district_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=48)
    subject_id = models.UUIDField()
    columns = models.JSONField(default=list)
    purpose = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district_id", "subject_id", "at"], name="look_by_subject"),
            models.Index(fields=["id"], name="look_unsealed", condition=models.Q(chain_number=None)),
        ]
