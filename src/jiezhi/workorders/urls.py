from django.urls import path

from jiezhi.workorders.views import listing, on_map, order, verbs

app_name = "workorders"
urlpatterns = [
    path("", listing.order_list, name="list"),
    path("map/", on_map.order_map, name="map"),
    path("map/points/", on_map.map_points, name="map_points"),
    path("map/borders/", on_map.map_borders, name="map_borders"),
    path("<uuid:order_id>/", order.show, name="order"),
    path("<uuid:order_id>/pictures/<uuid:picture_id>/", order.picture, name="picture"),
    path("<uuid:order_id>/accept/", verbs.accept, name="accept"),
    path("<uuid:order_id>/resolve/", verbs.resolve, name="resolve"),
    path("<uuid:order_id>/send-back/", verbs.send_back, name="send_back"),
    path("<uuid:order_id>/hand-on/", verbs.hand_on, name="hand_on"),
    path("<uuid:order_id>/dispatch/", verbs.dispatch, name="dispatch"),
    path("<uuid:order_id>/ask-extension/", verbs.ask_more_time, name="ask_extension"),
    path("<uuid:order_id>/decide-extension/", verbs.decide_more_time, name="decide_extension"),
]
