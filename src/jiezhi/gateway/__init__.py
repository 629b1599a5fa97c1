"""Doors for machines: programs of others read, write and are told. Nothing of the domain lives here."""
