from django.urls import path

from jiezhi.accounts.views import entering, factors, own, provider, slips

app_name = "accounts"
urlpatterns = [
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/code/", entering.code, name="code"),
    path("sign-in/slip/", slips.slip, name="slip"),
    path("sign-in/slip/password/", slips.first_password, name="first_password"),
    path("sign-in/provider/", provider.go, name="provider"),
    path("sign-in/provider/return/", provider.come_back, name="provider_return"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("me/", own.me, name="me"),
    path("me/password/", own.password, name="password"),
    path("me/sessions/end/", own.end_sessions, name="end_sessions"),
    path("me/second-factor/", factors.factor, name="factor"),
    path("me/second-factor/off/", factors.turn_off, name="factor_off"),
    path("me/recovery-codes/", factors.paper_codes, name="paper_codes"),
    path("me/provider/link/", provider.link, name="link"),
    path("me/provider/unlink/", provider.unlink, name="unlink"),
]
