import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PIL import Image

from jiezhi.kit.ids import new_id
from jiezhi.kit.models import StoredPicture
from jiezhi.pictures import disk
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import attach_pictures, store_picture, sweep_unattached
from jiezhi.pictures.showing import picture_response
from tests.pictures.uploads import coloured

pytestmark = pytest.mark.django_db
STREET = UUID("01900000-0000-7000-8000-000000000001")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def store(content=None, at=NOW):
    return store_picture(io.BytesIO(content or coloured()), sub_district_id=STREET, at=at)


def attach(*pictures, street=STREET):
    attach_pictures(
        [picture.pk for picture in pictures],
        sub_district_id=street,
        owner_kind="concerns.Concern",
        owner_id=new_id(),
    )


def age(sha256, at):
    os.utime(disk.path_of(sha256), (at.timestamp(), at.timestamp()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_is_kept_as_a_jpeg_under_its_digest(kind, mode, settings):
    picture = store(coloured(kind=kind, mode=mode, colour="white"))
    path = settings.UPLOAD_ROOT / picture.sha256[:2] / picture.sha256[2:4] / f"{picture.sha256}.jpg"
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == picture.sha256
    assert Image.open(io.BytesIO(content)).format == "JPEG"
    assert (picture.width_px, picture.height_px, picture.size_bytes) == (40, 30, len(content))
    assert (picture.sub_district_id, picture.created_at, picture.owner_id) == (STREET, NOW, None)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode):
    clear = (0, 0, 0, 0) if mode == "RGBA" else (0, 0)
    content = disk.path_of(store(coloured(kind="PNG", mode=mode, colour=clear)).sha256).read_bytes()
    assert min(Image.open(io.BytesIO(content)).getpixel((5, 5))) > 250


@pytest.mark.parametrize("mode", ["P", "1", "I;16", "CMYK"])
def test_rare_kinds_of_pixels_are_read_too(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert store(coloured(kind=kind, mode=mode, colour=0)).width_px == 40


def test_a_large_picture_is_scaled_down_and_keeps_its_shape(settings):
    settings.PICTURE_MAX_SIDE_PX = 100
    picture = store(coloured(size=(1200, 600)))
    assert (picture.width_px, picture.height_px) == (100, 50)
    small = store(coloured(size=(30, 90)))
    assert (small.width_px, small.height_px) == (30, 90)


def test_identical_content_is_one_file_and_two_rows(settings):
    one, two = store(), store()
    assert one.pk != two.pk
    assert one.sha256 == two.sha256
    assert len(list(settings.UPLOAD_ROOT.glob("*/*/*"))) == 1


def test_a_damaged_file_is_healed_when_the_same_content_comes_again():
    path = disk.path_of(store().sha256)
    path.write_bytes(b"")
    store()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem


def test_a_picture_is_shown_without_scripts_guessing_or_cache():
    picture = store()
    response = picture_response(picture)
    assert response.content == disk.path_of(picture.sha256).read_bytes()
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'inline; filename="{picture.pk}.jpg"'
    assert response["Cache-Control"] == "private, no-store"
    policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response["Content-Security-Policy"] == policy


def test_a_missing_file_is_told_in_words():
    picture = store()
    disk.path_of(picture.sha256).unlink()
    with pytest.raises(PictureError) as refusal:
        picture_response(picture)
    assert (refusal.value.code, refusal.value.status) == ("picture_file_missing", 404)


def test_pictures_find_their_owner_once():
    one, two = store(), store()
    attach(one, two)
    one.refresh_from_db()
    assert one.owner_kind == "concerns.Concern"
    with pytest.raises(PictureError) as refusal:
        attach(one)
    assert refusal.value.status == 409


def test_a_picture_of_another_tenant_cannot_be_attached():
    picture = store()
    with pytest.raises(PictureError):
        attach(picture, street=new_id())
    picture.refresh_from_db()
    assert picture.owner_id is None


def test_the_sweep_takes_old_pictures_without_owner_and_spares_all_others():
    old, owned, young = (
        store(at=NOW - WEEK),
        store(coloured(colour="blue"), at=NOW - WEEK),
        store(coloured((9, 9))),
    )
    attach(owned)
    for picture in (old, owned):
        age(picture.sha256, NOW - WEEK)
    age(young.sha256, NOW)
    assert sweep_unattached(NOW - timedelta(days=1)) == 1
    assert set(StoredPicture.objects.all()) == {owned, young}
    assert not disk.path_of(old.sha256).exists()
    assert disk.path_of(owned.sha256).exists()
    assert disk.path_of(young.sha256).exists()


def test_the_sweep_keeps_a_file_that_another_row_still_names():
    old, owned = store(at=NOW - WEEK), store(at=NOW - WEEK)
    attach(owned)
    age(old.sha256, NOW - WEEK)
    assert sweep_unattached(NOW) == 0
    assert list(StoredPicture.objects.all()) == [owned]
    assert picture_response(owned).content


def test_the_sweep_takes_a_file_without_row_and_a_half_written_one(settings):
    sha256 = disk.keep(b"a file whose row was never written")
    age(sha256, NOW - WEEK)
    draft = disk.path_of(sha256).with_name(".draft-killed")
    draft.write_bytes(b"half")
    os.utime(draft, (0, 0))
    assert sweep_unattached(NOW) == 1
    assert not list(settings.UPLOAD_ROOT.glob("*/*/*"))


def test_content_that_was_kept_again_a_moment_ago_is_spared():
    sha256 = disk.keep(b"kept again before its row is written")
    age(sha256, NOW - WEEK)
    assert list(disk.files_before(NOW)) == [sha256]
    disk.keep(b"kept again before its row is written")
    assert not disk.remove(sha256, before=NOW)
    assert disk.path_of(sha256).exists()


def test_the_same_content_kept_by_many_at_once_is_one_whole_file(settings):
    content = b"x" * 100_000
    with ThreadPoolExecutor(8) as pool:
        (sha256,) = set(pool.map(disk.keep, [content] * 32))
    assert disk.path_of(sha256).read_bytes() == content
    assert len(list(settings.UPLOAD_ROOT.glob("*/*/*"))) == 1


def test_a_write_that_fails_leaves_nothing(monkeypatch, settings):
    def no_space(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jiezhi.pictures.disk.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        store()
    assert not list(settings.UPLOAD_ROOT.glob("*/*/*"))
    assert StoredPicture.objects.count() == 0


def test_ids_are_of_version_7_and_in_order():
    ids = [new_id() for _ in range(1000)]
    assert {fresh.version for fresh in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
