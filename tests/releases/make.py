"""Make the small seeded database that a release leaves behind, with what its tables looked like.

Run with the release's own program: `python -m tests.releases.make`. It writes `tests/releases/VERSION/`: the records of
a made-up street (database, keys, uploads) as `records.tar.zst`, and `tables.json`, by which later migrations are
judged. Everybody in it is made up, and its keys lock nothing else.
"""

import io
import json
import os
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUESTS = 60
MOST_BYTES = 2_000_000


def main() -> None:
    """Load a small street into empty records and pack them."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIEZHI_VAR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/jiezhi.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "jiezhi.project.settings"
        import django

        django.setup()
        import jiezhi

        target = HERE / jiezhi.__version__
        target.mkdir(exist_ok=True)
        fill(datetime.now(UTC))
        (target / "tables.json").write_text(json.dumps(tables(), indent=1, sort_keys=True) + "\n")
        size = pack(Path(folder), target / "records.tar.zst")
    sys.stdout.write(f"{target}: {size} bytes\n")
    if size > MOST_BYTES:
        sys.exit(f"More than {MOST_BYTES} bytes: load fewer requests.")


def fill(at: datetime) -> None:
    """Put the street in, with a picture and all news delivered."""
    from django.core.management import call_command
    from django.db import connection

    from jiezhi.kit.sealing import seal_audit
    from jiezhi.pictures.keeping import store_picture
    from jiezhi.places.queries import all_sub_districts
    from jiezhi.project.demo.loading import load_demo
    from tests.pictures.uploads import coloured

    call_command("migrate", verbosity=0)
    load_demo(at=at, requests=REQUESTS)
    street = all_sub_districts()[0]
    store_picture(io.BytesIO(coloured()), sub_district_id=street.pk, at=at)
    while seal_audit():
        continue
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
    connection.close()


def tables() -> dict[str, list[str]]:
    """Give the migrations of this release, and the columns of each of its models."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = [model for model in apps.get_models() if model.__module__.startswith("jiezhi.")]
    columns = {m._meta.label_lower: sorted(f.name for f in m._meta.local_fields) for m in ours}
    return {"migrations": sorted(".".join(key) for key in MigrationLoader(None).disk_migrations)} | columns


def pack(folder: Path, target: Path) -> int:
    """Pack records as one file, and give its size."""
    import zstandard

    with (
        target.open("wb") as file,
        zstandard.ZstdCompressor(level=19).stream_writer(file) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for name in ("jiezhi.sqlite3", "keys", "uploads"):
            tar.add(folder / name, arcname=name)
    return target.stat().st_size


def unpack(version: str, folder: Path) -> None:
    """Put the records of a release into an empty folder."""
    import zstandard

    with (
        (HERE / version / "records.tar.zst").open("rb") as file,
        zstandard.ZstdDecompressor().stream_reader(file) as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        tar.extractall(folder, filter="data")


if __name__ == "__main__":
    main()
