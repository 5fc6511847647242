"""Percentiles worked out by the database, by the same definition as ours."""

from django.db.models import Aggregate, FloatField


class Percentile(Aggregate):
    """The value below which a share of the rows lies (definition 7, as methods.percentiles)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: str, *, share: float, **extra: object) -> None:
        super().__init__(expression, share=float(share), **extra)  # type: ignore[arg-type]
