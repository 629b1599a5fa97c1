import io
import resource
from datetime import UTC, datetime
from uuid import UUID

import pytest
from PIL import Image

from jiezhi.kit.models import StoredPicture
from jiezhi.pictures import disk
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import store_picture
from tests.pictures.uploads import (
    HEIC_HEAD,
    SCRIPT,
    SVG_WITH_SCRIPT,
    animated_gif,
    coloured,
    photo_with_place,
    png_claiming,
    png_with_text_bomb,
)

pytestmark = pytest.mark.django_db
STREET = UUID("01900000-0000-7000-8000-000000000001")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
JPEG, PNG, WEBP = coloured(), coloured(kind="PNG"), coloured(kind="WEBP")
EXE = b"MZ" + b"\0" * 500
ZIP = b"PK\x03\x04" + b"\0" * 500


def store(content):
    return store_picture(io.BytesIO(content), sub_district_id=STREET, at=NOW)


def kept(content):
    return disk.path_of(store(content).sha256).read_bytes()


REFUSED = {
    "no bytes": (b"", "picture_empty"),
    "text named jpg": ("只是文字".encode(), "picture_unknown"),
    "one byte": (b"\xff", "picture_unknown"),
    "nul bytes": (b"\0" * 1000, "picture_unknown"),
    "svg with script": (SVG_WITH_SCRIPT, "picture_unknown"),
    "html": (b"<!DOCTYPE html>" + SCRIPT, "picture_unknown"),
    "pdf": (b"%PDF-1.7\n", "picture_unknown"),
    "program": (EXE, "picture_unknown"),
    "archive": (ZIP, "picture_unknown"),
    "bmp": (coloured(kind="BMP"), "picture_unknown"),
    "tiff": (coloured(kind="TIFF"), "picture_unknown"),
    "ico": (coloured(kind="ICO"), "picture_unknown"),
    "jpeg 2000": (coloured(kind="JPEG2000"), "picture_unknown"),
    "animated gif": (animated_gif(), "picture_gif"),
    "heic": (HEIC_HEAD, "picture_heic"),
    "avif": (coloured(kind="AVIF"), "picture_heic"),
    "jpeg, only its first bytes": (JPEG[:3], "picture_broken"),
    "jpeg, cut in the head": (JPEG[:100], "picture_broken"),
    "jpeg, cut in the pixels": (photo_with_place()[:-300], "picture_broken"),
    "png, cut": (PNG[:-40], "picture_broken"),
    "png, only its signature": (PNG[:8], "picture_broken"),
    "png, wrong checksum": (PNG[:20] + b"\xff" + PNG[21:], "picture_broken"),
    "webp, cut": (WEBP[:-10], "picture_broken"),
    "webp, only its head": (WEBP[:12], "picture_broken"),
    "jpeg head on an archive": (JPEG[:3] + ZIP, "picture_broken"),
    "png of no width": (png_claiming(0, 10), "picture_broken"),
    "png with a bomb of text": (png_with_text_bomb(), "picture_broken"),
    "bomb of 50 million and one row": (png_claiming(10_000, 5_001), "picture_pixels"),
    "bomb of 4,000 million pixels": (png_claiming(65_000, 65_000), "picture_pixels"),
    "bomb as wide as can be": (png_claiming(2**31 - 1, 2**31 - 1), "picture_pixels"),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_nasty_file_is_refused_with_a_reason_and_leaves_nothing(content, code, settings):
    with pytest.raises(PictureError) as refusal:
        store(content)
    assert refusal.value.code == code
    assert len(refusal.value.message) > 20
    assert StoredPicture.objects.count() == 0
    assert not list(settings.UPLOAD_ROOT.glob("*/*/*"))


def test_a_file_above_the_limit_is_refused_without_reading_all_of_it(settings):
    settings.PICTURE_MAX_BYTES = 1000
    endless = io.BytesIO(JPEG + b"\0" * 100_000)
    with pytest.raises(PictureError) as refusal:
        store_picture(endless, sub_district_id=STREET, at=NOW)
    assert (refusal.value.code, refusal.value.status) == ("picture_bytes", 413)
    assert endless.tell() == 1001


def test_a_bomb_costs_the_web_process_no_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3):
        with pytest.raises(PictureError):
            store(png_claiming(9_999, 5_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_decoder_that_dies_is_a_refusal(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.setattr("jiezhi.pictures.decoding._CHILD", str(child))
    with pytest.raises(PictureError) as refusal:
        store(JPEG)
    assert refusal.value.code == "picture_costly"


def test_a_decoder_that_never_ends_is_a_refusal(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr("jiezhi.pictures.decoding._CHILD", str(child))
    monkeypatch.setattr("jiezhi.pictures.decoding._TIMEOUT_S", 0.3)
    with pytest.raises(PictureError) as refusal:
        store(JPEG)
    assert refusal.value.code == "picture_costly"


def test_memory_of_the_child_is_limited(settings):
    settings.PICTURE_MAX_PIXELS = 2_000_000_000
    with pytest.raises(PictureError) as refusal:
        store(png_claiming(40_000, 40_000))
    assert refusal.value.code == "picture_costly"


def test_place_photographer_and_comment_are_gone_and_the_picture_stands_upright():
    sent = photo_with_place()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    content = kept(sent)
    for secret in (b"Exif", b"Photographer", b"SECRET", b"GPS"):
        assert secret not in content
    picture = Image.open(io.BytesIO(content))
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert picture.size == (40, 80)
    red, _green, blue = picture.getpixel((20, 10))
    assert red > 200 > 50 > blue
    red, _green, blue = picture.getpixel((20, 70))
    assert blue > 200 > 50 > red


@pytest.mark.parametrize("tail", [ZIP, b"<!DOCTYPE html>" + SCRIPT, b"<?php system($_GET['c']); ?>"])
@pytest.mark.parametrize("head", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
def test_what_is_hidden_behind_a_picture_is_gone(head, tail):
    content = kept(head + tail)
    assert content.startswith(b"\xff\xd8\xff")
    assert content.endswith(b"\xff\xd9")
    assert tail not in content


def test_a_script_in_the_comment_of_a_picture_is_gone():
    assert SCRIPT not in kept(coloured(comment=SCRIPT))
