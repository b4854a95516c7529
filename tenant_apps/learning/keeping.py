"""Which of a learner's pages their own device may keep, to be read without a line."""

from django.http import HttpResponse

HEADER = "X-Keep"


def keepable(response: HttpResponse) -> HttpResponse:
    """Say that this page may be kept; a higher app says for whom."""
    response[HEADER] = "1"
    return response
