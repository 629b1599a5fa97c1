import io

import pytest
from django.core.management import call_command

from jiezhi.kit.sessions import SessionStore
from jiezhi.kit.vault import key_provider, rotation

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("rotate_vault_key", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_key_and_names_it():
    store = SessionStore()
    store["step"] = 1
    store.save()
    before = key_provider().current_id()
    told = run()
    assert key_provider().current_id() != before
    assert f"Current key: {key_provider().current_id()}." in told
    assert SessionStore(store.session_key)["step"] == 1


def test_resuming_makes_no_second_key(monkeypatch):
    monkeypatch.setattr(
        "jiezhi.kit.management.commands.rotate_vault_key.reseal_everything", lambda: {"a.A.phone": 3}
    )
    before = key_provider().current_id()
    told = run("--resume")
    assert key_provider().key_ids() == [before]
    assert "a.A.phone: 3 sealed anew" in told


def test_every_sealed_column_of_the_installation_is_walked():
    columns = {
        field.sealed_for for model in rotation.apps.get_models() for field in rotation.sealed_fields(model)
    }
    assert set(rotation.reseal_everything()) == columns
