from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.permissions import BRIDGE, CALL_BACK, READ, RECEIVE
from jiezhi.concerns.queries import PICTURE_OWNER, callback_rows
from jiezhi.concerns.superior_queries import above_rows
from jiezhi.faces.desk.waiting import requests_to_read
from jiezhi.insight.permissions import SEE_BURDEN
from jiezhi.intake.permissions import BRING_IN
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.organisation.choices import REPLAY_KIND
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.supervision.permissions import SEE
from jiezhi.workorders.permissions import VIEW

register_entry(
    NavigationEntry(
        face="desk",
        key="today",
        label=_("Today"),
        url_name="desk:today",
        permission=VIEW.code,
        order=10,
        count=requests_to_read,
        shortcut="t",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="enter",
        label=_("Enter a request"),
        url_name="desk:enter",
        permission=RECEIVE.code,
        order=20,
        shortcut="e",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="above",
        label=_("Orders from above"),
        url_name="desk:above",
        permission=BRIDGE.code,
        order=30,
        count=above_rows,
        shortcut="u",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="callbacks",
        label=_("Callbacks"),
        url_name="desk:callbacks",
        permission=CALL_BACK.code,
        order=40,
        count=callback_rows,
        shortcut="c",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="hot",
        label=_("Hot issues"),
        url_name="desk:hot",
        permission=RECEIVE.code,
        order=45,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="returns",
        label=_("Sent back and objected to"),
        url_name="desk:returns",
        permission=SEE.code,
        order=46,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="classifiers",
        label=_("Reading models"),
        url_name="desk:classifiers",
        permission=KEEP_LISTS.code,
        order=91,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="channels",
        label=_("Ways in"),
        url_name="desk:channels",
        permission=READ.code,
        order=85,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="boundary",
        label=_("Boundary of duties"),
        url_name="desk:own_boundary",
        permission=VIEW.code,
        order=84,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="intakes",
        label=_("Bring in files"),
        url_name="desk:intakes",
        permission=BRING_IN.code,
        order=80,
        shortcut="b",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="list_faults",
        label=_("Faults of the lists"),
        url_name="desk:list_faults",
        permission=KEEP_LISTS.code,
        order=90,
        shortcut="f",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="burden",
        label=_("What forms cost"),
        url_name="desk:burden",
        permission=SEE_BURDEN.code,
        order=74,
    )
)
register_link(PICTURE_OWNER, "desk:concern")
register_link("concerns.hot_issue", "desk:hot_issue")
register_link("batches.batch", "desk:batch")
register_link("organisation.why", "desk:why")
register_link("organisation.department", "desk:boundary")
register_link(REPLAY_KIND, "desk:dry_run")
