"""Settings: every one has a default, an environment variable and a line in `.env.example`."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from runtime.folder import data_folder


class Settings(BaseSettings):
    """What an installation may set, in the environment or in `<data folder>/.env`."""

    model_config = SettingsConfigDict(env_prefix="DUBAN_", extra="ignore")

    home: Path = Path("duban-data")
    demo: bool = False  # a demo folder: held clock, no sending outside this machine
    database_url: str = ""  # empty: SQLite in the data folder
    time_zone: str = "Asia/Shanghai"
    engine: Literal["embedded", "prefect"] = "embedded"
    secret_keys: str = ""  # comma-separated, newest first; `duban init` makes one

    office_name: str = "统筹办公室"
    office_standing: Literal["督查机构", "受指定部门", "牵头协调部门"] = "牵头协调部门"
    office_place: str = ""  # 临澜市; empty: the place of each notice's issuer
    office_email: str = "duban@localhost"

    host: str = "127.0.0.1"
    port: int = 8420
    base_url: str = ""  # empty: http://host:port
    prefect_port: int = 4242
    prefect_api_url: str = ""  # distributed mode: the Prefect server's API

    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_timeout: float = 30.0  # seconds
    smtp_connections: int = 4

    imap_host: str = ""  # empty: no mailbox is read
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = ""
    imap_security: Literal["none", "starttls", "tls"] = "tls"
    imap_folder: str = "INBOX"

    trusted_authserv_id: str = ""  # whose Authentication-Results header we believe
    inbound_smtp_port: int = 0  # demo folders: the listener that takes replies; 0: none
    allow_private_webhooks: bool = False
    robot_hosts: str = ""  # comma-separated: private installations of WeCom, DingTalk, Feishu
    robot_proxy: str = ""  # http://proxy:3128, where the server has no way out of its own
    heartbeat_url: str = ""  # asked each hour in which every promise holds; empty: nobody is told
    most_messages: int = 2000  # a run that would send more stops and asks; 0: no limit
    most_times_usual: int = 10  # … or this many times what was sent on the busiest of five days
    policy_file: str = ""  # empty: policies.toml in the data folder, else the built-in presets

    @property
    def url(self) -> str:
        """The address that links in mails begin with, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.home / 'duban.db'}"


def load_settings(home: Path | None = None) -> Settings:
    """Read the settings of one data folder; the environment wins over its `.env`."""
    folder = home or data_folder()
    settings = Settings(_env_file=folder / ".env")
    return settings.model_copy(update={"home": folder})
