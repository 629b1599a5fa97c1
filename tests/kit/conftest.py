import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Keys and uploads of a test are nobody else's."""
    settings.VAULT_KEY_FOLDER = tmp_path / "keys"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
