"""What is written down, to standard error: faults and warnings, without the words of anybody."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "faults": {
            "()": "jiezhi.project.logs.FaultFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "faults"}},
    "loggers": {
        # Replaces Django's own handlers, which write only in debug mode or by letter to administrators.
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        # Refusals are answers, not faults.
        "django.request": {"level": "ERROR"},
        "jiezhi": {"handlers": ["stderr"], "level": "WARNING"},
    },
}
