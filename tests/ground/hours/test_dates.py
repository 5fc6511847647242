"""Dates as each language writes them: Spanish weekdays and months are small, in short and in full."""

from datetime import date, datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.hours.dates import dated

DAY = date(2026, 11, 10)
MOMENT = datetime(2026, 11, 10, 9, 5)


@pytest.mark.parametrize(
    ("language", "short", "with_year", "long", "hour"),
    [
        ("es", "10 nov", "10 nov 2026", "martes 10 de noviembre de 2026", "mar 10 nov, 09:05"),
        ("en", "10 Nov", "10 Nov 2026", "Tuesday 10 November 2026", "Tue 10 Nov, 09:05"),
        ("id", "10 Nov", "10 Nov 2026", "Selasa 10 November 2026", "Sel 10 Nov, 09.05"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language, short, with_year, long, hour):
    with translation.override(language):
        assert dated(DAY, _("j M")) == short
        assert dated(DAY, _("j M Y")) == with_year
        assert dated(DAY, _("l j F Y")) == long
        assert dated(MOMENT, _("D j M, H:i")) == hour
