from django.urls import path

from jiezhi.operations.views import dead, faults, home

app_name = "operations"
urlpatterns = [
    path("", home.home, name="home"),
    path("undelivered/", dead.dead, name="dead"),
    path("undelivered/again/", dead.again, name="again_all"),
    path("undelivered/<uuid:delivery_id>/again/", dead.again, name="again"),
    path("undelivered/<uuid:delivery_id>/drop/", dead.drop, name="drop"),
    path("faults/", faults.faults, name="faults"),
    path("faults/<uuid:fault_id>/settle/", faults.settle, name="settle"),
]
