"""Root may run an upgrade, since `current` and the services are root's; the records stay their owner's.

So root becomes the owner of `JIEZHI_VAR` for everything but the two things that only root may do.
"""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings


def become_owner() -> None:
    """Go on as the owner of the records, if root has started this and they are not root's."""
    owner = Path(settings.RECORDS_FOLDER).stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    try:
        os.initgroups(pwd.getpwuid(owner.st_uid).pw_name, owner.st_gid)
    except KeyError:  # a user of a container that this machine does not know
        os.setgroups([owner.st_gid])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    os.umask(0o077)


@contextmanager
def as_administrator() -> Iterator[None]:
    """Be root again for a moment, if root has started this."""
    user, group = os.geteuid(), os.getegid()
    if os.getuid() != 0 or user == 0:
        yield
        return
    os.seteuid(0)
    os.setegid(0)
    try:
        yield
    finally:
        os.setegid(group)
        os.seteuid(user)


def as_owner() -> dict[str, Any]:
    """Give what a child must be started with so that it is the owner for good, and cannot become root again."""
    if os.getuid() == os.geteuid():
        return {}
    return {"user": os.geteuid(), "group": os.getegid(), "umask": 0o077}
