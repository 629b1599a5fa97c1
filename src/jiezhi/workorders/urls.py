from django.urls import path

from jiezhi.workorders.views import agreements, answers, calling, listing, on_map, order, supports, verbs

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
    path("supports/", supports.support_list, name="supports"),
    path("supports/<uuid:support_id>/", supports.support, name="support"),
    path(
        "supports/<uuid:support_id>/pictures/<uuid:picture_id>/",
        supports.support_picture,
        name="support_picture",
    ),
    path("supports/<uuid:support_id>/accept/", supports.accept_part, name="accept_part"),
    path("supports/<uuid:support_id>/decline/", supports.decline_part, name="decline_part"),
    path("supports/<uuid:support_id>/report/", supports.report_part, name="report_part"),
    path("supports/<uuid:support_id>/call-off/", supports.call_off, name="call_off"),
    path("supports/<uuid:support_id>/ask-again/", supports.ask_again, name="ask_again"),
    path("supports/<uuid:support_id>/rate/", supports.rate, name="rate"),
    path("supports/<uuid:support_id>/record/", supports.record_part, name="record_part"),
    path("whistle/", calling.new_whistle, name="new_whistle"),
    path("<uuid:order_id>/ask-support/", calling.ask_support, name="ask_support"),
    path("<uuid:order_id>/whistle/", calling.whistle, name="whistle"),
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
