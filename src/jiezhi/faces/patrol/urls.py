from django.urls import path

from jiezhi.faces.patrol import views

app_name = "patrol"
urlpatterns = [
    path("", views.today, name="today"),
    path("checks/<uuid:order_id>/", views.check, name="check"),
]
