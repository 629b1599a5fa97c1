"""Which apps there are, and what a request passes through."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "template_partials",
    "jiezhi.kit",
    "jiezhi.kit.ui",
    "jiezhi.accounts",
    "jiezhi.places",
    "jiezhi.organisation",
    "jiezhi.workorders",
    "jiezhi.concerns",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiezhi.organisation.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiezhi.kit.problems.ProblemMiddleware",
]

ROOT_URLCONF = "jiezhi.project.urls"
WSGI_APPLICATION = "jiezhi.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jiezhi.kit.ui.context.ui",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# A component sees what it is given and what context processors give, never the page's own variables.
COTTON_ISOLATE_BY_DEFAULT = True
CSRF_FAILURE_VIEW = "jiezhi.kit.ui.problems.csrf_refused"
