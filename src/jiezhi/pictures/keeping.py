"""Keep a picture, give it to its owner, forget it again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from jiezhi.kit.models import StoredPicture
from jiezhi.pictures import disk
from jiezhi.pictures.decoding import decode
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.sniffing import refuse_unless_picture

CONTENT_TYPE = "image/jpeg"


class Upload(Protocol):
    """What can be read: Django's `UploadedFile`, or an open file."""

    def read(self, size: int = ..., /) -> bytes:
        """Give up to `size` bytes."""
        ...


def store_picture(upload: Upload, *, sub_district_id: UUID, at: datetime) -> StoredPicture:
    """Keep a picture that belongs to nothing yet.

    Call it before the action's transaction, not inside: decoding takes tenths of a second, and on SQLite
    everybody else would wait. The file is safe on disk before the row names it.

    Args:
        upload: read up to `PICTURE_MAX_BYTES`.
        sub_district_id: the tenant.
        at: now.

    Returns:
        A row without owner; `attach_pictures` gives it one.

    Raises:
        PictureError: too large, not a picture, or one that cannot be read here.
    """
    content = upload.read(settings.PICTURE_MAX_BYTES + 1)
    if len(content) > settings.PICTURE_MAX_BYTES:
        limit_mb = settings.PICTURE_MAX_BYTES // (1024 * 1024)
        raise PictureError(
            "picture_bytes",
            _("The picture is larger than %(limit)d MB. Send a smaller one or a screenshot.")
            % {"limit": limit_mb},
            status=413,
        )
    refuse_unless_picture(content[:16])
    fresh = decode(content)
    return StoredPicture.objects.create(
        sub_district_id=sub_district_id,
        sha256=disk.keep(fresh.content),
        width_px=fresh.width_px,
        height_px=fresh.height_px,
        size_bytes=len(fresh.content),
        content_type=CONTENT_TYPE,
        created_at=at,
    )


def attach_pictures(
    picture_ids: Iterable[UUID], *, sub_district_id: UUID, owner_kind: str, owner_id: UUID
) -> None:
    """Give pictures of this tenant that have no owner yet to one; call it inside the owner's action.

    Raises:
        PictureError: one of them is gone, another tenant's, or has an owner.
    """
    wanted = set(picture_ids)
    free = StoredPicture.objects.filter(pk__in=wanted, sub_district_id=sub_district_id, owner_id__isnull=True)
    if free.update(owner_kind=owner_kind, owner_id=owner_id) != len(wanted):
        raise PictureError(
            "picture_gone",
            _("A picture is no longer there or was used already. Choose it again."),
            status=409,
        )


def attach_missing(
    picture_ids: Iterable[UUID], *, sub_district_id: UUID, owner_kind: str, owner_id: UUID
) -> int:
    """Give an owner those of these pictures that it does not have yet; the same bytes sent twice are one picture.

    Returns:
        How many it was given.

    Raises:
        PictureError: one of them is gone, another tenant's, or has another owner.
    """
    wanted = set(picture_ids)
    own = StoredPicture.objects.filter(
        sub_district_id=sub_district_id, owner_kind=owner_kind, owner_id=owner_id
    )
    known = StoredPicture.objects.filter(
        pk__in=wanted, sub_district_id=sub_district_id, sha256__in=own.values("sha256")
    )
    missing = wanted - set(known.values_list("pk", flat=True)) if wanted else wanted
    if missing:
        attach_pictures(missing, sub_district_id=sub_district_id, owner_kind=owner_kind, owner_id=owner_id)
    return len(missing)


def is_kept(picture_id: UUID, *, sub_district_id: UUID) -> bool:
    """Whether a picture is still there, and was not swept since nothing wanted it."""
    return StoredPicture.objects.filter(pk=picture_id, sub_district_id=sub_district_id).exists()


def sweep_unattached(before: datetime) -> int:
    """Forget pictures that found no owner, and files that no row names, when they are older than `before`.

    Keep `before` at least a week in the past: a backup copies files after the database, so that a file its
    snapshot names must outlive it. Not inside a transaction: a file cannot be rolled back.

    Returns:
        How many files went.
    """
    with transaction.atomic(durable=True):
        StoredPicture.objects.filter(owner_id__isnull=True, created_at__lt=before).delete()
    disk.remove_drafts(before)
    gone = 0
    for sha256 in disk.files_before(before):
        if not StoredPicture.objects.filter(sha256=sha256).exists() and disk.remove(sha256, before=before):
            gone += 1
    return gone
