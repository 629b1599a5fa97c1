from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "merging.report_joined_known": _("Joined what they reported to an order that is known"),
        "merging.pairs_proposed": _("Looked for orders that are likely one"),
        "merging.pair_decided": _("Decided whether two orders are one thing"),
        "merging.merge_undone": _("Undid a merge within its days"),
        "merging.rules_changed": _("Changed how duplicates are looked for"),
    }
)
