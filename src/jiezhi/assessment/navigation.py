from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.permissions import DECIDE, READ_BRIEFS, SEE
from jiezhi.assessment.queries import waiting_objections
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

for key, label, url_name, permission, order, count in (
    ("scores", _("Scorecards"), "assessment:scores", SEE, 78, None),
    (
        "score_objections",
        _("Objections to scorecards"),
        "assessment:objections",
        DECIDE,
        79,
        waiting_objections,
    ),
    ("figures", _("Figures"), "assessment:figures", SEE, 80, None),
    ("briefs", _("Monthly briefs"), "assessment:briefs", READ_BRIEFS, 81, None),
):
    register_entry(
        NavigationEntry(
            face="desk",
            key=key,
            label=label,
            url_name=url_name,
            permission=permission.code,
            order=order,
            count=count,
        )
    )
