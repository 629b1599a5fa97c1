from django.urls import path

from jiezhi.gateway.clients import views

app_name = "clients"
urlpatterns = [
    path("", views.programs, name="programs"),
    path("new/", views.new_program, name="new_program"),
    path("<uuid:program_id>/", views.program, name="program"),
    path("<uuid:program_id>/change/", views.change, name="change"),
    path("<uuid:program_id>/tokens/", views.new_token, name="new_token"),
    path("<uuid:program_id>/tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke_token"),
]
