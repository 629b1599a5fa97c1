from django.urls import path

from jiezhi.faces.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.wall, name="wall"),
    path("months/", views.months, name="months"),
    path("profile/", views.profile, name="profile"),
    path("causes/", views.causes, name="causes"),
]
