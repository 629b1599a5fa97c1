"""Identifiers for whatever travels between offices."""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """Give a UUIDv7: unique without a central counter, and ordered by time so that indexes stay compact."""
    return uuid_utils.compat.uuid7()
