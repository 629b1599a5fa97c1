from django.urls import path

from jiezhi.chains import views

app_name = "chains"
urlpatterns = [
    path("", views.chain_list, name="list"),
    path("start/", views.start, name="start"),
    path("templates/", views.templates, name="templates"),
    path("templates/<uuid:template_id>/retire/", views.retire, name="retire"),
    path("<uuid:chain_id>/", views.chain, name="chain"),
]
