from django.urls import path

from jiezhi.programme import views

app_name = "programme"
urlpatterns = [path("", views.plan, name="plan"), path("<uuid:phase_id>/", views.phase, name="phase")]
