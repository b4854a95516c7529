"""Quizzes, which grade themselves, and assignments, which somebody looks at."""

from tenant_apps.assessments.models.assignments import Assignment, Criterion, DoneWhen, Late, Level, PeerScore
from tenant_apps.assessments.models.attempts import Attempt
from tenant_apps.assessments.models.banks import Bank, BankDraw, BankQuestion, QuestionVersion
from tenant_apps.assessments.models.grades import GradeOverride, GradeWeight
from tenant_apps.assessments.models.open_answers import OpenAnswer
from tenant_apps.assessments.models.peers import Calibration, Example, PeerReview
from tenant_apps.assessments.models.portfolios import PieceReport, Portfolio, PortfolioPiece, PortfolioPolicy, SeenBy
from tenant_apps.assessments.models.questions import MOST_CHOICES, MOST_WORDS, Choice, Question, QuestionKind
from tenant_apps.assessments.models.quizzes import Quiz, Reveal
from tenant_apps.assessments.models.submissions import Pin, Submission, Work

__all__ = [
    "MOST_CHOICES",
    "MOST_WORDS",
    "Assignment",
    "Attempt",
    "Bank",
    "BankDraw",
    "BankQuestion",
    "Calibration",
    "Choice",
    "Criterion",
    "DoneWhen",
    "Example",
    "GradeOverride",
    "GradeWeight",
    "Late",
    "Level",
    "OpenAnswer",
    "PeerReview",
    "PeerScore",
    "PieceReport",
    "Pin",
    "Portfolio",
    "PortfolioPiece",
    "PortfolioPolicy",
    "Question",
    "QuestionKind",
    "QuestionVersion",
    "Quiz",
    "Reveal",
    "SeenBy",
    "Submission",
    "Work",
]
