from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "accounts.signed_in": _("Signed in"),
        "accounts.sign_in_refused": _("Was refused at the sign-in"),
        "accounts.password_accepted": _("Gave the right password, and was asked for the code"),
        "accounts.provider_accepted": _("Came from the provider, and was asked for the code"),
        "accounts.code_refused": _("Gave a code that does not fit"),
        "accounts.signed_out": _("Signed out"),
        "accounts.factor_turned_on": _("Turned the second factor on"),
        "accounts.factor_turned_off": _("Turned the second factor off"),
        "accounts.sessions_ended": _("Ended own sessions"),
        "accounts.password_changed": _("Changed the own password"),
        "accounts.password_confirmed": _("Gave the own password once more"),
        "accounts.password_not_confirmed": _("Gave a wrong password when asked once more"),
        "accounts.password_chosen": _("Chose a password with a slip"),
        "accounts.slip_shown": _("Showed a slip"),
        "accounts.slip_refused": _("Showed a slip that opens nothing"),
        "accounts.slip_issued": _("Had a slip printed"),
        "accounts.user_made": _("Made an account"),
        "accounts.account_closed": _("Closed an account"),
        "accounts.account_opened": _("Opened an account again"),
        "accounts.identity_linked": _("Linked an account to the other system"),
        "accounts.identity_unlinked": _("Undid the link of an account to the other system"),
        "accounts.paper_codes_renewed": _("Had new recovery codes made"),
    }
)
