"""The settings of an installation, each with its name, meaning and default."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec

Port = Annotated[int, msgspec.Meta(ge=0, le=65535, description="a port from 0 to 65535")]
Count = Annotated[int, msgspec.Meta(ge=1, le=256, description="a number from 1 to 256")]
CountOrNone = Annotated[int, msgspec.Meta(ge=0, le=256, description="a number from 0 to 256")]
Memory = Annotated[
    int, msgspec.Meta(ge=8, le=4194304, description="a number of KiB from 8 to 4194304")
]
Passes = Annotated[int, msgspec.Meta(ge=1, le=64, description="a number from 1 to 64")]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650, description="a number from 0 to 3650")]

_DATABASE_FILE = "tenantry.db"


def _told(name: str, meaning: str) -> dict[str, str]:
    return {"name": name, "meaning": meaning}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an installation can be told; `settings_sources` reads it from its sources."""

    folder: Path = field(
        default=Path(".tenantry"),
        metadata=_told("data", "folder of the database, the secret key and the lab's files"),
    )
    database: str = field(
        default="",
        metadata=_told("database", "database URL; empty: a file of SQLite in `data`"),
    )
    host: str = field(default="localhost", metadata=_told("host", "name or address to listen on"))
    port: Port = field(default=8443, metadata=_told("port", "port for https; 0 picks a free one"))
    http_port: Port = field(
        default=8080, metadata=_told("http_port", "port for plain http; 0 picks a free one")
    )
    base_url: str = field(
        default="",
        metadata=_told("base_url", "address that clients see, where a proxy stands in front"),
    )
    aliases: str = field(
        default="",
        metadata=_told("aliases", "further addresses that clients use, separated by commas"),
    )
    tls_certificate: str = field(
        default="",
        metadata=_told("tls.certificate", "PEM file with certificate and chain; empty: no https"),
    )
    tls_key: str = field(
        default="", metadata=_told("tls.key", "PEM file with the certificate's private key")
    )
    lab: bool = field(
        default=False, metadata=_told("lab", "whether this is a lab, whose clock can be moved")
    )
    signin_password_grant: bool = field(
        default=False,
        metadata=_told(
            "signin.password_grant",
            "whether clients may send a person's password themselves; always in the lab",
        ),
    )
    licensing: Literal["off", "report", "enforce"] = field(
        default="off",
        metadata=_told("licensing", "whether licences are ignored, reported or enforced"),
    )
    sync_instances_per_pair: Literal["one", "many"] = field(
        default="one",
        metadata=_told("sync.instances_per_pair", "how many jobs may join one pair of tenants"),
    )
    sync_cross_cloud: bool = field(
        default=False,
        metadata=_told("sync.cross_cloud", "whether jobs may cross clouds, or run in 21Vianet's"),
    )
    passwords_memory_kib: Memory = field(
        default=65536,
        metadata=_told(
            "passwords.memory_kib",
            "memory that the hash of a password takes (Argon2id); 19456 or more, but in a lab",
        ),
    )
    passwords_iterations: Passes = field(
        default=3,
        metadata=_told("passwords.iterations", "passes over that memory; 2 or more, but in a lab"),
    )
    passwords_parallelism: Passes = field(
        default=1,
        metadata=_told("passwords.parallelism", "threads that share the work of one hash"),
    )
    signin_assertions: Literal["reusable", "once"] = field(
        default="reusable",
        metadata=_told(
            "signin.assertions",
            "whether a client assertion may come again until it expires, as MSAL sends it",
        ),
    )
    signin_issuer_hosts: str = field(
        default="",
        metadata=_told(
            "signin.issuer_hosts",
            "hosts of other issuers that may have private addresses, separated by commas",
        ),
    )
    signin_issuer_authorities: str = field(
        default="",
        metadata=_told(
            "signin.issuer_authorities",
            "PEM file with further authorities that certificates of issuers may come from",
        ),
    )
    signin_outside_providers: str = field(
        default="",
        metadata=_told(
            "signin.outside_providers",
            "TOML file with other clouds, and addresses and clients of identity providers",
        ),
    )
    mail_sender: Literal["file", "console", "smtp"] = field(
        default="file",
        metadata=_told("mail.sender", "where mails go: the folder `mail` in `data`, the log, SMTP"),
    )
    mail_from: str = field(
        default="tenantry@localhost",
        metadata=_told("mail.from", "address that mails come from"),
    )
    mail_smtp_host: str = field(
        default="", metadata=_told("mail.smtp_host", "mail server, where `mail.sender` is `smtp`")
    )
    mail_smtp_port: Port = field(
        default=587, metadata=_told("mail.smtp_port", "port of the mail server")
    )
    mail_smtp_security: Literal["starttls", "tls", "none"] = field(
        default="starttls",
        metadata=_told("mail.smtp_security", "how the connection to it is encrypted"),
    )
    mail_smtp_user: str = field(
        default="", metadata=_told("mail.smtp_user", "name to sign in there; empty: none")
    )
    mail_smtp_password: str = field(
        default="", metadata=_told("mail.smtp_password", "password to sign in there")
    )
    logs_retention_audit: Days = field(
        default=30,
        metadata=_told("logs.retention_audit", "days that the audit is kept; 0: for good"),
    )
    logs_retention_sign_ins: Days = field(
        default=30,
        metadata=_told("logs.retention_sign_ins", "days that sign-ins are kept; 0: for good"),
    )
    logs_retention_provisioning: Days = field(
        default=30,
        metadata=_told(
            "logs.retention_provisioning", "days that the provisioning log is kept; 0: for good"
        ),
    )
    export_logs: str = field(
        default="audit,signIns,provisioning",
        metadata=_told("export.logs", "logs that are exported, separated by commas"),
    )
    export_file: str = field(
        default="",
        metadata=_told("export.file", "file to append logs to as JSON lines; `-`: standard output"),
    )
    export_syslog: str = field(
        default="",
        metadata=_told(
            "export.syslog", "collector for syslog, such as `tls://logs.example.com:6514`"
        ),
    )
    export_webhook: str = field(
        default="", metadata=_told("export.webhook", "address that gets logs by https")
    )
    export_webhook_secret: str = field(
        default="",
        metadata=_told("export.webhook_secret", "secret that signs what the webhook gets"),
    )
    export_authorities: str = field(
        default="",
        metadata=_told(
            "export.authorities",
            "PEM file with the authorities of collectors; empty: those of this machine",
        ),
    )
    web_instances: Count = field(
        default=1, metadata=_told("web.instances", "how many web servers `serve` starts")
    )
    web_connections: Count = field(
        default=8, metadata=_told("web.connections", "database connections of each web server")
    )
    web_proxies: str = field(
        default="",
        metadata=_told(
            "web.proxies",
            "addresses of the proxies whose X-Forwarded headers count, separated by commas;"
            " empty: those on this machine",
        ),
    )
    web_certificate_proxies: str = field(
        default="",
        metadata=_told(
            "web.certificate_proxies",
            "addresses of the proxies whose Client-Cert (RFC 9440) proves a device, separated by"
            " commas; empty: nobody's",
        ),
    )
    worker_instances: CountOrNone = field(
        default=1, metadata=_told("worker.instances", "how many workers `serve` starts")
    )
    metrics_path: str = field(
        default="",
        metadata=_told(
            "metrics.path", "path of the metrics for Prometheus, such as `/metrics`; empty: none"
        ),
    )
    metrics_worker_port: Port = field(
        default=0,
        metadata=_told(
            "metrics.worker_port",
            "port on which a worker tells its own figures, several take the next ones; 0: none",
        ),
    )
    log_level: Literal["debug", "info", "warning", "error"] = field(
        default="info", metadata=_told("log.level", "least severity that is logged")
    )
    log_format: Literal["console", "json"] = field(
        default="console", metadata=_told("log.format", "log lines for people or for machines")
    )

    @property
    def database_url(self) -> str:
        """The database to open."""
        return self.database or f"sqlite:///{self.folder.absolute() / _DATABASE_FILE}"

    @property
    def is_made(self) -> bool:
        """Whether the database is there; that of a server is taken to be."""
        return bool(self.database) or (self.folder / _DATABASE_FILE).exists()

    @property
    def has_tls(self) -> bool:
        """Whether a certificate is given, so that https is served."""
        return bool(self.tls_certificate)

    @property
    def public_url(self) -> str:
        """The address clients use, without a trailing slash."""
        if self.base_url:
            return self.base_url.rstrip("/")
        scheme, port = ("https", self.port) if self.has_tls else ("http", self.http_port)
        return f"{scheme}://{in_url(self.host)}:{port}"


def in_url(host: str) -> str:
    """Return *host* as a URL has it: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host
