from django.utils.translation import gettext_lazy as _

from jiezhi.answers.permissions import WRITE
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

register_entry(
    NavigationEntry(
        face="desk",
        key="answers",
        label=_("Standard answers"),
        url_name="answers:list",
        permission=WRITE.code,
        order=64,
    )
)
register_link("answers.answer", "answers:answer")
