from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

for _face in ("desk", "patrol"):
    register_entry(
        NavigationEntry(face=_face, key="guide", label=_("Help"), url_name="guide:index", order=99)
    )
