"""`/accounts/`: sign up, sign in, sign out, verify, reset. Of allauth only what has a page here."""

from allauth.account import views as allauth
from django.urls import path, re_path

from tenant_apps.accounts import views
from tenant_apps.accounts.even_time import even_time
from tenant_apps.accounts.pages import page

urlpatterns = [
    path("login/", page(allauth.LoginView), name="account_login"),
    path("login/code/", even_time(page(views.LinkRequestView)), name="account_request_login_code"),
    path("login/code/confirm/", page(allauth.ConfirmLoginCodeView), name="account_confirm_login_code"),
    path("link/<str:token>/", views.follow_link, name="accounts_link"),
    path("logout/", page(allauth.LogoutView), name="account_logout"),
    path("signup/", even_time(page(allauth.SignupView)), name="account_signup"),
    path("inactive/", page(allauth.AccountInactiveView), name="account_inactive"),
    path("reauthenticate/", page(allauth.ReauthenticateView), name="account_reauthenticate"),
    path("confirm-email/", page(allauth.EmailVerificationSentView), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", page(allauth.ConfirmEmailView), name="account_confirm_email"),
    path("password/change/", page(allauth.PasswordChangeView), name="account_change_password"),
    path("password/set/", page(allauth.PasswordSetView), name="account_set_password"),
    path("password/reset/", even_time(page(allauth.PasswordResetView)), name="account_reset_password"),
    path("password/reset/done/", page(allauth.PasswordResetDoneView), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        page(allauth.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(allauth.PasswordResetFromKeyView),
        name="account_reset_password_from_key",
    ),
]
