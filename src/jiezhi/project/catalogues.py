"""Message catalogues: `python -m jiezhi.project.catalogues` compiles them, with `--check` it looks for gaps.

Babel does it, since a fresh machine has no `msgfmt`. This runs before Django is set up.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]


def catalogue_paths() -> list[Path]:
    """Give every app's catalogue, in a fixed order."""
    return sorted(SOURCE.glob("**/locale/*/LC_MESSAGES/django*.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue; a mistake in it raises with the line."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def compile_changed() -> list[Path]:
    """Compile what is newer than its compiled form, and give those paths."""
    changed = [path for path in catalogue_paths() if _is_stale(path)]
    for path in changed:
        part = path.with_suffix(".mo.part")
        with part.open("wb") as file:
            write_mo(file, read(path))
        part.replace(path.with_suffix(".mo"))  # a server that starts meanwhile never reads half a file
    return changed


def _is_stale(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < path.stat().st_mtime


def gaps(path: Path) -> Iterator[str]:
    """Give each entry of a catalogue that is not translated or marked as doubtful, as `file:line: words`."""
    for message in read(path):
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(texts):
            words = message.id if isinstance(message.id, str) else message.id[0]
            fault = "doubtful" if message.fuzzy else "missing"
            yield f"{path.relative_to(SOURCE)}:{message.lineno}: {fault}: {words}"


def main(words: list[str]) -> int:
    """Compile, or check; the exit code is 1 when something is missing."""
    if "--check" not in words:
        compile_changed()
        return 0
    found = [gap for path in catalogue_paths() for gap in gaps(path)]
    sys.stdout.writelines(f"{gap}\n" for gap in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
