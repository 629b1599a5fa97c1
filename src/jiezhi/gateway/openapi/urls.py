from django.urls import path, re_path

from jiezhi.gateway.openapi import views
from jiezhi.gateway.openapi.door import interface

app_name = "openapi"
urlpatterns = [
    path("openapi.json", views.show_document, name="document"),
    path("", interface.urls),
    re_path(r"^(?P<rest>[\s\S]+)$", views.nothing_here, name="nothing"),
]
