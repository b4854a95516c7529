"""The key a business signs with."""

from django.db import connection, transaction

from tenant_apps.badges.models import BadgeKey
from tenant_apps.badges.signing import new_key


@transaction.atomic
def current_key(*, lock: bool = False) -> BadgeKey:
    """The newest key whose private half is here, made when there is none; raises NoSecretsKey."""
    keys = BadgeKey.objects.select_for_update() if lock else BadgeKey.objects.all()
    found = keys.exclude(sealed_private="").order_by("-pk").first()
    if found:
        return found
    with connection.cursor() as cursor:
        # two first badges at once make one key; the number is this table's own, in this schema
        cursor.execute("LOCK TABLE badges_badgekey IN SHARE ROW EXCLUSIVE MODE")
    found = keys.exclude(sealed_private="").order_by("-pk").first()
    if found:
        return found
    kid, public, sealed = new_key()
    return BadgeKey.objects.create(kid=kid, public=public, sealed_private=sealed)
