"""Pictures from patrol come one by one, before what they belong to: a weak line loses one picture and not all."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.conf import settings

from jiezhi.fieldwork.actions._once import Taken, answer_given, change_answer, keep_answer
from jiezhi.fieldwork.choices import DeedKind
from jiezhi.fieldwork.permissions import REPORT
from jiezhi.fieldwork.queries import taken_deed
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.pictures.keeping import Upload, is_kept, store_picture


@action
def note_picture(*, key: UUID, digest: str, picture_id: UUID, actor: Actor, at: datetime) -> Taken:
    """Remember under which key a picture was sent; sent twice, the first one counts and the second is swept.

    Where the first one was swept meanwhile, since what it belongs to came too late, the second takes its place.

    Raises:
        KeyUsedError: Another picture was taken under the key.
    """
    require(actor, REPORT)
    given = answer_given(DeedKind.PICTURE, key, digest, actor=actor)
    if given is not None and is_kept(UUID(given.id), sub_district_id=actor.tenant_id):
        return given
    audit.record("fieldwork.picture_kept", kind="fieldwork.picture", id=picture_id)
    taken = Taken(DeedKind.PICTURE.value, str(picture_id))
    if given is not None:
        return change_answer(taken, key, actor=actor)
    return keep_answer(taken, key, digest, actor=actor, at=at)


def keep_field_picture(upload: Upload, *, key: UUID, actor: Actor, at: datetime) -> Taken:
    """Keep a picture from patrol. Decoding takes tenths of a second, so it comes before the deed.

    Raises:
        RefusedError: The actor may not report.
        PictureError: It is too large, or no picture.
        KeyUsedError: Another picture was taken under the key.
    """
    require(actor, REPORT)
    content = upload.read(settings.PICTURE_MAX_BYTES + 1)
    digest = sha256(content).hexdigest()
    known = taken_deed(actor, key)
    picture_id = UUID(known.answer["id"]) if known is not None else None
    if picture_id is None or not is_kept(picture_id, sub_district_id=actor.tenant_id):
        picture_id = store_picture(BytesIO(content), sub_district_id=actor.tenant_id, at=at).pk
    return note_picture(key=key, digest=digest, picture_id=picture_id, actor=actor, at=at)
