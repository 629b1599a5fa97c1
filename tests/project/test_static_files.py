import json
import re

from django.core.management import call_command


def test_production_gives_every_static_file_a_name_with_its_hash(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    backend = {"BACKEND": "jiezhi.project.static_files.HashedFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert names
    for name, hashed in names.items():
        assert name != hashed
        assert (tmp_path / hashed).is_file()
    # A service worker of the version before would give a module by its plain name, as it was then.
    modules = [
        tmp_path / hashed
        for name, hashed in names.items()
        if name.startswith("patrol/") and name.endswith(".js")
    ]
    imported = [
        name for path in modules for name in re.findall(r'from "\./(.+?)"', path.read_text(encoding="utf-8"))
    ]
    assert len(imported) > 10
    assert {f"patrol/{name}" for name in imported} <= set(names.values())
