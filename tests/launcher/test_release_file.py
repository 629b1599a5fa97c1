"""The file in which a release travels: whole and signed, or refused with nothing left behind."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher.console import RefusalError
from launcher.release_file import SIGNATURE, SUMS, unpack_release, write_release
from launcher.signing import make_key

AT = 1_795_000_000

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "release.pem"
    make_key(path)
    return path


@pytest.fixture
def release(tmp_path: Path, key: Path) -> Path:
    folder = tmp_path / "made" / "jiezhi-0.1.0"
    (folder / "src").mkdir(parents=True)
    (folder / "jiezhi").write_text("#!/usr/bin/env python3\n", encoding="utf-8")
    (folder / "release.json").write_text('{"version": "0.1.0"}', encoding="utf-8")
    (folder / "src" / "words.mo").write_bytes(b"compiled")
    (folder / "src" / "words.po").write_text("街道", encoding="utf-8")
    target = tmp_path / "jiezhi.tar"
    write_release(folder, target, key=key, at=AT)
    return target


def public(key: Path) -> Path:
    return key.with_suffix(".pub")


def rewritten(release: Path, change: Callable[[list[tuple[str, bytes]]], None]) -> Path:
    """Pack the members anew after somebody meddled with them."""
    with tarfile.open(release) as tar:
        members = [(member.name, tar.extractfile(member).read()) for member in tar]
    change(members)
    target = release.with_name("meddled.tar")
    with tarfile.open(target, "w") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return target


def test_a_release_is_unpacked_as_it_was_packed(release: Path, key: Path, tmp_path: Path):
    folder = unpack_release(release, tmp_path / "releases", public=public(key))
    assert folder == tmp_path / "releases" / "jiezhi-0.1.0"
    assert (folder / "src" / "words.po").read_text(encoding="utf-8") == "街道"
    assert (folder / "jiezhi").stat().st_mode & 0o777 == 0o755
    assert (folder / "src" / "words.mo").stat().st_mode & 0o777 == 0o644
    # Translations would be compiled anew, in a folder that is read-only by then.
    assert (folder / "src" / "words.mo").stat().st_mtime >= (folder / "src" / "words.po").stat().st_mtime


def test_the_same_members_give_the_same_bytes(release: Path, key: Path, tmp_path: Path):
    again = tmp_path / "again.tar"
    write_release(tmp_path / "made" / "jiezhi-0.1.0", again, key=key, at=AT)
    assert again.read_bytes() == release.read_bytes()


def change_one(members: list[tuple[str, bytes]]) -> None:
    members[-1] = (members[-1][0], b"other")


def add_one(members: list[tuple[str, bytes]]) -> None:
    members.append(("jiezhi-0.1.0/src/extra.py", b"print()"))


def take_one_out(members: list[tuple[str, bytes]]) -> None:
    members.pop()


def double_one(members: list[tuple[str, bytes]]) -> None:
    members.append(members[-1])


def add_sums(members: list[tuple[str, bytes]]) -> None:
    members.append((f"jiezhi-0.1.0/{SUMS}", b""))


def bring_a_check(members: list[tuple[str, bytes]]) -> None:
    members.append(("jiezhi-0.1.0/signature.json", b'{"signature": "checked"}'))


def climb_out(members: list[tuple[str, bytes]]) -> None:
    members[-1] = ("jiezhi-0.1.0/../../outside", members[-1][1])


def change_sums(members: list[tuple[str, bytes]]) -> None:
    members[0] = (members[0][0], members[0][1].replace(b"0", b"1"))


def drop_signature(members: list[tuple[str, bytes]]) -> None:
    members[1] = (f"jiezhi-0.1.0/{SIGNATURE}", b"")


@pytest.mark.parametrize(
    "change",
    [
        change_one,
        add_one,
        take_one_out,
        double_one,
        add_sums,
        bring_a_check,
        climb_out,
        change_sums,
        drop_signature,
    ],
)
def test_what_was_meddled_with_is_refused_and_leaves_nothing(
    change, release: Path, key: Path, tmp_path: Path
):
    releases = tmp_path / "releases"
    releases.mkdir()
    with pytest.raises(RefusalError):
        unpack_release(rewritten(release, change), releases, public=public(key))
    assert list(releases.iterdir()) == []
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("name", ["jiezhi-9.9.9", ".ssh", "current", "jiezhi-", "jiezhi-0.1.0-x", "0.1.0"])
def test_a_signed_release_under_another_name_is_refused(name: str, release: Path, key: Path, tmp_path: Path):
    def rename(members: list[tuple[str, bytes]]) -> None:
        members[:] = [(member.replace("jiezhi-0.1.0", name, 1), content) for member, content in members]

    releases = tmp_path / "releases"
    releases.mkdir()
    with pytest.raises(RefusalError, match="called"):
        unpack_release(rewritten(release, rename), releases, public=public(key))
    assert list(releases.iterdir()) == []


@pytest.mark.parametrize("card", [None, "{}", "no card", "[]"])
def test_a_release_without_a_card_is_refused(card: str | None, key: Path, tmp_path: Path):
    folder = tmp_path / "made" / "jiezhi-0.1.0"
    folder.mkdir(parents=True)
    (folder / "jiezhi").write_text("x", encoding="utf-8")
    if card is not None:
        (folder / "release.json").write_text(card, encoding="utf-8")
    write_release(folder, tmp_path / "bare.tar", key=key, at=AT)
    with pytest.raises(RefusalError, match="no card"):
        unpack_release(tmp_path / "bare.tar", tmp_path, public=public(key))
    assert not (tmp_path / "jiezhi-0.1.0").exists()


def test_a_release_of_somebody_else_is_refused(release: Path, tmp_path: Path):
    make_key(tmp_path / "other.pem")
    with pytest.raises(RefusalError, match="signature does not fit"):
        unpack_release(release, tmp_path / "releases", public=tmp_path / "other.pub")


def test_that_the_signature_was_checked_is_noted_here_and_cannot_be_brought_along(key: Path, tmp_path: Path):
    folder = tmp_path / "made" / "jiezhi-0.1.0"
    folder.mkdir(parents=True)
    (folder / "jiezhi").write_text("#!/usr/bin/env python3\n")
    (folder / "release.json").write_text('{"version": "0.1.0"}', encoding="utf-8")
    write_release(folder, tmp_path / "good.tar", key=key, at=AT)
    unpacked = unpack_release(tmp_path / "good.tar", tmp_path / "releases", public=public(key))
    note = json.loads((unpacked / "signature.json").read_text())
    assert note["signature"] == "checked"
    assert note["key_sha256"] == hashlib.sha256(public(key).read_bytes()).hexdigest()
    (folder / "signature.json").write_text("{}")
    write_release(folder, tmp_path / "signed.tar", key=key, at=AT)
    with pytest.raises(RefusalError, match=r"signature\.json"):
        unpack_release(tmp_path / "signed.tar", tmp_path / "others", public=public(key))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_file_that_was_cut_short_is_refused(share: float, release: Path, key: Path, tmp_path: Path):
    content = release.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(content[: int(len(content.rstrip(b"\0")) * share)])
    with pytest.raises(RefusalError):
        unpack_release(cut, tmp_path / "releases", public=public(key))
    assert not (tmp_path / "releases" / "jiezhi-0.1.0").exists()


def test_a_release_is_not_unpacked_over_one_that_is_there(release: Path, key: Path, tmp_path: Path):
    folder = unpack_release(release, tmp_path / "releases", public=public(key))
    (folder / "kept").write_text("here", encoding="utf-8")
    with pytest.raises(RefusalError, match="there already"):
        unpack_release(release, tmp_path / "releases", public=public(key))
    assert (folder / "kept").exists()


def test_a_key_is_never_written_over(key: Path):
    before = key.read_bytes()
    with pytest.raises(RefusalError, match="never written over"):
        make_key(key)
    assert key.read_bytes() == before
    assert key.stat().st_mode & 0o077 == 0
