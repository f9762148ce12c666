"""Settings: the order of their sources, and what is refused where."""

from pathlib import Path

import pytest

from tenantry.errors import InvalidValueError
from tenantry.runtime.setting_descriptions import SETTINGS, environment_of
from tenantry.runtime.settings import Settings
from tenantry.runtime.settings_sources import read_settings


def test_each_source_wins_over_the_one_before_it(tmp_path: Path) -> None:
    (tmp_path / "tenantry.toml").write_text(
        'licensing = "report"\nport = 1\nhttp_port = 1\nhost = "file"\n[log]\nlevel = "debug"\n'
    )
    environment = {"TENANTRY_PORT": "2", "TENANTRY_HTTP_PORT": "2", "TENANTRY_HOST": "environment"}

    settings = read_settings(
        directory=tmp_path,
        environment=environment,
        assignments=["port=3", "http_port=3"],
        options={"port": 4, "http_port": None},
    )

    assert settings == Settings(
        licensing="report", log_level="debug", host="environment", http_port=3, port=4
    )


@pytest.mark.parametrize(
    ("environment", "assignments", "told"),
    [
        ({"TENANTRY_LICENCING": "off"}, [], ["`TENANTRY_LICENCING`", "licencing", "`licensing`"]),
        ({"TENANTRY_SYNC_CROSS_CLOUD": "maybe"}, [], ["sync.cross_cloud", "maybe", "`true`"]),
        ({}, ["port=abc"], ["`--set`", "port", "abc", "0 to 65535"]),
        ({}, ["port=65536"], ["65536", "0 to 65535"]),
        ({}, ["licensing=no"], ["`off`, `report`, `enforce`"]),
        ({}, ["port"], ["`--set port`", "name=value"]),
        ({}, ["data="], ["data"]),
    ],
)
def test_what_is_no_setting_or_no_value_is_refused_by_name_and_source(
    tmp_path: Path, environment: dict[str, str], assignments: list[str], told: list[str]
) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        read_settings(directory=tmp_path, environment=environment, assignments=assignments)

    assert [] == [words for words in told if words not in refusal.value.message]


def test_an_unknown_name_in_the_file_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "tenantry.toml").write_text("[sync]\ncross_clouds = true\n")

    with pytest.raises(InvalidValueError) as refusal:
        read_settings(directory=tmp_path, environment={})

    assert "sync.cross_clouds" == refusal.value.path
    assert "tenantry.toml`" in refusal.value.message
    assert "did you mean `sync.cross_cloud`?" in refusal.value.message


def test_the_folder_of_the_installation_has_settings_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "tenantry.toml").write_text('lab = true\nlicensing = "report"\n')
    (tmp_path / "tenantry.toml").write_text('data = "elsewhere"\nlicensing = "enforce"\n')

    settings = read_settings(directory=tmp_path, environment={})

    assert Settings(folder=Path("elsewhere"), lab=True, licensing="enforce") == settings


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tenantry.toml").write_text("port = \n")

    with pytest.raises(InvalidValueError, match="line 1"):
        read_settings(directory=tmp_path, environment={})


def test_other_variables_and_the_secret_key_are_no_settings(tmp_path: Path) -> None:
    environment = {"PATH": "/bin", "TENANTRY_SECRET_KEY": "of the secret box"}

    settings = read_settings(directory=tmp_path, environment=environment)

    assert Settings() == settings


def test_a_child_reads_the_same_settings_from_its_environment(tmp_path: Path) -> None:
    settings = Settings(
        folder=tmp_path,
        database="postgresql://host/name",
        port=0,
        lab=True,
        sync_instances_per_pair="many",
        web_instances=3,
    )

    inherited = read_settings(directory=tmp_path, environment=environment_of(settings))

    assert settings == inherited


def test_the_database_is_a_file_in_the_folder_unless_one_is_named(tmp_path: Path) -> None:
    assert f"sqlite:///{tmp_path}/tenantry.db" == Settings(folder=tmp_path).database_url
    assert "postgresql://host/name" == Settings(database="postgresql://host/name").database_url


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://localhost:8080"),
        (Settings(tls_certificate="server.pem", port=443), "https://localhost:443"),
        (Settings(base_url="https://id.example/"), "https://id.example"),
    ],
)
def test_clients_see_the_base_url_or_where_the_server_listens(
    settings: Settings, address: str
) -> None:
    assert address == settings.public_url


def test_every_setting_says_what_it_is_for() -> None:
    assert [] == [name for name, each in SETTINGS.items() if not each.meaning or not each.accepts]
