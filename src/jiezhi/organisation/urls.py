from django.urls import path

from jiezhi.organisation.views import calendar, lines, matters, tables, verbs, versions

app_name = "organisation"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("table/", tables.in_force_table, name="in_force_table"),
    path("begin/", verbs.begin, name="begin"),
    path("versions/<uuid:version_id>/", versions.version, name="version"),
    path("versions/<uuid:version_id>/difference/", versions.difference, name="difference"),
    path("versions/<uuid:version_id>/table/", tables.version_table, name="version_table"),
    path("versions/<uuid:version_id>/bring/", tables.bring, name="bring"),
    path("versions/<uuid:version_id>/submit/", verbs.submit, name="submit"),
    path("versions/<uuid:version_id>/return/", verbs.give_back, name="return"),
    path("versions/<uuid:version_id>/approve/", verbs.approve, name="approve"),
    path("versions/<uuid:version_id>/withdraw/", verbs.withdraw, name="withdraw"),
    path("versions/<uuid:version_id>/withdraw-approval/", verbs.withdraw_approval, name="withdraw_approval"),
    path("versions/<uuid:version_id>/lines/new/", lines.new_line, name="new_line"),
    path("versions/<uuid:version_id>/lines/<uuid:line_id>/", lines.line, name="line"),
    path("versions/<uuid:version_id>/lines/<uuid:line_id>/drop/", lines.drop, name="drop_line"),
    path("matters/", matters.matter_list, name="matters"),
    path("matters/new/", matters.new_matter, name="new_matter"),
    path("matters/<uuid:matter_id>/", matters.matter, name="matter"),
    path("matters/<uuid:matter_id>/use/", matters.use, name="use_matter"),
    path("duties/", matters.duty_list, name="duties"),
    path("duties/new/", matters.new_duty, name="new_duty"),
    path("duties/<uuid:duty_id>/", matters.duty, name="duty"),
    path("duties/<uuid:duty_id>/end/", matters.end, name="end_duty"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/<int:number>/", calendar.year, name="year"),
    path("calendar/day/", calendar.day, name="day"),
    path("calendar/<int:number>/clear/", calendar.clear, name="clear_day"),
    path("calendar/<int:number>/fill/", calendar.fill, name="fill_year"),
    path("hours/", calendar.hours, name="hours"),
]
