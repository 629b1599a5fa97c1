import hashlib
import hmac

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from jiezhi.kit.vault import blind_index, derive_code, key_provider
from jiezhi.kit.vault.keys import hmac_sm3

same_folder_is_meant = limits(suppress_health_check=[HealthCheck.function_scoped_fixture])


@same_folder_is_meant
@given(st.text(), st.text())
def test_blind_indexes_are_equal_exactly_for_equal_values(one, other):
    assert (blind_index(one, column="a.A.phone") == blind_index(other, column="a.A.phone")) == (one == other)


@same_folder_is_meant
@given(st.text())
def test_a_value_has_another_blind_index_in_another_column(plain):
    assert blind_index(plain, column="a.A.phone") != blind_index(plain, column="a.A.phone2")


def test_a_blind_index_is_32_hexadecimal_characters_and_survives_rotation():
    before = blind_index("13812345678", column="a.A.phone")
    assert len(before) == 32
    assert set(before) <= set("0123456789abcdef")
    key_provider().add_key()
    assert blind_index("13812345678", column="a.A.phone") == before


def test_another_installation_has_other_blind_indexes(settings, tmp_path):
    here = blind_index("13812345678", column="a.A.phone")
    settings.VAULT_KEY_FOLDER = tmp_path / "other"
    assert blind_index("13812345678", column="a.A.phone") != here


@same_folder_is_meant
@given(st.integers(0, 100), st.integers(0, 100))
def test_a_shorter_code_is_the_beginning_of_a_longer_one(one, other):
    short, long = sorted((one, other))
    code = derive_code("order 7", purpose="query code", size=long)
    assert len(code) == long
    assert code[:short] == derive_code("order 7", purpose="query code", size=short)


def test_a_long_code_does_not_repeat_itself():
    code = derive_code("order 7", purpose="query code", size=96)
    assert len({code[:32], code[32:64], code[64:]}) == 3


def test_purpose_and_secret_do_not_run_into_each_other():
    assert derive_code("b", purpose="a", size=16) != derive_code("", purpose="ab", size=16)
    with pytest.raises(ValueError, match="NUL"):
        derive_code("b", purpose="a\0", size=16)


@pytest.mark.skipif(
    "sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3 to compare with"
)
@given(st.binary(min_size=1), st.binary())
def test_the_hmac_is_the_one_of_the_standard_library(key, message):
    assert hmac_sm3(key, message) == hmac.digest(key, message, "sm3")
