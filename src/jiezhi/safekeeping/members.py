"""The files of an installation that belong into a backup: what people sent, never a key, never a log."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from jiezhi.safekeeping.archive import NAMES, Source

FILES = "files"


def folders() -> dict[str, Path]:
    """Give each folder of files by its name in an archive, which is its name in `JIEZHI_VAR`."""
    return {
        "uploads": Path(settings.UPLOAD_ROOT),
        "classifiers": Path(settings.CLASSIFIER_ROOT),
        "intake": Path(settings.INTAKE_ROOT),
    }


def hold_passing_files(staging: Path) -> None:
    """Give files that may go at any moment a second name, so that what the snapshot names can still be read.

    Called before the snapshot and after it. Files on their way in go as soon as they are in; uploads stay for days.
    """
    staging.mkdir(exist_ok=True)
    for path in folders()["intake"].glob("*.sealed"):
        target = staging / path.name
        with suppress(FileExistsError, FileNotFoundError):
            try:
                target.hardlink_to(path)
            except OSError:
                shutil.copyfile(path, target)


def sources(staging: Path) -> Iterator[Source]:
    """Give every file with its name in the archive, in a steady order."""
    for name, folder in (folders() | {"intake": staging}).items():
        for path in _files_below(folder):
            entry = f"{FILES}/{name}/{path.relative_to(folder)}"
            if NAMES.fullmatch(entry):
                yield entry, path


def put_back(unpacked: Path) -> int:
    """Move unpacked files to where the program reads them, and say how many.

    Files are named by their content, their run or their model, so one that is there under the same name is the same.
    """
    count = 0
    for name, folder in folders().items():
        origin = unpacked / FILES / name
        for path in _files_below(origin):
            target = folder / path.relative_to(origin)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(path, target)
            count += 1
    os.sync()
    return count


def _files_below(folder: Path) -> Iterator[Path]:
    for place, names, files in os.walk(folder):
        names.sort()
        yield from (Path(place) / file for file in sorted(files))
