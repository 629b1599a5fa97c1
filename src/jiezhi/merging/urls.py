from django.urls import path

from jiezhi.merging import views

app_name = "merging"
urlpatterns = [
    path("", views.pairs, name="pairs"),
    path("figures/", views.figures, name="figures"),
    path("rules/", views.rules, name="rules"),
    path("pairs/<uuid:pair_id>/decide/", views.decide, name="decide"),
    path("orders/<uuid:order_id>/", views.merge, name="merge"),
    path("orders/<uuid:order_id>/undo/", views.undo, name="undo"),
]
