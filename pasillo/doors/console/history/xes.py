"""Reads a log in XES, the XML of process mining, as a stream. Entities and outside rules are refused."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser
from django.utils.translation import gettext as _

from pasillo.doors.console.history.lines import opened
from pasillo.doors.console.history.mapping import LogMap
from pasillo.doors.console.history.vocabulary import Record, Trouble
from pasillo.ground.kit.refusals import Refused

AT_ONCE = 1 << 16
HOLDERS = ("trace", "event")


class _Traces(ContentHandler):
    """Collects the events that were read: the columns of an event, and those of its trace with `case:` before them."""

    def __init__(self, parser: Any) -> None:
        super().__init__()
        self._parser = parser
        self.read: list[Record] = []
        self.of_trace: dict[str, str] = {}
        self._of_event: dict[str, str] = {}
        self._inside: list[str] = []

    @property
    def line(self) -> int:
        return int(self._parser.getLineNumber() or 0)

    def startElement(self, name: str, attrs: Any) -> None:
        holder = self._inside[-1] if self._inside else ""
        if name == "trace":
            self.of_trace = {}
        elif name == "event":
            self._of_event = {}
        elif holder == "event" and "key" in attrs:
            self._of_event[attrs["key"]] = attrs.get("value", "")
        elif holder == "trace" and "key" in attrs:
            self.of_trace[f"case:{attrs['key']}"] = attrs.get("value", "")
        self._inside.append(name)

    def endElement(self, name: str) -> None:
        self._inside.pop()
        if name == "event":
            self.read.append(Record(line=self.line, values={**self.of_trace, **self._of_event}))
        elif name == "trace":
            self.of_trace = {}


def xes_records(path: Path, log_map: LogMap) -> Iterator[Record | Trouble]:
    """Every event of every trace. Where the file is broken off, the trace that is open there is left out."""
    parser = create_parser(forbid_dtd=True)
    traces = _Traces(parser)
    parser.setContentHandler(traces)
    try:
        with opened(path) as file:
            while piece := file.read(AT_ONCE):
                parser.feed(piece)
                yield from traces.read
                traces.read.clear()
        parser.close()
    except DefusedXmlException:
        raise Refused(
            _("The file brings its own rules or entities. A log needs none, and we do not read them.")
        ) from None
    except (SAXParseException, EOFError, zlib.error, gzip.BadGzipFile) as trouble:
        yield from traces.read
        yield _broken_off(traces, trouble, log_map)


def _broken_off(traces: _Traces, trouble: Exception, log_map: LogMap) -> Trouble:
    why = trouble.getMessage() if isinstance(trouble, SAXParseException) else _("it ends in the middle")
    case = traces.of_trace.get(log_map.columns["case"][0], "")
    return Trouble(line=traces.line, why=_("The file is broken off here: %(why)s.") % {"why": why}, case=case)
