from django.urls import path

from jiezhi.gateway.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("<uuid:program_id>/events/", views.subscriptions, name="subscriptions"),
    path("events/<uuid:subscription_id>/", views.subscription, name="subscription"),
    path("events/<uuid:subscription_id>/kinds/", views.kinds, name="kinds"),
    path("events/<uuid:subscription_id>/key/", views.new_signing_key, name="new_key"),
    path("events/<uuid:subscription_id>/<uuid:letter_id>/again/", views.again, name="again"),
    path("events/<uuid:subscription_id>/end/", views.end, name="end"),
]
