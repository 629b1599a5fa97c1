"""SQLite out of the box, PostgreSQL in production; both hold the same promises."""

import dj_database_url

from jiezhi.project.settings.environment import DATABASE_URL

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: an office has power cuts, and NORMAL may roll back commits that were already acknowledged.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA journal_size_limit=67108864;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {"application_name": "jiezhi"}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
