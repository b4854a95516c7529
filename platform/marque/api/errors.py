"""Every error in one shape: `{"error": {"message", "field", "code"}}`."""

from typing import Any

from marque.kit.api import problems
from marque.kit.api.problems import Problem, answering


def shape(problem: Problem) -> dict[str, Any]:
    """The body of an error."""
    return {"error": {"message": problem.message, "field": problem.field, "code": problem.code}}


def not_found() -> dict[str, Any]:
    """What is not there, or not theirs."""
    return shape(problems.not_found())


answer_error = answering(shape)
