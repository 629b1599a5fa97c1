from django.urls import path

from jiezhi.notices.views import own, receipts, sendings, ways

app_name = "notices"
urlpatterns = [
    path("", own.notice_list, name="list"),
    path("read/", own.mark_read, name="mark_read"),
    path("sent/", sendings.sending_list, name="sendings"),
    path("sent/<uuid:sending_id>/again/", sendings.repeat, name="repeat"),
    path("sent/<uuid:sending_id>/number/", sendings.number, name="number"),
    path("ways/", ways.way_list, name="ways"),
    path("ways/robot/", ways.new_robot, name="new_robot"),
    path("ways/gateway/", ways.new_gateway, name="new_gateway"),
    path("ways/receipts/", ways.receipt_key, name="receipt_key"),
    path("ways/<uuid:way_id>/trial/", ways.trial, name="try_way"),
    path("ways/<uuid:way_id>/end/", ways.end, name="end_way"),
    path("receipts/<uuid:way_id>/", receipts.receipt, name="receipt"),
]
