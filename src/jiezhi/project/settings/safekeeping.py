"""Backups: where they lie, how often they are made, and what opens and signs them."""

from jiezhi.project.settings import environment
from jiezhi.project.settings.environment import ROOT, VAR

RECORDS_FOLDER = VAR
"""What `JIEZHI_VAR` names; a restored installation is put together in it, on the same disk."""
SOURCE_ROOT = ROOT
"""Where the source lies, with the locks of its packages beside it."""
BACKUP_FOLDER = environment.BACKUPS
BACKUP_EVERY_MIN = environment.BACKUP_EVERY_MIN
BACKUP_KEY_FOLDER = VAR / "keys" / "backup"
"""The installation's signing key, and the public halves of the keys that open its backups."""
BACKUP_KEPT = {"newest": 48, "days": 14, "months": 12}
"""How many backups stay: the newest (twelve hours at one in 15 minutes), and the last one of each day and month."""
