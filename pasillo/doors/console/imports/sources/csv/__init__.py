"""Any table of cases: one line a case, or one line a message."""

from pasillo.doors.console.imports.sources.csv.reading import CsvSource
from pasillo.doors.console.imports.sources.registry import sources

sources.add("csv", CsvSource())
