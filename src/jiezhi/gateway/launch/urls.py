from django.urls import path

from jiezhi.gateway.launch import views

app_name = "launch"
urlpatterns = [
    path("launch/", views.open_desk, name="open"),
    path("desk/programs/<uuid:program_id>/launch/", views.terms, name="terms"),
    path("desk/programs/<uuid:program_id>/launch/links/", views.link, name="link"),
    path("desk/programs/<uuid:program_id>/launch/links/<uuid:link_id>/end/", views.end, name="end_link"),
]
