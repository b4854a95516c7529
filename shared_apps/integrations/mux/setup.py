"""What connecting Mux takes."""

from django.utils.translation import gettext_lazy as _

from shared_apps.integrations.ports.connecting import KeyField
from shared_apps.integrations.ports.films import HostSetup

SETUP = HostSetup(
    name="mux",
    title="Mux",
    about=_("Films are sent to your account at Mux, prepared there, and played with addresses that end."),
    fields=(
        KeyField(
            "token_id", _("Access token ID"), _("Settings, Access tokens; with Mux Video, read and write."), False
        ),
        KeyField("token_secret", _("Access token secret"), _("Shown once, when the token is made.")),
        KeyField("signing_key", _("Signing key ID"), _("Settings, Signing keys; of the same environment."), False),
        KeyField("signing_secret", _("Signing key, private key"), _("The long text in Base64."), long=True),
        KeyField("webhook_secret", _("Webhook signing secret"), _("Settings, Webhooks; the address is on this page.")),
    ),
)
