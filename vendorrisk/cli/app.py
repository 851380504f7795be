"""The click app. Command modules are imported only when one of their commands runs."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any

import click

from vendorrisk import __version__
from vendorrisk.cli import output_failed

_COMMANDS: dict[str, tuple[str, str]] = {
    "vendor": ("vendors", "Add, list and show vendors."),
    "triage": ("capture", "Answer the triage, which gives the inherent risk tier."),
    "template": ("templates", "Write a workbook for a vendor to fill."),
    "import": ("workbooks", "Read a filled workbook into an assessment."),
    "interview": ("capture", "Answer a questionnaire in the terminal."),
    "submit": ("capture", "Declare an assessment's answers complete."),
    "assessments": ("assessments", "List assessments; show, compare and export their answers."),
    "carry": ("carrying", "Take over answers into another questionnaire that shares them."),
    "evidence": ("evidences", "List, check, add and save the documents behind answers."),
    "review": ("reviews", "Accept, challenge, override or grade answers."),
    "waive": ("waivers", "Record an approved, expiring waiver of a criterion."),
    "score": ("results", "Check an assessment against a policy: the verdict and why."),
    "explain": ("explaining", "Show what decided a criterion, or which answers move most."),
    "plan": ("planning", "Find the cheapest changes that reach meets, or a score."),
    "coverage": ("coverages", "Show which items of a framework the answers reach."),
    "gaps": ("gaps", "List what is not met, and track it with the vendor."),
    "decide": ("decisions", "Record a person's decision about a vendor."),
    "attest": ("attestations", "Sign the verdict as a PDF attestation."),
    "verify": ("verifying", "Check attestations offline, strictly."),
    "register": ("registers", "Keep and list attestations that verify."),
    "compare": ("comparing", "Put attestations side by side."),
    "keys": ("signers", "Create and list signing keys."),
    "trust": ("signers", "Say whose signatures count."),
    "policy": ("policies", "List, show, compare and test policies and their overlays."),
    "glossary": ("glossaries", "Explain the words that questions, criteria and results use."),
    "content": ("contents", "Check and list questionnaires and policies."),
    "journal": ("stores", "Show the journal, and check that nobody changed it."),
    "store": ("stores", "Bring the database to this version's schema."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the commands in the order in which one uses them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module and return the command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"vendorrisk.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("import", "import_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or suggest the one that was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib  # noqa: PLC0415  only for a mistyped command

            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else " See 'vendorrisk --help'."
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx) from None


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 the answer is no; 2 usage; 3 refused input; 4 internal fault.",
)
@click.option("--content", type=click.Path(), help="Folder with questionnaires/, scoring/ and reports/.")
@click.option(
    "--home",
    type=click.Path(),
    envvar="VENDORRISK_HOME",
    help="Folder for the database, keys and trust list.  [env: VENDORRISK_HOME]",
)
@click.option("--as", "actor", envvar="VENDORRISK_ACTOR", help="Your name, as the journal records it.")
@click.version_option(__version__, prog_name="vendorrisk", message="%(prog)s %(version)s")
@click.pass_context
def app(ctx: click.Context, content: str | None, home: str | None, actor: str | None) -> None:
    """Assess a vendor once, prove the result to everyone.

    A vendor's answers come in by workbook or interview, are checked against the coalition's minimum criteria by rule,
    and go out as a signed attestation and a gap list that any member verifies offline.
    """
    from vendorrisk.cli.workspace import Workspace  # noqa: PLC0415

    workspace = Workspace.of(content=content, home=home, actor=actor, environment=os.environ)
    ctx.obj = workspace
    ctx.call_on_close(workspace.close)


def run(args: list[str]) -> int:
    """Run one command line; return its exit code. Every failure is said in words."""
    try:
        code = _run(args)
        sys.stdout.flush()
    except SystemExit:  # so click and rich leave when the reader is gone
        return output_failed(BrokenPipeError())
    except OSError as error:
        return output_failed(error)
    return code


def _run(args: list[str]) -> int:
    try:
        return int(app.main(args, prog_name="vendorrisk", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\nStopped.\n")
        return 130
    except Exception as error:  # the last net: a user never sees a traceback
        if isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.ENOSPC) and error.filename is None:
            raise
        return _failed(error)


def _failed(error: Exception) -> int:
    # Imported only now, so that a command that does not fail never pays for it.
    from vendorrisk.cli.faults import show_error  # noqa: PLC0415
    from vendorrisk.model.fault import VendorRiskError  # noqa: PLC0415

    if isinstance(error, VendorRiskError):
        show_error(error)
        return error.exit_code
    return _crashed(error)


def _crashed(error: Exception) -> int:
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="vendorrisk-fault-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    sys.stderr.write(
        f"Something went wrong inside vendorrisk ({type(error).__name__}). Nothing more was done.\n"
        f"Please report it, with the details in {file.name}\n",
    )
    return 4
