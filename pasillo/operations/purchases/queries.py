"""What others may ask about purchases and budgets."""

from pasillo.operations.purchases.models import CostCentre, Purchase


def purchase_of(case_id: int) -> Purchase | None:
    """What is bought by a case. Ask only for a case that the reader may see, or for who decides about it."""
    return Purchase.objects.select_related("centre", "centre__manager").filter(case_id=case_id).first()


def centres() -> list[CostCentre]:
    """All cost centres, by name."""
    return list(CostCentre.objects.select_related("manager").order_by("name"))
