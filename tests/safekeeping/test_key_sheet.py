"""The key sheet: what is printed here, locked away and typed in elsewhere, opens what was sealed here."""

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jiezhi.kit.vault import VaultError, blind_index, seal, unseal
from jiezhi.safekeeping.errors import RestoreError
from jiezhi.safekeeping.key_sheet import enter_keys, key_sheet
from jiezhi.safekeeping.recipients import make_pair
from jiezhi.safekeeping.signing import own_signer, sign

COLUMN = "tests.sheet"


@pytest.fixture(autouse=True)
def backup_keys(settings, tmp_path: Path) -> None:
    settings.BACKUP_KEY_FOLDER = tmp_path / "backup-keys"


@pytest.fixture
def sealed(settings) -> tuple[bytes, str, str]:
    """Something that was sealed, how it is found, and the sheet of the installation that did it."""
    text, index = seal("13800000001", column=COLUMN), blind_index("13800000001", column=COLUMN)
    return text, index, key_sheet()


@pytest.fixture
def elsewhere(settings, tmp_path: Path, sealed) -> Path:
    """A new machine without any key."""
    settings.VAULT_KEY_FOLDER = tmp_path / "elsewhere"
    return tmp_path / "elsewhere"


def changed(sheet: str, line: str, change) -> str:
    return "\n".join(change(row) if row.startswith(line) else row for row in sheet.splitlines())


def test_what_was_sealed_here_opens_where_the_sheet_was_typed_in(sealed, elsewhere):
    text, index, sheet = sealed
    with pytest.raises((VaultError, OSError)):
        unseal(text, column=COLUMN)
    entered = enter_keys(sheet)
    assert "index" in entered
    assert unseal(text, column=COLUMN) == "13800000001"
    assert blind_index("13800000001", column=COLUMN) == index
    assert key_sheet() == sheet
    modes = {stat.S_IMODE(path.stat().st_mode) for path in elsewhere.iterdir()}
    assert modes == {0o600}
    assert enter_keys(sheet) == entered, "once more changes nothing"


def test_a_sheet_tells_signer_and_holders_but_no_private_half(sealed):
    assert "no backup has been made yet" in sealed[2]
    private = make_pair("district")
    sign(b"first backup")
    sheet = key_sheet()
    assert f"signer {own_signer()}" in sheet
    assert "holder district: age1" in sheet
    assert private not in sheet


def one_digit(row: str) -> str:
    place = len("key 12345678 ")
    return row[:place] + ("0" if row[place] != "0" else "1") + row[place + 1 :]


@pytest.mark.parametrize(
    "typed",
    [
        lambda sheet: changed(sheet, "key ", one_digit),
        lambda sheet: changed(sheet, "key index", one_digit),
        lambda sheet: changed(sheet, "key ", lambda row: row[:-1] + ("0" if row[-1] != "0" else "1")),
        lambda sheet: changed(sheet, "key ", lambda row: row.replace(" check", "")),
        lambda sheet: changed(sheet, "key index", lambda row: ""),
        lambda sheet: changed(sheet, "current", lambda row: ""),
        lambda sheet: changed(sheet, "current", lambda row: "current 00000000"),
        lambda sheet: "",
    ],
)
def test_what_was_typed_wrongly_is_told_and_nothing_is_written(typed, sealed, elsewhere):
    with pytest.raises(RestoreError):
        enter_keys(typed(sealed[2]))
    assert not elsewhere.exists() or list(elsewhere.iterdir()) == []


def test_a_key_under_anothers_name_is_refused(sealed, elsewhere):
    (name,) = [
        row.split()[1] for row in sealed[2].splitlines() if row.startswith("key ") and "index" not in row
    ]
    other = sealed[2].replace(name, "0" * 8)
    with pytest.raises(RestoreError, match="0" * 8):
        enter_keys(other)


def test_keys_that_are_there_are_never_written_over(sealed, elsewhere):
    seal("made anew", column=COLUMN)  # an empty installation has made keys of its own
    before = {path.name: path.read_text() for path in elsewhere.iterdir()}
    with pytest.raises(RestoreError, match="index"):
        enter_keys(sealed[2])
    assert {path.name: path.read_text() for path in elsewhere.iterdir()} == before


def test_the_command_prints_the_sheet_and_takes_it_from_a_file(sealed, elsewhere, tmp_path):
    typed = tmp_path / "sheet.txt"
    typed.write_text("  \n".join(sealed[2].splitlines()).replace("  \n", "\n") + "\n")
    said = StringIO()
    call_command("keys", "enter", str(typed), stdout=said)
    assert "Delete the typed file now" in said.getvalue()
    printed = StringIO()
    call_command("keys", "sheet", stdout=printed)
    assert printed.getvalue().strip() == sealed[2].strip()
    with pytest.raises(CommandError, match="Name the file"):
        call_command("keys", "enter")
    typed.write_text("key index nonsense")
    with pytest.raises(CommandError, match="0"):
        call_command("keys", "enter", str(typed))
