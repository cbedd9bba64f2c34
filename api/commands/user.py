"""``jintu user``: accounts from the command line, for whoever runs the service.

A password is asked for, or read from standard input; it is never an argument, because arguments
are seen by everybody on the machine.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from api.commands import options, store
from api.commands.options import AsJson, DataDir, say
from layers.accounts import OPERATOR, POLICIES, Newcomer, Policy, people

app = typer.Typer(no_args_is_help=True, help=say("cli.user"))

Name = Annotated[str, typer.Argument(help=say("cli.user.name"))]
Role = Annotated[str, typer.Option("--role", help=say("cli.user.role_option"))]


@app.command(help=say("cli.user.add"))
def add(name: Name, role: Role, data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Make an account."""
    password = _asked_password()
    with store.store(data_dir) as database:
        newcomer = Newcomer(name=name, role=role, password=password)
        made = people.make(database, _policy(), newcomer, actor=OPERATOR)
    _show(made, "cli.user.added", as_json=as_json)


@app.command("list", help=say("cli.user.list"))
def listing(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """List the accounts."""
    with store.store(data_dir) as database, database.begin() as connection:
        accounts = people.listing(connection)
    if as_json:
        options.emit({"users": accounts})
        return
    for account in accounts:
        state = say("cli.user.state.disabled" if account["disabled"] else "cli.user.state.open")
        options.tell(f"{account['name']}  {say('role.' + account['role'])}  {state}")


@app.command(help=say("cli.user.disable"))
def disable(
    name: Name,
    data_dir: DataDir = None,
    *,
    undo: Annotated[bool, typer.Option("--undo", help=say("cli.user.undo"))] = False,
    as_json: AsJson = False,
) -> None:
    """Disable an account, or enable it again."""
    with store.store(data_dir) as database, database.begin() as connection:
        people.set_disabled(connection, name, disabled=not undo, actor=OPERATOR)
        account = people.get(connection, name)
    _show(account, "cli.user.enabled" if undo else "cli.user.disabled", as_json=as_json)


@app.command(help=say("cli.user.role"))
def role(
    name: Name,
    role: Annotated[str, typer.Argument(help=say("cli.user.role_option"))],
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Give an account another role."""
    with store.store(data_dir) as database, database.begin() as connection:
        people.set_role(connection, name, role, actor=OPERATOR)
        account = people.get(connection, name)
    _show(account, "cli.user.has_role", as_json=as_json)


@app.command(help=say("cli.user.password"))
def password(name: Name, data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Give an account another password; its sessions end."""
    chosen = _asked_password()
    with store.store(data_dir) as database:
        people.set_password(database, _policy(), name, chosen, actor=OPERATOR)
        with database.begin() as connection:
            account = people.get(connection, name)
    _show(account, "cli.user.password_set", as_json=as_json)


def _policy() -> Policy:
    return POLICIES[store.settings_for(None).account_policy]


def _asked_password() -> str:
    """Ask twice without showing it; without a terminal, take the first line that comes in."""
    if sys.stdin.isatty():
        question = say("cli.user.password_prompt")
        again = say("cli.user.password_again")
        typed: str = typer.prompt(question, hide_input=True, confirmation_prompt=again, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _show(account: dict[str, Any], key: str, *, as_json: bool) -> None:
    if as_json:
        options.emit(account)
    else:
        options.tell(say(key, name=account["name"], role=say("role." + account["role"])))
