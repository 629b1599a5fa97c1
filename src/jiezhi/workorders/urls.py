from django.urls import path

from jiezhi.workorders.views import agreements, answers, listing, on_map, order, verbs

app_name = "workorders"
urlpatterns = [
    path("", listing.order_list, name="list"),
    path("map/", on_map.order_map, name="map"),
    path("map/points/", on_map.map_points, name="map_points"),
    path("map/borders/", on_map.map_borders, name="map_borders"),
    path("<uuid:order_id>/", order.show, name="order"),
    path("<uuid:order_id>/pictures/<uuid:picture_id>/", order.picture, name="picture"),
    path("<uuid:order_id>/accept/", verbs.accept, name="accept"),
    path("agreements/", agreements.register, name="agreements"),
    path("agreements/<uuid:agreement_id>/end/", agreements.end, name="end_agreement"),
    path("<uuid:order_id>/agree/", answers.agree, name="agree"),
    path("<uuid:order_id>/report-in/", answers.report_in, name="report_in"),
    path("<uuid:order_id>/take/", answers.take, name="take"),
    path("<uuid:order_id>/decline/", answers.decline, name="decline"),
    path("<uuid:order_id>/record-answer/", answers.record_answer, name="record_answer"),
    path("<uuid:order_id>/resolve/", verbs.resolve, name="resolve"),
    path("<uuid:order_id>/send-back/", verbs.send_back, name="send_back"),
    path("<uuid:order_id>/hand-on/", verbs.hand_on, name="hand_on"),
    path("<uuid:order_id>/dispatch/", verbs.dispatch, name="dispatch"),
    path("<uuid:order_id>/ask-extension/", verbs.ask_more_time, name="ask_extension"),
    path("<uuid:order_id>/decide-extension/", verbs.decide_more_time, name="decide_extension"),
]
