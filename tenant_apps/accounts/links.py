"""Links that sign somebody in: signed for one tenant and purpose, spent once, and dead after a while."""

from datetime import timedelta

from marque.kit import signing
from marque.kit.http import tenant_url
from tenant_apps.accounts import actions
from tenant_apps.accounts.models import SignInLink, User

_PURPOSE = "accounts.sign-in"
SIGN_IN_LIFETIME = timedelta(minutes=30)
INVITATION_LIFETIME = timedelta(days=7)


def sign_in_url(user: User, next_url: str = "", lifetime: timedelta = SIGN_IN_LIFETIME) -> str:
    """A full address that signs `user` in after one click on the page it opens, then leads to `next_url`."""
    link = actions.make_sign_in_link(user=user, next_url=next_url, lifetime=lifetime)
    token = signing.sign(_PURPOSE, str(link.key), lifetime)
    # written out: tasks run outside of any host's URLconf
    return tenant_url(f"/accounts/link/{token}/")


def link_of(token: str) -> SignInLink:
    """The link behind a token, used or not; raises signing.BadSignature, signing.Expired or actions.LinkUsed."""
    link = SignInLink.objects.select_related("user").filter(key=signing.unsign(_PURPOSE, token)).first()
    if link is None:
        raise actions.LinkUsed()
    return link
