"""Masks: what a masked fork gets in place of personal data, as SQL, so that none of it ever leaves its schema.

The same address gives the same address, the same name the same name, within one fork: the salt is made for it and not
kept, so nobody can find out by trying whose they are. People with a role in the team stay, or nobody could sign in.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import models
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from marque.kit.errors import Refused
from marque.kit.serialise.streams.meaning import meaning_of
from marque.kit.serialise.streams.shape import Table

# tokens, what was mailed and what was said of people on the way: a copy needs none of it
LEFT_OUT = {
    "account.EmailConfirmation": "a token",
    "accounts.SignInLink": "a token",
    "wagtailcore.APIToken": "a token",
    "mail.SentEmail": "what was written to people",
    "facts.Event": "what happened to people, and has been dealt with in the original",
    "facts.Delivery": "the same",
    "commands.Command": "the same",
    "orders.GatewayEvent": "what a gateway said of real payments",
    "wagtailadmin.FormState": "what somebody was typing",
    "wagtailcore.UploadedFile": "what somebody was uploading",
}
FILES_LEFT_OUT = ("mail/", "avatar_images/")
_GIVEN = ["Ada", "Bela", "Cleo", "Dara", "Edda", "Finn", "Gala", "Hugo", "Iris", "Jona", "Kira", "Levi", "Mila", "Noah"]
_FAMILY = ["Abel", "Brandt", "Costa", "Dahl", "Egan", "Frost", "Grant", "Holm", "Ives", "Juhl", "Kern", "Lund", "Marsh"]
_ENOUGH = 40  # letters of a digest that no two texts share
_TEAM = """
    SELECT lower(u.email) FROM accounts_user u JOIN accounts_roleassignment r ON r.user_id = u.id
    WHERE r.role <> 'learner' GROUP BY 1 ORDER BY 1
"""


class Unmaskable(Refused):
    """A table holds personal data that nobody knows how to mask, or that nobody declared."""

    message = _("%(table)s can't be masked: %(reason)s")


@dataclass(frozen=True)
class Mask:
    """One fork's mask."""

    team: tuple[str, ...] = ()
    salt: str = field(default_factory=lambda: secrets.token_hex(16))

    def leaves_out(self, table: Table) -> bool:
        """Whether the whole table stays behind."""
        return meaning_of(table.name).label in LEFT_OUT

    def instead(self, table: Table) -> dict[str, sql.Composable]:
        """What to write for each personal column; raises Unmaskable."""
        meaning = meaning_of(table.name)
        if meaning.kind is None:
            raise Unmaskable(table=table.name, reason=_("no model of this version declares it."))
        personal = meaning.personal or {}
        email = next((name for name, kind in personal.items() if isinstance(kind, models.EmailField)), None)
        kept = self._is_team(email) if email else sql.SQL("false")
        return {
            name: sql.SQL("CASE WHEN {} THEN t.{} ELSE {} END").format(
                kept, sql.Identifier(name), self._masked(table.name, name, kind)
            )
            for name, kind in personal.items()
        }

    def _is_team(self, email: str) -> sql.Composed:
        return sql.SQL("lower(t.{}) = ANY({}::text[])").format(sql.Identifier(email), sql.Literal(list(self.team)))

    def _masked(self, table: str, name: str, kind: models.Field[Any, Any]) -> sql.Composable:
        own = sql.SQL("t.{}").format(sql.Identifier(name))
        if isinstance(kind, models.EmailField):
            return _unless_empty(own, _address(self._digest(own)))
        if name == "password":
            # Django's mark of a password that nothing matches
            return sql.SQL("'!' || left({}, 40)").format(self._digest(own))
        if name in ("name", "name_on_it"):
            return _unless_empty(own, _person(self._digest(own)))
        if kind.null:
            return sql.SQL("NULL")
        if isinstance(kind, models.JSONField):
            return sql.SQL("'{}'::jsonb")
        if _is_unique(kind):
            most = sql.Literal(min(kind.max_length or _ENOUGH, _ENOUGH))
            return _unless_empty(own, sql.SQL("left({}, {})").format(self._digest(own), most))
        if isinstance(kind, models.CharField | models.TextField | models.FileField):
            return sql.SQL("''")
        raise Unmaskable(table=table, reason=_("its field %(field)s is of no kind we can mask.") % {"field": name})

    def _digest(self, own: sql.Composable) -> sql.Composed:
        return sql.SQL("encode(sha256(convert_to({} || lower({}), 'UTF8')), 'hex')").format(sql.Literal(self.salt), own)


def _is_unique(kind: models.Field[Any, Any]) -> bool:
    """Whether no two rows may share the text, alone or beside other columns."""
    constraints = (each for each in kind.model._meta.constraints if isinstance(each, models.UniqueConstraint))
    return kind.unique or any(kind.name in (*each.fields, *_named_in(each)) for each in constraints)


def _named_in(constraint: models.UniqueConstraint) -> set[str]:
    """The columns of a constraint on functions of them, such as lower(code)."""
    parts = (part for whole in constraint.expressions for part in whole.flatten())
    return {part.name for part in parts if isinstance(part, models.F)}


def mask_for(connection: psycopg.Connection) -> Mask:
    """A new mask for the schema in the search path, which spares its team."""
    return Mask(team=tuple(row[0] for row in connection.execute(_TEAM).fetchall()))


def _address(digest: sql.Composable) -> sql.Composed:
    return sql.SQL("'person-' || left({}, 20) || '@example.invalid'").format(digest)


def _person(digest: sql.Composable) -> sql.Composed:
    return sql.SQL("{} || ' ' || {}").format(_one_of(_GIVEN, digest, 1), _one_of(_FAMILY, digest, 9))


def _one_of(names: list[str], digest: sql.Composable, start: int) -> sql.Composed:
    return sql.SQL("({}::text[])[1 + ('x' || substr({}, {}, 7))::bit(28)::int % {}]").format(
        sql.Literal(names), digest, sql.Literal(start), sql.Literal(len(names))
    )


def _unless_empty(own: sql.Composable, made: sql.Composable) -> sql.Composed:
    return sql.SQL("CASE WHEN {0} = '' THEN '' ELSE {1} END").format(own, made)
