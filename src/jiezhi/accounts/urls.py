from django.urls import path

from jiezhi.accounts.views import entering, factors, own

app_name = "accounts"
urlpatterns = [
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/code/", entering.code, name="code"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("me/", own.me, name="me"),
    path("me/second-factor/", factors.factor, name="factor"),
    path("me/second-factor/off/", factors.turn_off, name="factor_off"),
    path("me/recovery-codes/", factors.paper_codes, name="paper_codes"),
]
