"""osTicket, from the dump of its database."""

from pasillo.doors.console.imports.sources.osticket.reading import OsTicket
from pasillo.doors.console.imports.sources.registry import sources

sources.add("osticket", OsTicket())
