"""Who hears of what was said."""

from marque.kit.facts.registry import subscribe
from tenant_apps.materials.events import ReplyWritten
from tenant_apps.materials.letters import listeners, send_reply
from tenant_apps.materials.models import Reply


@subscribe(ReplyWritten)
def tell_those_who_take_part(fact: ReplyWritten) -> None:
    """A letter to whoever takes part and to the author, once each; what was hidden meanwhile is told nobody."""
    found = Reply.objects.shown().select_related("lesson__course", "person", "answers").filter(pk=fact.reply_id)
    reply = found.first()
    if reply is None:
        return
    for person in listeners(reply):
        send_reply(reply, person)
