"""What a stolen table of passwords costs a thief; `tests/accounts` hashes cheaply, so this stands here."""

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password


def test_a_hash_costs_what_is_promised_and_an_older_one_stays_right():
    password = "four words of no office"
    encoded = make_password(password)
    assert "$argon2id$" in encoded
    assert "m=19456,t=2,p=1" in encoded
    assert check_password(password, encoded)
    assert not check_password(password + "!", encoded)
    assert check_password(password, make_password(password, hasher=Argon2PasswordHasher()))
