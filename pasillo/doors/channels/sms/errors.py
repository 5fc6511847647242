"""What Twilio's numbers mean."""

from pasillo.ground.kit.words import _

STOPPED = ("21610",)
THROTTLED = ("20429", "14107", "63018", "63017")
# As Twilio names them; whoever serves reads ours where we have some.
NAMES = {
    "20003": "Permission Denied",
    "21211": "Invalid 'To' Phone Number",
    "21408": "Permission to send an SMS has not been enabled for the region",
    "21610": "Attempt to send to unsubscribed recipient",
    "21614": "'To' number is not a valid mobile number",
    "30003": "Unreachable destination handset",
    "30004": "Message blocked",
    "30005": "Unknown destination handset",
    "30006": "Landline or unreachable carrier",
    "30007": "Message filtered",
    "30008": "Unknown error",
    "63018": "Rate limit exceeded for Channel",
}
ERRORS = {
    "20003": _("the account or its token is not right"),
    "21211": _("this is not a number that exists"),
    "21610": _("the customer wants no messages"),
    "21614": _("this number takes no text messages"),
    "30003": _("the customer's phone is off or out of reach"),
    "30005": _("this is not a number that exists"),
    "30006": _("this number takes no text messages"),
    "30007": _("the carrier took it for spam"),
}
