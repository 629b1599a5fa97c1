import json

from django.core.management import call_command


def test_production_gives_every_static_file_a_name_with_its_hash(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    backend = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert names
    for name, hashed in names.items():
        assert name != hashed
        assert (tmp_path / hashed).is_file()
