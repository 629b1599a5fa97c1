from django.urls import path

from jiezhi.meetings.views import deeds, listing, meeting, writing

app_name = "meetings"
urlpatterns = [
    path("", listing.series_list, name="list"),
    path("set-up/", listing.set_up, name="set_up"),
    path("series/<uuid:series_id>/end/", listing.end, name="end"),
    path("<uuid:meeting_id>/", meeting.show, name="meeting"),
    path("<uuid:meeting_id>/propose/", deeds.propose, name="propose"),
    path("<uuid:meeting_id>/close-agenda/", deeds.close_agenda, name="close_agenda"),
    path("<uuid:meeting_id>/publish/", deeds.publish, name="publish"),
    path("<uuid:meeting_id>/correct/", deeds.correct, name="correct"),
    path("<uuid:meeting_id>/topics/<uuid:topic_id>/move/", deeds.move_topic, name="move_topic"),
    path("<uuid:meeting_id>/work/<uuid:assignment_id>/refuse/", deeds.refuse, name="refuse"),
    path("<uuid:meeting_id>/attendance/", writing.attendance, name="attendance"),
    path("<uuid:meeting_id>/topics/<uuid:topic_id>/minutes/", writing.minute, name="minute"),
    path("<uuid:meeting_id>/topics/<uuid:topic_id>/assign/", writing.assign, name="assign"),
]
