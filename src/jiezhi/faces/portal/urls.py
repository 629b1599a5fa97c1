from django.urls import path

from jiezhi.faces.portal.views import concern, follow, phone, photos, privacy, proxy, request, slip, street

app_name = "portal"
urlpatterns = [
    path("", street.streets, name="streets"),
    path("s/<slug:slug>/", street.home, name="home"),
    path("s/<slug:slug>/map.json", street.map_layers, name="map_layers"),
    path("s/<slug:slug>/request/for/", proxy.proxy, name="proxy"),
    path("s/<slug:slug>/request/words/", request.words, name="words"),
    path("s/<slug:slug>/request/place/", request.place, name="place"),
    path("s/<slug:slug>/request/known/", request.known, name="known"),
    path("s/<slug:slug>/request/photos/", photos.photos, name="photos"),
    path("s/<slug:slug>/request/photos/<uuid:picture_id>/", photos.photo, name="photo"),
    path("s/<slug:slug>/request/contact/", request.contact, name="contact"),
    path("s/<slug:slug>/request/check/", request.check, name="check"),
    path("s/<slug:slug>/request/done/", request.done, name="done"),
    path("s/<slug:slug>/follow/", follow.follow, name="follow"),
    path("s/<slug:slug>/phone/", phone.phone, name="phone"),
    path("s/<slug:slug>/phone/code/", phone.phone_code, name="phone_code"),
    path("s/<slug:slug>/phone/leave/", phone.phone_leave, name="phone_leave"),
    path("s/<slug:slug>/mine/", follow.mine, name="mine"),
    path("s/<slug:slug>/mine/leave/", follow.leave, name="leave"),
    path("s/<slug:slug>/mine/<str:number>/", concern.concern, name="concern"),
    path("s/<slug:slug>/mine/<str:number>/slip/", slip.slip, name="slip"),
    path("s/<slug:slug>/mine/<str:number>/privacy/", privacy.privacy, name="privacy"),
    path("s/<slug:slug>/mine/<str:number>/add/", concern.add, name="add"),
    path("s/<slug:slug>/mine/<str:number>/callback/", concern.callback, name="callback"),
    path("s/<slug:slug>/mine/<str:number>/no-more-messages/", concern.stop, name="stop_telling"),
    path("s/<slug:slug>/mine/<str:number>/again/", concern.again, name="again"),
    path("s/<slug:slug>/mine/<str:number>/pictures/<uuid:picture_id>/", follow.picture, name="picture"),
]
