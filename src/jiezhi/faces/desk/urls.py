from django.urls import path

from jiezhi.faces.desk.views import above, callbacks, contact, entering, home, intakes, lists, requests, today

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("today/", today.today, name="today"),
    path("requests/new/", entering.enter_concern, name="enter"),
    path("requests/<uuid:concern_id>/", requests.concern, name="concern"),
    path("requests/<uuid:concern_id>/decision/", requests.decision, name="decision"),
    path("requests/<uuid:concern_id>/confirm/", requests.confirm, name="confirm"),
    path("requests/<uuid:concern_id>/ask/", requests.ask, name="ask"),
    path("requests/<uuid:concern_id>/answer/", requests.answer, name="answer"),
    path("requests/<uuid:concern_id>/contact/", contact.contact, name="contact"),
    path("requests/<uuid:concern_id>/pictures/<uuid:picture_id>/", contact.picture, name="picture"),
    path("requests/<uuid:concern_id>/join/", above.join, name="join"),
    path("above/", above.orders_from_above, name="above"),
    path("above/new/", above.take, name="above_take"),
    path("above/<uuid:superior_id>/object/", above.raise_one, name="above_object"),
    path("above/<uuid:superior_id>/answer/", above.answer, name="above_answer"),
    path("above/replies/<uuid:source_id>/", above.replies, name="above_replies"),
    path("files/", intakes.intakes, name="intakes"),
    path("files/<uuid:run_id>/", intakes.intake, name="intake"),
    path("files/<uuid:run_id>/columns/", intakes.columns, name="intake_columns"),
    path("files/<uuid:run_id>/start/", intakes.start, name="intake_start"),
    path("files/<uuid:run_id>/stop/", intakes.stop, name="intake_stop"),
    path("files/<uuid:run_id>/refused/", intakes.refused, name="intake_refused"),
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path("callbacks/<uuid:concern_id>/", callbacks.callback, name="callback"),
    path("callbacks/<uuid:concern_id>/answer/", callbacks.record_answer, name="callback_answer"),
    path("callbacks/<uuid:concern_id>/excuse/", callbacks.excuse, name="callback_excuse"),
    path("lists/faults/", lists.faults, name="list_faults"),
]
