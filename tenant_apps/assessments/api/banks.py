"""`/banks/`: questions that quizzes share."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, calling_it, extend_schema, reads, writes
from tenant_apps.assessments import actions
from tenant_apps.assessments.api.asks import BankAsked, BankQuestionAsked, NewBankQuestionAsked, as_written
from tenant_apps.assessments.api.question_shapes import (
    BankQuestionQuery,
    BankQuestionShape,
    BankShape,
    bank_questions_shown,
    shown_text,
)
from tenant_apps.assessments.models import Bank, BankQuestion
from tenant_apps.assessments.whose import banks_of


class BankView(ApiView):
    """What concerns one bank."""

    def bank(self, key: UUID) -> Bank:
        """The bank; raises Missing."""
        found: Bank = self.found(banks_of(self.by), key)
        return found

    def question(self, bank: UUID, key: UUID) -> BankQuestion:
        """A question of a bank; raises Missing."""
        found: BankQuestion = self.found(bank_questions_shown(self.bank(bank)), key)
        return found


class Banks(BankView):
    """Every bank."""

    @extend_schema(operation_id="banks_list", responses=BankShape(many=True))
    @reads("courses:read")
    def get(self, request: Request) -> Response:
        """List question banks."""
        return self.listed(banks_of(self.by), BankShape)

    @extend_schema(operation_id="banks_create", request=BankAsked, responses={201: BankShape})
    @writes("courses:write")
    def post(self, request: Request) -> Response:
        """Begin a question bank."""
        return self.one(actions.save_bank(by=self.by, **self.asked(BankAsked)), BankShape, 201)


class OneBank(BankView):
    """One."""

    @extend_schema(operation_id="banks_show", responses=BankShape)
    @reads("courses:read")
    def get(self, request: Request, bank_id: UUID) -> Response:
        """Show one question bank."""
        return self.one(self.bank(bank_id), BankShape)

    @extend_schema(operation_id="banks_change", request=BankAsked, responses=BankShape)
    @writes("courses:write")
    def put(self, request: Request, bank_id: UUID) -> Response:
        """Give a question bank another title."""
        bank = self.bank(bank_id)
        return self.one(actions.save_bank(bank=bank, by=self.by, **self.asked(BankAsked)), BankShape)

    @extend_schema(operation_id="banks_delete", request=None, responses={204: None})
    @writes("courses:write")
    def delete(self, request: Request, bank_id: UUID) -> Response:
        """Delete a question bank with its questions; one that a quiz draws from stays."""
        actions.delete_bank(bank=self.bank(bank_id), by=self.by)
        return Response(status=204)


class BankQuestions(BankView):
    """The questions of a bank."""

    @extend_schema(
        operation_id="bank_questions_list", parameters=[BankQuestionQuery], responses=BankQuestionShape(many=True)
    )
    @reads("courses:read")
    def get(self, request: Request, bank_id: UUID) -> Response:
        """List the questions of a bank; what is right is for who may change it."""
        rows, asked = bank_questions_shown(self.bank(bank_id)), self.query(BankQuestionQuery)
        if "q" in asked:
            rows = rows.annotate(shown=shown_text(self.caller.scopes)).filter(shown__icontains=asked["q"])
        if "tag" in asked:
            rows = rows.filter(tags__contains=[asked["tag"].lower()])
        return self.listed(rows.filter(**{name: asked[name] for name in ("kind",) if name in asked}), BankQuestionShape)

    @extend_schema(
        operation_id="bank_questions_create", request=NewBankQuestionAsked, responses={201: BankQuestionShape}
    )
    @writes("courses:write")
    def post(self, request: Request, bank_id: UUID) -> Response:
        """Write a question of a bank."""
        bank, asked = self.bank(bank_id), as_written(self.asked(NewBankQuestionAsked), self.by)
        with calling_it(choices="answers"):
            made = actions.add_bank_question(bank=bank, by=self.by, **asked)
        return self.one(self.question(bank_id, made.key), BankQuestionShape, 201)


class OneBankQuestion(BankView):
    """One."""

    @extend_schema(operation_id="bank_questions_show", responses=BankQuestionShape)
    @reads("courses:read")
    def get(self, request: Request, bank_id: UUID, bank_question_id: UUID) -> Response:
        """Show one question of a bank; what is right is for who may change it."""
        return self.one(self.question(bank_id, bank_question_id), BankQuestionShape)

    @extend_schema(operation_id="bank_questions_change", request=BankQuestionAsked, responses=BankQuestionShape)
    @writes("courses:write")
    def put(self, request: Request, bank_id: UUID, bank_question_id: UUID) -> Response:
        """Change a question of a bank; what is left out stays, and attempts that drew it keep it as it was."""
        question = self.question(bank_id, bank_question_id)
        asked = as_written(self.asked(BankQuestionAsked), self.by)
        with calling_it(choices="answers"):
            actions.change_bank_question(question=question, by=self.by, **asked)
        return self.one(self.question(bank_id, bank_question_id), BankQuestionShape)

    @extend_schema(operation_id="bank_questions_delete", request=None, responses={204: None})
    @writes("courses:write")
    def delete(self, request: Request, bank_id: UUID, bank_question_id: UUID) -> Response:
        """Take a question out of its bank; attempts that drew it keep it."""
        actions.delete_bank_question(question=self.question(bank_id, bank_question_id), by=self.by)
        return Response(status=204)
