"""Doors for machines: programs of others read, write and are told; residents' apps report. Nothing of the domain lives here."""
