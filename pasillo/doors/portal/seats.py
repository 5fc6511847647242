"""From where somebody looks at a request: signed in, or by a secret link. Both see the customer's side of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from pasillo.doors.portal.links import open_link
from pasillo.doors.portal.pages import show_page
from pasillo.doors.portal.unsent import keep_unsent
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import ask_to_sign_in
from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.kit.looking import look_as
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import own_case

BIGGEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A customer in front of their request, or somebody whom they have taken along.

    Whoever works here and came by a customer's link looks on: they are not who sits here, and do nothing in their name.
    """

    case: Case
    sight: Sight
    token: str = ""
    proves_address: bool = True
    looks_on: bool = False

    @property
    def person_id(self) -> int:
        """Who sits here."""
        return self.sight.person_id or self.case.customer_id

    @property
    def is_customers(self) -> bool:
        """Whether it is the customer, who alone decides about the request."""
        return self.person_id == self.case.customer_id and not self.looks_on

    @property
    def by(self) -> str:
        """The name that the journal writes down."""
        return f"person:{self.person_id}"

    def address(self, name: str, *more: object) -> str:
        """The address of a part of this request, by the way on which the customer came."""
        if self.token:
            return reverse(f"portal:secret{name}", args=[self.token, *more])
        return reverse(f"portal:request{name}", args=[self.case.number, *more])


Page = Callable[..., HttpResponseBase]


def seated(page: Page) -> Page:
    """Stands before every page of one request: finds it for this customer, or says that there is nothing."""

    @wraps(page)
    def found(
        request: HttpRequest, *args: object, number: int | None = None, token: str = "", **kwargs: object
    ) -> HttpResponseBase:
        if number is not None and person(request) is None:
            return _sign_in_first(request, number)
        try:
            seat, is_over = _by_link(token) if number is None else _signed_in(request, number)
        except LookupError:
            raise Http404 from None
        if is_over:
            return show_page(request, "portal/link_over.html", {"seat": seat, "case": seat.case})
        if token and _works_here(request, seat):
            seat = replace(seat, looks_on=True)
        if seat.looks_on and request.method not in ("GET", "HEAD"):
            return show_page(request, "portal/looks_on.html", {"seat": seat}, 403)
        look_as(seat.sight.look)
        answer = page(request, seat, *args, **kwargs)
        if token:
            answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return found


def _works_here(request: HttpRequest, seat: Seat) -> bool:
    """Whether it is one of us who holds the link of somebody else."""
    return person(request) is not None and sight(request).is_staff and sight(request).person_id != seat.person_id


def _sign_in_first(request: HttpRequest, number: int) -> HttpResponseBase:
    """To the sign-in page and back to the request, where what they wrote waits for them."""
    if request.method != "POST":
        return ask_to_sign_in(request)
    keep_unsent(request, number, at=now())
    return ask_to_sign_in(request, back=reverse("portal:request", args=[number]))


def seat_of_link(token: str) -> Seat:
    """The seat behind a link, also when its time is over. LookupError for anything else."""
    return _by_link(token)[0]


def _signed_in(request: HttpRequest, number: int) -> tuple[Seat, bool]:
    if number > BIGGEST:
        raise LookupError("no such number")
    return Seat(case=own_case(sight(request), number), sight=sight(request)), False


def _by_link(token: str) -> tuple[Seat, bool]:
    opened = open_link(token, at=now())
    seat = Seat(
        case=opened.case,
        sight=Sight(person_id=opened.person_id),
        token=token,
        proves_address=opened.proves_address,
    )
    return seat, opened.is_over
