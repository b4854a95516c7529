"""Sign-in: allauth on each tenant's own domain."""

from marque.config.settings.base import MODE
from marque.kit import env

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"

ACCOUNT_ADAPTER = "tenant_apps.accounts.adapter.TenantAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "tenant_apps.accounts.signup.NameForm"
ACCOUNT_FORMS = {
    "login": "tenant_apps.accounts.forms.LoginForm",
    "signup": "tenant_apps.accounts.forms.SignupForm",
    "request_login_code": "tenant_apps.accounts.forms.LinkForm",
    "confirm_login_code": "tenant_apps.accounts.forms.CodeForm",
    "reset_password": "tenant_apps.accounts.forms.ResetForm",
    "reset_password_from_key": "tenant_apps.accounts.forms.ResetKeyForm",
    "set_password": "tenant_apps.accounts.forms.SetPasswordForm",
    "change_password": "tenant_apps.accounts.forms.ChangePasswordForm",
    "reauthenticate": "tenant_apps.accounts.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# A signed key names an address by its primary key, which other tenants have too; a row belongs to one tenant.
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenant_apps.accounts.tokens.TenantPasswordResetTokens"  # noqa: S105
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if MODE == "production" else "http"
# Behind proxies the visitor's address, which rate limits count by, is in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 1 if MODE == "production" else 0, minimum=0)
EVEN_ANSWER_SECONDS = 0.0 if MODE == "test" else 0.4

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ACCOUNT_RATE_LIMITS = False
