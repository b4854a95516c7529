"""Who reviews which work: nobody their own, nobody one twice, everybody about as many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def pairs_for(
    works: Mapping[int, int], reviewers: Iterable[int], given: Iterable[Pair], taken: Iterable[Pair], each: int
) -> list[Pair]:
    """Pairs of a work and a reviewer to be added.

    `works` maps a work to its maker. `given` are the pairs that count, `taken` those that may not come again. Every
    work gets `each` reviews and every maker among the reviewers `each` works, those with the fewest first; where that
    does not come out even, a reviewer gets one more, and at the most twice as many.
    """
    state = _Round(works, list(reviewers), list(given), set(taken), each)
    for most in (each, each + 1, 2 * each):
        state.fill_works(most)
    state.fill_reviewers()
    return state.made


class _Round:
    def __init__(
        self, works: Mapping[int, int], reviewers: list[int], given: list[Pair], taken: set[Pair], each: int
    ) -> None:
        self.works, self.reviewers, self.taken, self.each = works, reviewers, taken, each
        self.place = {reviewer: place for place, reviewer in enumerate(reviewers)}
        self.of_work = Counter(work for work, _reviewer in given)
        self.of_reviewer = Counter(reviewer for _work, reviewer in given)
        self.made: list[Pair] = []

    def fill_works(self, most: int) -> None:
        """Give each work what it lacks, to reviewers with fewer than `most`."""
        lacking = [work for work in self.works if self.of_work[work] < self.each]
        while lacking:
            work = min(lacking, key=lambda one: (self.of_work[one], one))
            able = [one for one in self.reviewers if self.of_reviewer[one] < most and self._may(work, one)]
            if able:
                self._give(work, min(able, key=lambda one: self._rank(work, one)))
            if not able or self.of_work[work] >= self.each:
                lacking.remove(work)

    def fill_reviewers(self) -> None:
        """Whoever has a work here and too few to review gets works that have enough: everybody does their share."""
        makers = set(self.works.values())
        for reviewer in (one for one in self.reviewers if one in makers):
            while self.of_reviewer[reviewer] < self.each:
                able = [work for work in self.works if self.of_work[work] <= self.each and self._may(work, reviewer)]
                if not able:
                    break
                self._give(min(able, key=lambda one: (self.of_work[one], one)), reviewer)

    def _rank(self, work: int, reviewer: int) -> tuple[int, int]:
        # those who come after the maker first: a ring, which comes out even
        start = self.place.get(self.works[work], 0)
        return self.of_reviewer[reviewer], (self.place[reviewer] - start) % len(self.reviewers)

    def _may(self, work: int, reviewer: int) -> bool:
        return self.works[work] != reviewer and (work, reviewer) not in self.taken

    def _give(self, work: int, reviewer: int) -> None:
        self.taken.add((work, reviewer))
        self.made.append((work, reviewer))
        self.of_work[work] += 1
        self.of_reviewer[reviewer] += 1


def weighted_median(scores: Iterable[Pair]) -> int | None:
    """The score at which half of the weight is reached; pairs of a score and its weight. None of none."""
    ranked = sorted(scores)
    half, reached = sum(weight for _score, weight in ranked) / 2, 0
    for place, (score, weight) in enumerate(ranked):
        reached += weight
        if reached == half:
            return (score + ranked[place + 1][0]) // 2
        if reached > half:
            return score
    return None
