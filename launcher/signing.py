"""Signatures of releases (Ed25519), by the system's openssl, since nothing else is there before an installation."""

import shutil
import tempfile
from pathlib import Path

from launcher.console import RefusalError
from launcher.processes import CommandError, run


def make_key(path: Path) -> Path:
    """Make the key that signs releases, and the public half beside it; never over one that is there.

    Returns:
        The public half, which goes to the offices by another way than the releases.

    Raises:
        RefusalError: There is a key already, or no openssl.
    """
    public = path.with_suffix(".pub")
    if path.exists() or public.exists():
        raise RefusalError(
            f"{path} or {public} is there already. A key is never written over: name another file."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    _openssl("genpkey", "-algorithm", "ed25519", "-out", str(path))
    _openssl("pkey", "-in", str(path), "-pubout", "-out", str(public))
    return public


def sign(content: bytes, key: Path) -> bytes:
    """Sign bytes with a private key in PEM."""
    if not key.is_file():
        raise RefusalError(f"There is no signing key {key}. Make one once: ./jiezhi bundle --make-key {key}")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "content", Path(folder) / "signature"
        source.write_bytes(content)
        words = ["-sign", "-rawin", "-inkey", str(key), "-in", str(source), "-out", str(target)]
        _openssl("pkeyutl", *words)
        return target.read_bytes()


def check_signature(content: bytes, signature: bytes, public: Path) -> None:
    """Refuse bytes that the owner of the key did not sign.

    Raises:
        RefusalError: The signature does not fit.
    """
    if not public.is_file():
        raise RefusalError(f"There is no public key {public}. It comes by another way than the release.")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "content", Path(folder) / "signature"
        source.write_bytes(content)
        target.write_bytes(signature)
        words = [
            "-verify",
            "-pubin",
            "-inkey",
            str(public),
            "-rawin",
            "-in",
            str(source),
            "-sigfile",
            str(target),
        ]
        try:
            _openssl("pkeyutl", *words)
        except RefusalError as error:
            raise RefusalError(
                f"The signature does not fit the key {public}: the release was changed on its way or comes from "
                "somebody else. Nothing was installed. Get it again, and compare the key with its sender."
            ) from error


def _openssl(*words: str) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise RefusalError(
            "Signatures need openssl, which is missing here (Debian: sudo apt install openssl)."
        )
    try:
        run([program, *words], log="openssl.log")
    except CommandError as error:
        raise RefusalError(f"openssl {words[0]} failed:\n{error.tail}") from error
