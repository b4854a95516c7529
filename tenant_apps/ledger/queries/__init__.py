"""Reads on the book: `queries.problems()`."""

from tenant_apps.ledger.queries.verifying import Problem, problems

__all__ = ["Problem", "problems"]
