"""The authenticated ciphers an envelope may name; a number in an envelope never changes its meaning."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes

from jiezhi.kit.vault.errors import TamperedError

NONCE_SIZE = 12
TAG_SIZE = 16


@dataclass(frozen=True, slots=True)
class SealingCipher:
    """A block cipher in GCM mode: its name in settings, its number in envelopes, its key size in bytes."""

    name: str
    number: int
    key_size: int
    algorithm: Callable[[bytes], CipherAlgorithm]

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
        """Give ciphertext and tag."""
        encryptor = Cipher(self.algorithm(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound_to)
        return encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        """Give the plain bytes, or raise `TamperedError`."""
        decryptor = Cipher(self.algorithm(key), modes.GCM(nonce, sealed[-TAG_SIZE:])).decryptor()
        decryptor.authenticate_additional_data(bound_to)
        try:
            return decryptor.update(sealed[:-TAG_SIZE]) + decryptor.finalize()
        except InvalidTag:
            raise TamperedError(
                "A sealed value does not open: it was altered, or it belongs to another column."
            ) from None


# SM4 (GB/T 32907) comes with the OpenSSL inside pyca's wheels; the operating system's may lack SM4-GCM.
SM4_GCM = SealingCipher("sm4-gcm", 1, 16, algorithms.SM4)
AES_256_GCM = SealingCipher("aes-256-gcm", 2, 32, algorithms.AES)
CIPHERS = {cipher.name: cipher for cipher in (SM4_GCM, AES_256_GCM)}
CIPHERS_BY_NUMBER = {cipher.number: cipher for cipher in CIPHERS.values()}
