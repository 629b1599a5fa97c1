"""Separation of duties (三权分立): who keeps accounts, who gives posts and who reads the audit are three people."""

from collections.abc import Iterable

KEEPS_ACCOUNTS = "organisation:keep_accounts"
GIVES_POSTS = "organisation:grant_posts"
READS_AUDIT = "organisation:read_audit"
APART = (KEEPS_ACCOUNTS, GIVES_POSTS, READS_AUDIT)
"""Permissions of which one person holds one at most.

Source:
    GB/T 22239-2019, 8.1.5.1 to 8.1.5.3: system administration, audit administration, security administration.
"""


def clash_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Give those of the permissions that one person must not hold together; nothing when they may.

    Args:
        codes: All permissions that a person's posts would give.

    Examples:
        >>> clash_of(["workorders:view", KEEPS_ACCOUNTS])
        ()
        >>> clash_of([READS_AUDIT, KEEPS_ACCOUNTS])
        ('organisation:keep_accounts', 'organisation:read_audit')
    """
    held = set(codes)
    found = tuple(code for code in APART if code in held)
    return found if len(found) > 1 else ()
