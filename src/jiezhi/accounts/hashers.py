"""How passwords are hashed, so that a morning's sign-ins fit into the memory of a small server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: the least that the OWASP Password Storage Cheat Sheet names.

    Django's own figures take 100 MiB and eight lanes for each try; thirty people who sign in at nine o'clock would wait
    in a row behind two cores. A password of at least twelve characters and the limits on tries do the rest. A hash
    holds its own figures, so older ones stay right until the password changes.
    """

    time_cost = 2
    memory_cost = 19_456
    """In KiB."""
    parallelism = 1
