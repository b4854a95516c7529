"""How each kind of question is written, shown, answered and graded: one module each, one register."""

from tenant_apps.assessments.kinds.base import Draft, ForgedChoice, Kind, NothingChosen, Row
from tenant_apps.assessments.kinds.chosen import Multiple, Single, TrueFalse
from tenant_apps.assessments.kinds.gaps import FillIn
from tenant_apps.assessments.kinds.open import Essay, Files
from tenant_apps.assessments.kinds.placed import Matching, Ordering
from tenant_apps.assessments.kinds.spots import HotSpot
from tenant_apps.assessments.kinds.typed import Numeric, ShortText
from tenant_apps.assessments.models import QuestionKind

__all__ = ["Draft", "ForgedChoice", "Kind", "NothingChosen", "Row", "kind_of"]

_KINDS: dict[str, Kind] = {
    QuestionKind.SINGLE: Single(),
    QuestionKind.MULTIPLE: Multiple(),
    QuestionKind.TRUE_FALSE: TrueFalse(),
    QuestionKind.SHORT_TEXT: ShortText(),
    QuestionKind.NUMERIC: Numeric(),
    QuestionKind.ORDERING: Ordering(),
    QuestionKind.MATCHING: Matching(),
    QuestionKind.FILL_IN: FillIn(),
    QuestionKind.HOT_SPOT: HotSpot(),
    QuestionKind.ESSAY: Essay(),
    QuestionKind.FILE: Files(),
}


def kind_of(name: str) -> Kind:
    """The kind of that name."""
    return _KINDS[name]
