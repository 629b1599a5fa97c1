from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs({"witness.chain_checked": _("Checked the chain of the audit")})
