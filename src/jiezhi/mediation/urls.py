from django.urls import path

from jiezhi.mediation.views import pages

app_name = "mediation"
urlpatterns = [
    path("", pages.mediation_list, name="list"),
    path("new/", pages.new, name="new"),
    path("mediators/", pages.mediators, name="mediators"),
    path("mediators/<uuid:mediator_id>/end/", pages.end_mediator, name="end_mediator"),
    path("<uuid:mediation_id>/", pages.mediation, name="mediation"),
    path("<uuid:mediation_id>/parties/", pages.reveal, name="reveal"),
    path("<uuid:mediation_id>/agreement/", pages.agreement, name="agreement"),
    path("<uuid:mediation_id>/deeds/<slug:key>/", pages.deed, name="deed"),
]
