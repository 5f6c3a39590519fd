"""The command line: one command a verb; each parses, calls one function and prints.

Exit 0 done, 1 a clear error, 2 wrong usage. Heavy libraries are imported inside the commands, so that ``--help`` is instant.
"""

from __future__ import annotations

import os
import sys

import typer

from cvsignal.cli import assess, corpus, labels, models, screen, train
from cvsignal.errors import CvsignalError

app = typer.Typer(
    name="cvsignal",
    help="Screen CVs for social media managers and community managers; every score rests on words of the CV. Works offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("screen")(screen.screen)
app.command("assess")(assess.assess)
app.command("train")(train.train)
app.command("evaluate")(train.evaluate)
app.add_typer(corpus.app, name="corpus")
app.add_typer(labels.app, name="labels")
app.command("compare")(models.compare)
app.command("promote")(models.promote)
app.command("rollback")(models.rollback)


@app.callback(invoke_without_command=True)
def _options(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    if version:
        from cvsignal import __version__

        typer.echo(f"cvsignal {__version__}")
        raise typer.Exit


def main() -> None:
    """Runs the command line; our errors become one line on standard error and exit 1, in this one place."""
    os.environ["PYTHONSAFEPATH"] = "1"  # processes that we start import nothing from a folder of applicants' files
    try:
        app()
    except CvsignalError as error:
        typer.secho(f"Error: {error}", fg=typer.colors.RED, err=True)
        sys.exit(1)
    except OSError as error:  # a folder that may not be written to, a full disk
        where = f"{error.filename}: " if error.filename else ""
        typer.secho(
            f"Error: {where}{error.strerror or error}. Check the path, its rights and the free space.",
            fg=typer.colors.RED,
            err=True,
        )
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        sys.exit(130)
