"""`./jiezhi unpack`: check the signed file of a release, and lay it beside the releases that are there."""

import argparse
from pathlib import Path

from launcher.console import step
from launcher.places import ROOT
from launcher.release_file import unpack_release


def unpack(words: list[str]) -> None:
    """Read the options of `unpack`, and say how to go on.

    Raises:
        RefusalError: The file is not what was signed; nothing is left behind.
    """
    parser = argparse.ArgumentParser(prog="./jiezhi unpack", description="Check a release and lay it out.")
    parser.add_argument("file", type=Path, help="the file, such as jiezhi-0.1.0-cp311-linux.tar")
    parser.add_argument("--key", type=Path, required=True, help="public key of whoever makes the releases")
    parser.add_argument(
        "--into", type=Path, default=ROOT.parent, help="folder of the releases (beside this one)"
    )
    options = parser.parse_args(words)
    with step("Checking signature and hashes, and unpacking"):
        folder = unpack_release(options.file, options.into, public=options.key)
    print(f"{folder} is whole and signed. Next, with no network: {folder}/jiezhi install")
