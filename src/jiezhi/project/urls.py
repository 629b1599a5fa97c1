"""Every address of the site, gathered from the faces and apps."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", include("django.conf.urls.i18n")),
    path("", include("jiezhi.kit.ui.urls")),
]
handler403 = "jiezhi.kit.ui.refusals.forbidden"
handler404 = "jiezhi.kit.ui.refusals.not_found"
handler500 = "jiezhi.kit.ui.refusals.broken"
