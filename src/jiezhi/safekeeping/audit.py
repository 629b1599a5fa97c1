from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "safekeeping.backup_started": _("Began a backup"),
        "safekeeping.backup_checked": _("Restored a backup into scratch and found it whole"),
        "safekeeping.backup_failed": _("Found that a backup failed"),
        "safekeeping.backup_taken_away": _("Took a copy of a backup out of the house"),
        "safekeeping.archive_restored": _("Put a backup back"),
        "safekeeping.messages_released": _("Let messages go out again"),
    }
)
