"""What people are told of a value that does not fit its type."""

import msgspec
import pytest

from tenantry.decoding import explain_misfit


class _Spoke(msgspec.Struct, forbid_unknown_fields=True):
    size: int


class _Hub(msgspec.Struct, forbid_unknown_fields=True):
    spokes: list[_Spoke]


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        ({"spokes": [{"size": "big"}]}, "spokes[0].size", "expected `int`, got `str`"),
        ({"spokes": [{}]}, "spokes[0].size", "object missing required field `size`"),
        ({"spokes": [], "rim": 1}, "rim", "object contains unknown field `rim`"),
        ([], "", "expected `object`, got `array`"),
    ],
)
def test_the_whole_path_and_the_reason_are_told(value: object, path: str, reason: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(value, _Hub)

    assert (path, reason) == explain_misfit(caught.value)
