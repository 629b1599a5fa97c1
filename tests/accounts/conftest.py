import pytest
from django.contrib.auth import hashers

from jiezhi.accounts import queries as reads


@pytest.fixture(autouse=True)
def cheap_argon2(monkeypatch):
    hasher = hashers.get_hasher("argon2")
    monkeypatch.setattr(type(hasher), "time_cost", 1)
    monkeypatch.setattr(type(hasher), "memory_cost", 64)
    monkeypatch.setattr(type(hasher), "parallelism", 1)
    reads.decoy_hash.cache_clear()
    yield
    reads.decoy_hash.cache_clear()
