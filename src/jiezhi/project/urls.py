"""Every address of the site, gathered from the faces and apps."""

from django.urls import include, path

from jiezhi.notices.views.preferences import preferences
from jiezhi.operations.views import health, metrics

urlpatterns = [
    path("", include("jiezhi.faces.portal.urls")),
    path("", include("jiezhi.accounts.urls")),
    path("", include("jiezhi.kit.ui.urls")),
    path("desk/", include("jiezhi.faces.desk.urls")),
    path("desk/orders/", include("jiezhi.workorders.urls")),
    path("desk/answers/", include("jiezhi.answers.urls")),
    path("desk/chains/", include("jiezhi.chains.urls")),
    path("desk/supervision/", include("jiezhi.supervision.urls")),
    path("desk/duplicates/", include("jiezhi.merging.urls")),
    path("desk/", include("jiezhi.evidence.urls")),
    path("desk/", include("jiezhi.assessment.urls")),
    path("", include("jiezhi.property.urls")),
    path("desk/mediation/", include("jiezhi.mediation.urls")),
    path("desk/meetings/", include("jiezhi.meetings.urls")),
    path("desk/", include("jiezhi.organisation.urls")),
    path("desk/goals/", include("jiezhi.programme.urls")),
    path("desk/programs/", include("jiezhi.gateway.clients.urls")),
    path("desk/programs/", include("jiezhi.gateway.webhooks.urls")),
    path("", include("jiezhi.gateway.launch.urls")),
    path("desk/notices/", include("jiezhi.notices.urls")),
    path("me/notices/", preferences, name="own_notices"),
    path("desk/held-messages/", include("jiezhi.safekeeping.urls")),
    path("wall/", include("jiezhi.faces.wall.urls")),
    path("patrol/", include("jiezhi.faces.patrol.urls")),
    path("help/", include("jiezhi.faces.guide.urls")),
    path("operate/", include("jiezhi.operations.urls")),
    path("api/v1/", include("jiezhi.gateway.openapi.urls")),
    path("open311/v2/", include("jiezhi.gateway.open311.urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/deep", health.deep, name="health-deep"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language/", include("django.conf.urls.i18n")),
]
handler403 = "jiezhi.kit.ui.refusals.forbidden"
handler404 = "jiezhi.kit.ui.refusals.not_found"
handler500 = "jiezhi.kit.ui.refusals.broken"
