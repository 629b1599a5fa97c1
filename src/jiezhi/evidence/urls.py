from django.urls import path

from jiezhi.evidence.views import exclusions, packs

app_name = "evidence"
urlpatterns = [
    path("orders/<uuid:order_id>/evidence/", packs.evidence, name="evidence"),
    path("orders/<uuid:order_id>/slip/", packs.slip, name="slip"),
    path("orders/<uuid:order_id>/evidence/make/", packs.make, name="make"),
    path("orders/<uuid:order_id>/evidence/exclude/", packs.exclude, name="exclude"),
    path(
        "orders/<uuid:order_id>/evidence/exclude/<uuid:exclusion_id>/back/", packs.withdraw, name="withdraw"
    ),
    path(
        "orders/<uuid:order_id>/evidence/above/<uuid:superior_id>/", packs.record_heard, name="record_heard"
    ),
    path("evidence/<uuid:pack_id>/", packs.document, name="document"),
    path("evidence/exclusions/", exclusions.exclusions, name="exclusions"),
    path("evidence/exclusions/<uuid:exclusion_id>/decide/", exclusions.decide, name="decide"),
]
