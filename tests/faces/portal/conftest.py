"""A street and a resident of it. Models are imported inside: pytest reads this file before Django is set up."""

import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Keys and uploads of a test are nobody else's; WhiteNoise finds no collected files in a test run."""
    settings.VAULT_KEY_FOLDER = tmp_path / "keys"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]


@pytest.fixture
def office(db):
    from tests.factories import make_office

    return make_office()


@pytest.fixture
def resident(office):
    from tests.faces.portal.story import make_resident

    return make_resident(office)
