from django.urls import path

from jiezhi.faces.patrol.views import checks, field, reports, shell, visits

app_name = "patrol"
urlpatterns = [
    path("", checks.today, name="today"),
    path("checks/<uuid:order_id>/", checks.check, name="check"),
    path("joint/", shell.joint_visit, name="joint_visit"),
    path("report/", reports.report, name="report"),
    path("report/known/", reports.known, name="known"),
    path("visits/", visits.visits, name="visits"),
    path("visits/due/", visits.round_of_visits, name="round"),
    path("visits/new/", visits.new_visit, name="new_visit"),
    path("visits/<uuid:visit_id>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_id>/words/", visits.visit_words, name="visit_words"),
    path("pictures/", reports.picture, name="picture"),
    path("who/", field.who, name="who"),
    path("pack/", field.pack, name="pack"),
    path("queue/", field.queue, name="queue"),
    path("shell/", shell.shell, name="shell"),
    path("worker.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
]
