from django.urls import path

from jiezhi.supervision import views

app_name = "supervision"
urlpatterns = [
    path("", views.marks, name="marks"),
    path("figures/", views.figures, name="figures"),
    path("orders/<uuid:order_id>/mark/", views.mark, name="mark"),
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/<uuid:response_id>/", views.emergency, name="emergency"),
    path("emergencies/<uuid:response_id>/answer/", views.answer, name="answer"),
    path("emergencies/<uuid:response_id>/call-off/", views.call_off, name="call_off"),
    path("duty/", views.duty, name="duty"),
    path("duty/add/", views.add_shift, name="add_shift"),
    path("duty/copy/", views.copy, name="copy"),
    path("duty/<uuid:shift_id>/drop/", views.remove_shift, name="remove_shift"),
]
