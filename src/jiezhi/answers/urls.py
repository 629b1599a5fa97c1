from django.urls import path

from jiezhi.answers import views

app_name = "answers"
urlpatterns = [
    path("", views.answer_list, name="list"),
    path("write/", views.write, name="write"),
    path("<uuid:answer_id>/", views.answer, name="answer"),
    path("<uuid:answer_id>/versions/<uuid:version_id>/", views.decide, name="decide"),
    path("<uuid:answer_id>/end/", views.end, name="end"),
]
