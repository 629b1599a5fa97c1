from django.urls import path

from jiezhi.gateway.launch.views import keeping, own

app_name = "launch"
urlpatterns = [
    path("launch/", keeping.open_desk, name="open"),
    path("me/opened-from/<uuid:link_id>/", own.own_link, name="own_link"),
    path("me/opened-from/<uuid:link_id>/end/", own.end_own_link, name="end_own_link"),
    path("desk/programs/<uuid:program_id>/launch/", keeping.terms, name="terms"),
    path("desk/programs/<uuid:program_id>/launch/links/", keeping.link, name="link"),
    path("desk/programs/<uuid:program_id>/launch/links/<uuid:link_id>/end/", keeping.end, name="end_link"),
]
