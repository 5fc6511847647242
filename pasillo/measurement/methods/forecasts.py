"""How good forecasts were: Brier's score, what it is made of, and whether what was called likely happened as often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Forecast:
    """What was called how likely, and whether it happened."""

    likely: float
    happened: bool


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Forecasts of about the same likelihood: what was said on average, and what happened."""

    said: float
    happened: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Score:
    """Brier's score: reliability less resolution plus uncertainty, and what is lost within the bins."""

    brier: float
    base: float
    reliability: float
    resolution: float
    uncertainty: float
    n: int

    @property
    def skill(self) -> float:
        """The share of the base rate's error that the forecast takes away; at or below zero it is no help."""
        return 1 - self.brier / self.base if self.base > 0 else 0.0

    @property
    def is_better(self) -> bool:
        """Whether it was better than saying the base rate every time."""
        return self.brier < self.base


def brier(forecasts: Sequence[Forecast]) -> float:
    """The mean square of what was said less what happened: 0 is perfect, 0.25 is saying one half every time."""
    return sum((one.likely - one.happened) ** 2 for one in forecasts) / len(forecasts)


def calibration(forecasts: Sequence[Forecast], bins: int = 10) -> list[Bin]:
    """The forecasts in bins of equal width, empty ones left out."""

    def place(one: Forecast) -> int:
        return min(int(one.likely * bins), bins - 1)

    grouped = (list(same) for _, same in groupby(sorted(forecasts, key=place), key=place))
    return [
        Bin(
            said=sum(one.likely for one in same) / len(same),
            happened=sum(one.happened for one in same) / len(same),
            n=len(same),
        )
        for same in grouped
    ]


def score(forecasts: Sequence[Forecast], *, base_rate: float, bins: int = 10) -> Score:
    """Brier's score, Murphy's decomposition of it, and the score of saying the base rate that was known before."""
    n = len(forecasts)
    happened = sum(one.happened for one in forecasts) / n
    parts = calibration(forecasts, bins)
    return Score(
        brier=brier(forecasts),
        base=brier([Forecast(base_rate, one.happened) for one in forecasts]),
        reliability=sum(part.n * (part.said - part.happened) ** 2 for part in parts) / n,
        resolution=sum(part.n * (part.happened - happened) ** 2 for part in parts) / n,
        uncertainty=happened * (1 - happened),
        n=n,
    )
