"""`tenantry serve`, `tenantry worker`, and the web server that `serve` starts as its child."""

import click

from tenantry.cli.installation import installation_options, serving_options
from tenantry.cli.output import OutputForm, output_option, print_json
from tenantry.runtime.lifeline import stop_with_parent
from tenantry.runtime.listening import adopt
from tenantry.runtime.logs import configure_logs
from tenantry.runtime.running import listening, running
from tenantry.runtime.services import open_services
from tenantry.runtime.serving import serve as serve_application
from tenantry.runtime.settings import Settings
from tenantry.runtime.supervising import stop_signals
from tenantry.runtime.web import web_application
from tenantry.runtime.working import work


def _tie(_context: click.Context, _option: click.Parameter, descriptor: int | None) -> None:
    if descriptor is not None:
        stop_with_parent(descriptor)


_lifeline = click.option("--lifeline", type=int, hidden=True, expose_value=False, callback=_tie)


@click.command()
@output_option
@serving_options
def serve(settings: Settings, /, output: OutputForm) -> None:
    """Run the API, the sign-in and the worker on this machine.

    With certificates (`--set tls.certificate=FILE --set tls.key=FILE`) https is served on
    `--port`; plain http, for a proxy, is always served on `--http-port`.
    """
    configure_logs(settings.log_level, settings.log_format)
    with (
        listening(settings) as (actual, https, http),
        running(actual, https, http),
        stop_signals() as stopping,
    ):
        if output is OutputForm.JSON:
            print_json({"url": actual.public_url, "port": https.port, "httpPort": http.port})
        else:
            click.echo(f"Serving {actual.public_url}")
        stopping.wait()


@click.command()
@installation_options
@_lifeline
def worker(settings: Settings) -> None:
    """Run synchronization jobs and clean-up, beside web servers on the same database."""
    configure_logs(settings.log_level, settings.log_format)
    with stop_signals() as stopping, open_services(settings) as services:
        work(services, stopping)


@click.command(hidden=True)
@installation_options
@click.option("--https", "https", type=int, multiple=True)
@click.option("--http", "http", type=int, multiple=True)
@_lifeline
def web(settings: Settings, https: tuple[int, ...], http: tuple[int, ...]) -> None:
    """Answer requests on the sockets that `serve` opened."""
    configure_logs(settings.log_level, settings.log_format)
    with open_services(settings) as services:
        serve_application(
            web_application(services),
            https=adopt(https),
            http=adopt(http),
            certificate=settings.tls_certificate,
            key=settings.tls_key,
            proxies=settings.web_proxies,
            certificate_proxies=settings.web_certificate_proxies,
        )
