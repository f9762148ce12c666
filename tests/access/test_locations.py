"""Named locations: what their ranges hold, and which address is where."""

from typing import Any

import pytest

from tenantry.access.conditional.locations import (
    NamedLocation,
    places_of,
    read_address,
    read_range,
)
from tenantry.errors import InvalidValueError

_V4 = {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/30"}
_V6 = {"@odata.type": "#microsoft.graph.iPv6CidrRange", "cidrAddress": "2001:db8::/64"}
_SPAN = {
    "@odata.type": "#microsoft.graph.iPv4Range",
    "lowerAddress": "192.0.2.7",
    "upperAddress": "192.0.2.9",
}


@pytest.mark.parametrize(
    ("written", "address", "expected"),
    [
        (_V4, "192.0.2.3", True),
        (_V4, "192.0.2.4", False),
        (_V4, "::ffff:192.0.2.3", True),
        (_V4, "2001:db8::1", False),
        (_V6, "2001:db8::ffff", True),
        (_V6, "2001:db9::1", False),
        (_V6, "2001:db8::1%eth0", True),
        (_SPAN, "192.0.2.7", True),
        (_SPAN, "192.0.2.9", True),
        (_SPAN, "192.0.2.10", False),
        (_SPAN, "testclient", False),
        (_SPAN, "", False),
    ],
)
def test_an_address_is_in_the_range_or_not(
    written: dict[str, Any], address: str, *, expected: bool
) -> None:
    location = {"a": NamedLocation(ranges=(read_range(written, "r"),))}

    assert expected == places_of(["A"], location).hold(read_address(address))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ({**_V4, "cidrAddress": "192.0.2.1/30"}, "r.cidrAddress"),
        ({**_V4, "cidrAddress": "home"}, "r.cidrAddress"),
        ({**_V4, "cidrAddress": "2001:db8::/64"}, "r.@odata.type"),
        ({**_SPAN, "upperAddress": "192.0.2.1"}, "r"),
        ({**_SPAN, "upperAddress": "2001:db8::1"}, "r"),
        ({**_SPAN, "lowerAddress": "home"}, "r.lowerAddress"),
        ({**_SPAN, "@odata.type": "iPv6Range"}, "r.@odata.type"),
        ({"@odata.type": "#microsoft.graph.iPv4Range"}, "r.lowerAddress"),
    ],
)
def test_what_is_no_range_is_refused_by_its_path(written: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        read_range(written, "r")

    assert path == refusal.value.path


def test_trusted_locations_are_named_together_and_unknown_addresses_are_nowhere() -> None:
    office, branch = (
        NamedLocation(ranges=(read_range(each, "r"),), is_trusted=each is _V4)
        for each in (_V4, _SPAN)
    )
    trusted = places_of(["AllTrusted"], {"office": office, "branch": branch})

    assert [True, False, False] == [
        trusted.hold(read_address(each)) for each in ("192.0.2.1", "192.0.2.8", "")
    ]
    assert places_of(["All"], {}).hold(None)
