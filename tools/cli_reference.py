"""The reference of the command line, as Markdown, from the commands themselves."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer

from cvsignal.cli import app

NAME = "cvsignal"


def commands(command: Any = None, name: str = NAME) -> Iterator[tuple[str, Any]]:
    """(full name, command) of every command that does something, in the order in which help lists them."""
    command = command or typer.main.get_command(app)
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for part, below in inner.items():
        yield from commands(below, f"{name} {part}")


def reference() -> str:
    """Every command: what it does, its usage, its arguments and options."""
    return "\n\n".join(_section(name, command) for name, command in commands())


def _section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    choices = _choices(command)
    usage = " ".join([name, *(_argument(p) for p in arguments), "[OPTIONS]" if options else ""]).strip()
    rows = [f"| `{_argument(p)}` | {p.help} |" for p in arguments]
    rows += [f"| {_option(p, choices.get(p.name, ''))} | {_meaning(p)} |" for p in options]
    return "\n\n".join(
        [f"## `{name}`", inspect.cleandoc(command.help), f"```\n{usage}\n```", "\n".join(["| | |", "|---|---|", *rows])]
    )


def _choices(command: Any) -> dict[str, str]:
    """What may be written after an option, where only a few words may."""
    found: dict[str, str] = {}
    for name, hint in get_type_hints(inspect.unwrap(command.callback)).items():
        literal = next((one for one in (hint, *get_args(hint)) if get_origin(one) is Literal), None)
        if literal is not None:
            found[name] = " or ".join(get_args(literal))
    return found


def _argument(parameter: Any) -> str:
    name = parameter.name.upper() + ("…" if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any, choices: str) -> str:
    longest_first = sorted(parameter.opts, key=len, reverse=True)
    names = ", ".join(f"`{name}`" for name in [*longest_first, *parameter.secondary_opts])
    return f"{names} {choices}".strip()


def _meaning(parameter: Any) -> str:
    if parameter.required:
        return f"{parameter.help} Required."
    if isinstance(parameter.show_default, str):
        return f"{parameter.help} Default: {parameter.show_default}."
    default = parameter.default
    if parameter.show_default is False or default is None or isinstance(default, bool):
        return str(parameter.help)
    shown = (
        f"{default:g}"
        if isinstance(default, float)
        else os.fspath(default)
        if isinstance(default, os.PathLike)
        else default
    )
    return f"{parameter.help} Default: `{shown}`."
