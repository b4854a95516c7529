"""What a bank's page says of its questions."""

from __future__ import annotations

from tenant_apps.analytics.queries.drawn import over_quizzes
from tenant_apps.assessments.figures import figures_source

figures_source(over_quizzes)
