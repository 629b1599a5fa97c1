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
    # Values go to the server apart from the statement, so that it plans a statement it has seen three times only
    # once: half of the database's time on a page is planning. Behind pgbouncer in transaction mode this needs its
    # version 1.21 or later with `max_prepared_statements` above 0.
    DATABASES["default"]["OPTIONS"] = {
        "application_name": "jiezhi",
        "server_side_binding": True,
        "prepare_threshold": 3,
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
