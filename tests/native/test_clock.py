"""The lab's clock over HTTP: forward by a duration, to an instant, never before real time."""

from datetime import timedelta
from pathlib import Path

import pytest

from tenantry.clock import format_instant, parse_instant, system_now
from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tests.support.web_client import WebClient

_CLOCK = "/tenantry/v1.0/lab/clock"
_A_MOMENT = timedelta(seconds=30)


def _shown(client: WebClient) -> str:
    now: str = client.get(_CLOCK).json()["now"]
    return now


def test_a_duration_moves_the_clock_forward_for_every_transaction(
    client: WebClient, services: Services
) -> None:
    answer = client.post(_CLOCK, json={"advance": "P30DT12H"})

    expected = system_now() + timedelta(days=30, hours=12)
    assert 200 == answer.status_code
    assert abs(parse_instant(answer.json()["now"]) - expected) < _A_MOMENT
    with services.database.read() as reading:
        assert abs(reading.now - expected) < _A_MOMENT
    assert abs(parse_instant(_shown(client)) - expected) < _A_MOMENT


def test_durations_add_up(client: WebClient) -> None:
    client.post(_CLOCK, json={"advance": "PT1H"})
    client.post(_CLOCK, json={"advance": "PT2H"})

    moved = parse_instant(_shown(client)) - system_now()
    assert abs(moved - timedelta(hours=3)) < _A_MOMENT


def test_an_instant_sets_the_clock_and_real_time_sets_it_back(client: WebClient) -> None:
    later = client.post(_CLOCK, json={"now": "2101-01-01T00:00:00Z"}).json()["now"]
    back = client.post(_CLOCK, json={"now": format_instant(system_now())}).json()["now"]

    assert "2101-01-01T00:00:00.000000Z" == later
    assert abs(parse_instant(back) - system_now()) < _A_MOMENT


@pytest.mark.parametrize(
    ("move", "target", "told"),
    [
        ({"now": "2001-01-01T00:00:00Z"}, "now", "has passed"),
        ({"now": "9999-01-01T00:00:00Z"}, "now", "8999"),
        ({"now": "tomorrow"}, "now", "not an instant"),
        ({"advance": "P1M"}, "advance", "not a duration"),
        ({"advance": "P"}, "advance", "not a duration"),
        ({"advance": "-P1D"}, "advance", "not a duration"),
        ({"advance": "P999999999999D"}, "advance", "longer"),
        ({"advance": "P3000000D"}, "advance", "8999"),
        ({"advance": 30}, "advance", "expected `str | null`"),
        ({"advance": "P1D", "now": "2101-01-01T00:00:00Z"}, "advance", "either"),
        ({}, "advance", "either"),
        ({"forward": "P1D"}, "forward", "unknown field"),
        ([], "body", "expected `object`"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_by_name_and_moves_nothing(
    client: WebClient, move: object, target: str, told: str
) -> None:
    answer = client.post(_CLOCK, json=move)

    error = answer.json()["error"]
    assert (400, target) == (answer.status_code, error["target"])
    assert told.replace("`", "'") in error["message"]
    assert abs(parse_instant(_shown(client)) - system_now()) < _A_MOMENT


def test_a_body_that_is_no_json_is_refused(client: WebClient) -> None:
    answer = client.post(_CLOCK, content=b"{")

    assert 400 == answer.status_code


def test_outside_the_lab_there_is_no_clock(tmp_path: Path, database_url: str) -> None:
    settings = Settings(folder=tmp_path, database=database_url)
    with open_services(settings) as services:
        with services.database.write() as work:
            headers = {"Authorization": f"Bearer {issue_operator_token(work)}"}
        client = WebClient(web_application(services), headers=headers)
        answers = [client.get(_CLOCK), client.post(_CLOCK, json={"advance": "P1D"})]

    assert [404, 404] == [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT0S", 0), ("PT1.5S", 1.5), ("PT2M", 120), ("P1W", 604800), ("P1DT1H1M1S", 90061)],
)
def test_every_part_of_a_duration_counts(client: WebClient, duration: str, seconds: float) -> None:
    before = parse_instant(_shown(client))

    after = parse_instant(client.post(_CLOCK, json={"advance": duration}).json()["now"])

    assert abs((after - before).total_seconds() - seconds) < _A_MOMENT.total_seconds() / 30
