"""Jiezhi (街治): the open platform a sub-district office runs its daily governance and service on."""

__version__ = "0.1.0"
