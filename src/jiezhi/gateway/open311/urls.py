from django.urls import path, register_converter

from jiezhi.gateway.open311 import views


class FormConverter:
    """The two formats of GeoReport."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "georeport_form")

app_name = "open311"
urlpatterns = [
    path("services.<georeport_form:form>", views.services, name="services"),
    path("services/<str:code>.<georeport_form:form>", views.service, name="service"),
    path("requests.<georeport_form:form>", views.requests, name="requests"),
    path("requests/<str:number>.<georeport_form:form>", views.one_request, name="request"),
    path("tokens/<str:number>.<georeport_form:form>", views.token, name="token"),
]
