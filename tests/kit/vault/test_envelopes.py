import base64

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from jiezhi.kit.vault import (
    NotSealedError,
    TamperedError,
    UnknownKeyError,
    VaultError,
    WrongKeyError,
    key_provider,
    reseal,
    seal,
    unseal,
)
from jiezhi.kit.vault.envelopes import current_prefix
from jiezhi.kit.vault.keys import KEY_SIZE

PHONE = "concerns.Concern.phone"
any_text = st.text(st.characters(codec=None, exclude_categories=()))
same_folder_is_meant = limits(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["sm4-gcm", "aes-256-gcm"], autouse=True)
def cipher(request, settings):
    settings.VAULT_CIPHER = request.param
    return request.param


@same_folder_is_meant
@given(any_text)
def test_what_is_sealed_opens_to_the_same_text(plain):
    assert unseal(seal(plain, column=PHONE), column=PHONE) == plain


@same_folder_is_meant
@given(st.text(min_size=1))
def test_the_same_text_is_sealed_differently_each_time(plain):
    assert seal(plain, column=PHONE) != seal(plain, column=PHONE)


def test_every_flipped_bit_of_an_envelope_is_refused():
    envelope = bytearray(base64.urlsafe_b64decode(seal("13812345678", column=PHONE)))
    for position in range(len(envelope) * 8):
        flipped = envelope.copy()
        flipped[position // 8] ^= 1 << position % 8
        with pytest.raises(VaultError):
            unseal(base64.urlsafe_b64encode(flipped).decode().rstrip("="), column=PHONE)


def test_every_changed_character_of_an_envelope_is_refused():
    sealed = seal("1381234567", column=PHONE)
    for position, was in enumerate(sealed):
        for other in "ABQgw-_9=+/ é":
            if other != was:
                with pytest.raises(VaultError):
                    unseal(sealed[:position] + other + sealed[position + 1 :], column=PHONE)


@same_folder_is_meant
@given(st.text(max_size=20), st.text(max_size=20))
def test_a_value_does_not_open_in_another_column(one, other):
    sealed = seal("13812345678", column=one)
    if one == other:
        assert unseal(sealed, column=other) == "13812345678"
    else:
        with pytest.raises(TamperedError, match="another column"):
            unseal(sealed, column=other)


@pytest.mark.parametrize("text", ["", "13812345678", "张三", "A" * 44, "A" * 45])
def test_plain_text_in_a_sealed_column_is_called_that(text):
    with pytest.raises(NotSealedError, match="not a sealed value"):
        unseal(text, column=PHONE)


def test_a_cut_envelope_is_refused_at_every_length():
    sealed = seal("13812345678", column=PHONE)
    for length in range(len(sealed)):
        with pytest.raises(VaultError):
            unseal(sealed[:length], column=PHONE)


def test_after_rotation_old_values_open_and_new_ones_have_the_new_key():
    old_id = key_provider().current_id()
    old = seal("13812345678", column=PHONE)
    new_id = key_provider().add_key()
    assert new_id != old_id
    assert sorted((old_id, new_id)) == key_provider().key_ids()
    assert unseal(old, column=PHONE) == "13812345678"
    assert not old.startswith(current_prefix())
    fresh = reseal(old, PHONE)
    assert fresh.startswith(current_prefix())
    assert unseal(fresh, column=PHONE) == "13812345678"


def test_a_value_of_the_other_cipher_still_opens(settings, cipher):
    sealed = seal("张三", column=PHONE)
    settings.VAULT_CIPHER = "aes-256-gcm" if cipher == "sm4-gcm" else "sm4-gcm"
    assert unseal(sealed, column=PHONE) == "张三"
    assert not sealed.startswith(current_prefix())


def test_a_database_of_another_installation_is_refused_with_the_missing_key_id(settings, tmp_path):
    sealed = seal("13812345678", column=PHONE)
    missing = key_provider().current_id()
    settings.VAULT_KEY_FOLDER = tmp_path / "other"
    key_provider().current_id()
    with pytest.raises(UnknownKeyError, match=missing):
        unseal(sealed, column=PHONE)


def test_a_wrong_key_under_the_right_name_is_noticed(settings, tmp_path):
    sealed = seal("13812345678", column=PHONE)
    key_id = key_provider().current_id()
    settings.VAULT_KEY_FOLDER = tmp_path / "other"
    key_provider().current_id()
    (tmp_path / "other" / f"{key_id}.key").write_text("00" * KEY_SIZE)
    with pytest.raises(WrongKeyError, match=key_id):
        unseal(sealed, column=PHONE)


def test_no_message_of_the_vault_holds_the_value():
    sealed = seal("13812345678", column=PHONE)
    for text, column in ((sealed, "other"), ("13812345678", PHONE)):
        with pytest.raises(VaultError) as refusal:
            unseal(text, column=column)
        assert "13812345678" not in str(refusal.value)
        assert refusal.value.__cause__ is None
