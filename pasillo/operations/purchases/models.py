"""Cost centres with their budgets, short lists with their prices, and what was bought."""

from decimal import Decimal

from django.db import models

from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.purchases.budget import Prices
from pasillo.strategy.catalogue.models import RequestType


class CostCentre(models.Model):
    """Who pays: a budget, what is spent of it, and who answers for it. It can never be overspent."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3, default="EUR")
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(spent__gte=0), name="nothing_less_than_nothing_is_spent"),
            models.CheckConstraint(condition=models.Q(spent__lte=models.F("budget")), name="never_overspent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> Decimal:
        """What can still be spent."""
        return self.budget - self.spent


class PriceList(models.Model):
    """What can be bought by one request, at which price, and up to which amount nobody has to be asked."""

    request_type = models.OneToOneField(RequestType, on_delete=models.CASCADE, related_name="+")
    item_field = models.CharField(max_length=40)
    quantity_field = models.CharField(max_length=40)
    centre_field = models.CharField(max_length=40)
    prices = models.JSONField(help_text="{value of the answer: price}")
    limit = models.DecimalField(max_digits=14, decimal_places=2, help_text="Above this the manager is asked.")
    finance = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="Asked after the manager.")

    def __str__(self) -> str:
        return f"prices of request type {self.request_type_id}"

    @property
    def rule(self) -> Prices:
        """The rule's view of it."""
        return Prices(
            item_field=self.item_field,
            quantity_field=self.quantity_field,
            centre_field=self.centre_field,
            prices=self.prices,
        )


class Purchase(models.Model):
    """One thing to buy: what it costs and which budget pays, once it is approved."""

    class State(models.TextChoices):
        ASKED = "asked"
        COMMITTED = "committed"
        DECLINED = "declined"
        RELEASED = "released"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    left_before = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    left_after = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["centre", "state"], name="purchase_of_centre")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.item}: {self.state}"
