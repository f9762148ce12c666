"""Functions on dates."""

from tenantry.sync.expression.catalogue.parameters import DATE_TIME, INTEGER, SOURCE
from tenantry.sync.expression.dates.formats import parts_of
from tenantry.sync.expression.dates.reading import styles_of
from tenantry.sync.expression.functions import dates
from tenantry.sync.expression.signatures import Parameter, Signature

_INTERVAL = Parameter(name="interval", check=dates.check_interval)

SIGNATURES = (
    Signature(
        name="CDate",
        parameters=(Parameter(name="Expression", type=DATE_TIME),),
        compute=dates.to_date,
        returns=DATE_TIME,
    ),
    Signature(
        name="DateAdd",
        parameters=(
            _INTERVAL,
            Parameter(name="value", type=INTEGER),
            Parameter(name="dateTime", type=DATE_TIME),
        ),
        compute=dates.date_add,
        returns=DATE_TIME,
    ),
    Signature(
        name="DateDiff",
        parameters=(
            _INTERVAL,
            Parameter(name="date1", type=DATE_TIME),
            Parameter(name="date2", type=DATE_TIME),
        ),
        compute=dates.date_diff,
        returns=INTEGER,
    ),
    Signature(
        name="DateFromNum",
        parameters=(Parameter(name="value", type=INTEGER),),
        compute=dates.date_from_number,
        returns=DATE_TIME,
    ),
    Signature(
        name="FormatDateTime",
        parameters=(
            SOURCE,
            Parameter(name="dateTimeStyles", required=False, check=styles_of),
            Parameter(name="inputFormat", check=parts_of),
            Parameter(name="outputFormat", check=parts_of),
        ),
        compute=dates.format_date_time,
    ),
    Signature(
        name="NumFromDate",
        parameters=(Parameter(name="value", type=DATE_TIME),),
        compute=dates.number_from_date,
        returns=INTEGER,
    ),
)
