from django.urls import path

from jiezhi.kit.ui import views

app_name = "ui"
urlpatterns = [
    path("elder-mode/", views.elder_mode, name="elder_mode"),
    path("catalogue/", views.catalogue, name="catalogue"),
]
