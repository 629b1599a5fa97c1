from django.urls import path

from jiezhi.safekeeping import views

app_name = "safekeeping"
urlpatterns = [path("", views.held, name="held")]
