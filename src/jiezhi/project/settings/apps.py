"""Which apps there are, and what a request passes through."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "jiezhi.kit",
    "jiezhi.kit.ui",
    "jiezhi.witness",
    "jiezhi.pictures",
    "jiezhi.burden",
    "jiezhi.intake",
    "jiezhi.inbox",
    "jiezhi.accounts",
    "jiezhi.places",
    "jiezhi.residency",
    "jiezhi.organisation",
    "jiezhi.notices",
    "jiezhi.batches",
    "jiezhi.answers",
    "jiezhi.workorders",
    "jiezhi.chains",
    "jiezhi.supervision",
    "jiezhi.property",
    "jiezhi.concerns",
    "jiezhi.merging",
    "jiezhi.evidence",
    "jiezhi.meetings",
    "jiezhi.mediation",
    "jiezhi.fieldwork",
    "jiezhi.insight",
    "jiezhi.assessment",
    "jiezhi.programme",
    "jiezhi.faces.portal",
    "jiezhi.faces.desk",
    "jiezhi.faces.wall",
    "jiezhi.faces.patrol",
    "jiezhi.faces.guide",
    "jiezhi.safekeeping",
    "jiezhi.operations",
    "jiezhi.gateway.clients",
    "jiezhi.gateway.openapi",
    "jiezhi.gateway.webhooks",
    "jiezhi.gateway.open311",
    "jiezhi.gateway.launch",
    "jiezhi.project",
]

MIDDLEWARE = [
    "jiezhi.operations.middleware.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiezhi.project.privacy.UnkeptAnswersMiddleware",
    "jiezhi.kit.problems.KeptSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiezhi.organisation.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "jiezhi.gateway.launch.middleware.FrameMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiezhi.kit.problems.ProblemMiddleware",
]

ROOT_URLCONF = "jiezhi.project.urls"
WSGI_APPLICATION = "jiezhi.project.wsgi.application"

# Written out: left to themselves, cotton and partials each install loaders and the last one wins.
_loaders = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jiezhi.kit.ui.context.ui",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _loaders)])
            ],
        },
    }
]

# A component sees what it is given and what context processors give, never the page's own variables.
COTTON_ISOLATE_BY_DEFAULT = True
CSRF_FAILURE_VIEW = "jiezhi.kit.ui.refusals.csrf_refused"
