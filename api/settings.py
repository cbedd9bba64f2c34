"""Settings: from the environment (prefix ``JINTU_``), overridden by command-line options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from geo.errors import JintuError

PROJECT = Path(__file__).resolve().parent.parent


def default_data_dir() -> Path:
    """Return where data lives when nobody says: beside the program."""
    return PROJECT / ".jintu"


class Settings(BaseSettings):
    """What can be set from outside. Every field is described in the README's table."""

    model_config = SettingsConfigDict(env_prefix="JINTU_", extra="ignore")

    database_url: str | None = None
    """A PostGIS server; without it jintu runs its own private one in ``data_dir``."""
    read_url: str | None = None
    """A replica for reading; only together with ``database_url``."""
    data_dir: Path = Field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    base_url: str | None = None
    """The address the outside uses, for links; without it, that of the request."""
    allowed_hosts: list[str] = []
    """More names by which requests may call this service, beside addresses and this host's own."""
    worker: bool = True
    """Whether the service does background work itself; a separate worker may do it instead."""
    cache_mb: int = Field(default=64, ge=0, le=4096)
    """Memory for ready-made responses."""
    account_policy: Literal["asvs", "djbh"] = "asvs"
    """Which rules for passwords and sessions are in force."""
    open_runs: bool = True
    """Whether analyses may be run without signing in."""
    insecure_http: bool = False
    """Whether people may sign in over plain http from other machines."""


class BadSetting(JintuError):
    """A setting has a value that makes no sense."""

    code = "bad_setting"


def read_settings(**given: object) -> Settings:
    """Read the settings; what is given stands above the environment.

    Raises
    ------
    BadSetting
        When values make no sense; every one of them is named, not only the first.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = error.errors()
        names = [f"JINTU_{str(fault['loc'][0]).upper()}" for fault in faults]
        reasons = "; ".join(str(fault["msg"]) for fault in faults)
        raise BadSetting(where=", ".join(names), reason=reasons) from error
    except SettingsError as error:
        raise BadSetting(where="JINTU_*", reason=str(error)) from error


def version() -> str:
    """Return the version of this program, as ``pyproject.toml`` states it."""
    import tomllib

    with (PROJECT / "pyproject.toml").open("rb") as file:
        stated: str = tomllib.load(file)["project"]["version"]
    return stated


def locale_name() -> str:
    """Return the language of the terminal, as ``JINTU_LANG`` or the locale says."""
    names = ("JINTU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "en")
