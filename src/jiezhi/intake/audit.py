from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "intake.run_opened": _("Handed in a file"),
        "intake.columns_chosen": _("Chose the columns of a file"),
        "intake.run_checked": _("Looked through a file"),
        "intake.run_started": _("Began to bring a file in"),
        "intake.chunk_taken": _("Brought in a part of a file"),
        "intake.refused_rows_fetched": _("Fetched the refused rows of a file"),
        "intake.run_stopped": _("Stopped bringing a file in"),
    }
)
