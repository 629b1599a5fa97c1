"""What is written down, to standard error: faults, warnings and requests, without the words of anybody."""

from jiezhi.project.settings.environment import LOG_STYLE

KEEP_FAULTS = True
"""Whether faults are kept in their table as well, for the operator's page."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "jiezhi.operations.logs.LineFormatter", "style": LOG_STYLE}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "lines"},
        "faults": {"class": "jiezhi.operations.logs.FaultHandler", "level": "WARNING"},
    },
    "root": {"handlers": ["stderr", "faults"], "level": "WARNING"},
    "loggers": {
        # Replaces Django's own handlers, which write only in debug mode or by letter to administrators.
        "django": {"handlers": [], "level": "WARNING"},
        # Refusals are answers, not faults.
        "django.request": {"level": "ERROR"},
        # A line for each request is for programs that read the log; a person at a terminal sees what went wrong.
        "jiezhi": {"level": "INFO" if LOG_STYLE == "json" else "WARNING"},
    },
}
