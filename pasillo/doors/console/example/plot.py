"""Whom one meets by name: the script of each, the service, and the channel by which they came."""

from pasillo.doors.console.example.plot_elena import elena
from pasillo.doors.console.example.plot_month import arce, ramon, yolanda
from pasillo.doors.console.example.plot_today import (
    amal,
    budi,
    clinica,
    diego,
    faro,
    ines,
    joaquin,
    nerea,
    olmos,
    pilar,
    rina,
)

NAMED_CASES = {
    "elena": (elena, "move_home", "phone"),
    "clinica": (clinica, "internet", "phone"),
    "joaquin": (joaquin, "bill", "email"),
    "arce": (arce, "complaint", "email"),
    "ramon": (ramon, "technician", "email"),
    "yolanda": (yolanda, "move_home", "portal"),
    "olmos": (olmos, "equipment", "email"),
    "pilar": (pilar, "cancel", "phone"),
    "amal": (amal, "internet", "portal"),
    "diego": (diego, "complaint", "email"),
    "faro": (faro, "technician", "email"),
    "nerea": (nerea, "move_home", "portal"),
    "ines": (ines, "internet", "email"),
    "rina": (rina, "internet", "email"),
    "budi": (budi, "bill", "email"),
}
