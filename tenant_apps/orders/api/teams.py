"""`/teams/`, and who sits in them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit import clock
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.orders import actions
from tenant_apps.orders.models import Seat, Team
from tenant_apps.orders.standing import runs
from tenant_apps.orders.teams import with_line

MOST_AT_ONCE = 200


class TeamShape(serializers.Serializer):
    """Seats that one person bought and others take. The link that leads in is its owner's alone."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField()
    name = serializers.CharField(help_text="As its owner calls it; empty where they did not.")
    owner = serializers.UUIDField(source="owner.key")
    owner_email = serializers.EmailField(source="owner.email")
    order = serializers.UUIDField(source="line.order.key", help_text="The one it began with.")
    offer = serializers.UUIDField(source="line.offer.key")
    title = serializers.CharField(source="line.title")
    seats = serializers.IntegerField()
    used = serializers.IntegerField(help_text="Taken, or kept for somebody who is invited.")
    created_at = serializers.DateTimeField()


class OneTeamShape(TeamShape):
    """A team, and how it stands."""

    is_open = serializers.SerializerMethodField(help_text="Whether people can sit down now.")

    def get_is_open(self, row: Team) -> bool:
        """Paid, kept, and not ended."""
        return runs(row, clock.now())


class MemberShape(serializers.Serializer):
    """One seat: kept for an address that is invited, taken by a person, freed in the end."""

    id = serializers.UUIDField(source="key")
    team = serializers.UUIDField(source="team.key")
    state = serializers.SerializerMethodField(help_text="invited, taken or freed.")
    email = serializers.EmailField(help_text="The address that was invited, or with which somebody sat down.")
    person = serializers.SerializerMethodField(help_text="Null until somebody sits there.")
    invited_at = serializers.DateTimeField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)
    freed_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, row: Seat) -> str:
        """What the timestamps add up to."""
        if row.freed_at:
            return "freed"
        return "taken" if row.taken_at else "invited"

    def get_person(self, row: Seat) -> UUID | None:
        """By their id."""
        return row.person.key if row.person else None


class TeamQuery(serializers.Serializer):
    """Which teams to list."""

    owner = serializers.UUIDField(required=False, help_text="Those of this person.")
    offer = serializers.UUIDField(required=False)


class InvitationsAsked(StrictSerializer):
    """People to invite."""

    emails = serializers.ListField(
        child=serializers.CharField(max_length=300), min_length=1, max_length=MOST_AT_ONCE, help_text="By address."
    )


class InvitedShape(serializers.Serializer):
    """What became of one address."""

    email = serializers.CharField(source="typed")
    invited = serializers.BooleanField()
    detail = serializers.CharField(source="words", help_text="A sentence to show.")


class InvitationsShape(serializers.Serializer):
    """What became of each, in the sequence asked."""

    invitations = InvitedShape(many=True)


class Teams(ApiView):
    """Every team."""

    @extend_schema(operation_id="teams_list", parameters=[TeamQuery], responses=TeamShape(many=True))
    @reads("teams:read")
    def get(self, request: Request) -> Response:
        """List teams."""
        asked, rows = self.query(TeamQuery), teams_shown()
        if "owner" in asked:
            rows = rows.filter(owner__key=asked["owner"])
        if "offer" in asked:
            rows = rows.filter(line__offer__key=asked["offer"])
        return self.listed(rows, TeamShape)


class OneTeam(ApiView):
    """One."""

    @extend_schema(operation_id="teams_show", responses=OneTeamShape)
    @reads("teams:read")
    def get(self, request: Request, team_id: UUID) -> Response:
        """Show one team."""
        return Response(OneTeamShape(self.found(teams_shown(), team_id)).data)


class Members(ApiView):
    """Who sits in a team, and who is invited."""

    @extend_schema(operation_id="team_members_list", responses=MemberShape(many=True))
    @reads("teams:read")
    def get(self, request: Request, team_id: UUID) -> Response:
        """List a team's members and invitations, the latest first."""
        team: Team = self.found(Team.objects.all(), team_id)
        return self.listed(seats_shown().filter(team=team, freed_at__isnull=True), MemberShape)

    @extend_schema(operation_id="team_members_invite", request=InvitationsAsked, responses=InvitationsShape)
    @writes("teams:write")
    def post(self, request: Request, team_id: UUID) -> Response:
        """Keep a seat for each address and write to it; the answer says of each what became of it."""
        team: Team = self.found(Team.objects.all(), team_id)
        report = actions.invite(team=team, lines=self.asked(InvitationsAsked)["emails"], by=self.by)
        return Response(InvitationsShape({"invitations": report}).data)


class OneMember(ApiView):
    """One seat."""

    @extend_schema(operation_id="team_members_take_out", request=None, responses=MemberShape)
    @writes("teams:write")
    def delete(self, request: Request, team_id: UUID, member_id: UUID) -> Response:
        """Take somebody, or an invitation, out of a team: access ends and the seat is free."""
        seat = self.found(seats_shown().filter(team__key=team_id), member_id)
        actions.free_seat(seat=seat, by=self.by)
        return Response(MemberShape(seats_shown().get(pk=seat.pk)).data)


def teams_shown() -> QuerySet[Team]:
    """Paid teams with all that a shape of them reads."""
    return with_line().filter(line__order__paid_at__isnull=False)


def seats_shown() -> QuerySet[Seat]:
    """Seats with all that a shape of them reads."""
    return Seat.objects.select_related("team", "person")
