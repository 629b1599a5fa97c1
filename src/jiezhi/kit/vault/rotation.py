"""Bring stored values under the current key, in small steps that may be killed and started again."""

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast, Left

from jiezhi.kit.vault.envelopes import PREFIX_LENGTH, current_prefix
from jiezhi.kit.vault.fields import SealedTextField


def sealed_fields(model: type[models.Model]) -> list[SealedTextField]:
    """Give the sealed columns of a model's own table."""
    return [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]


def reseal_everything() -> dict[str, int]:
    """Bring every sealed column of the installation under the current key; say how many of each were old.

    Sessions are left out: they end within hours, and older keys still open.
    """
    return {
        field.sealed_for: reseal_column(model, field)
        for model in apps.get_models()
        if model._meta.managed
        for field in sealed_fields(model)
    }


def reseal_column(model: type[models.Model], field: SealedTextField, *, chunk: int = 500) -> int:
    """Seal anew what an older key or cipher sealed, and say how many values that were.

    Only rows that still need it are read, so a second run goes on where a killed one stopped. Each chunk is
    one transaction that locks its rows. What somebody changes meanwhile is sealed with the current key, and
    drops out when the lock is given.
    """
    rows = model._base_manager.annotate(sealed_text=Cast(field.name, models.TextField()))
    # Not `startswith`: SQLite's LIKE takes upper and lower case for the same.
    headed = rows.annotate(seal_head=Left("sealed_text", PREFIX_LENGTH))
    stale = headed.filter(sealed_text__isnull=False).exclude(seal_head=current_prefix()).order_by("pk")
    resealed, last = 0, None
    while True:
        ahead = stale if last is None else stale.filter(pk__gt=last)
        with transaction.atomic(using=rows.db):
            batch = list(ahead.select_for_update().values_list("pk", field.name)[:chunk])
            if not batch:
                return resealed
            fresh = [model(pk=pk, **{field.attname: plain}) for pk, plain in batch]
            resealed += model._base_manager.bulk_update(fresh, [field.name])
        last = batch[-1][0]
