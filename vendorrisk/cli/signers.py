"""``keys`` and ``trust``: who signs here, and whose signatures count."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click
from rich.text import Text

from vendorrisk.cli.files import read_file
from vendorrisk.cli.options import json_option
from vendorrisk.cli.plain import plain, print_json
from vendorrisk.cli.standing import FINGERPRINT_SHOWN
from vendorrisk.cli.workspace import Workspace


@click.group()
def keys() -> None:
    """Create and list signing keys."""


@keys.command()
@click.option("--name", required=True, help="Who signs, such as 'Ines Okafor'.")
@click.option("--organisation", required=True, help="For which organisation.")
@click.option("--years", default=2, show_default=True, help="How long the certificate is valid.")
@click.pass_obj
def new(workspace: Workspace, name: str, organisation: str, years: int) -> None:
    """Create a signing key with its certificate.

    The private key stays in the home folder, readable by you only; set VENDORRISK_KEY_PASSPHRASE to encrypt it. Give
    the certificate to those who shall trust you.
    """
    from vendorrisk.attest.certificates import fingerprint  # noqa: PLC0415
    from vendorrisk.attest.keys import certificate_path, new_key  # noqa: PLC0415

    folder = workspace.home / "keys"
    made = new_key(
        folder,
        name,
        organisation,
        valid_from=workspace.now,
        years=years,
        random=os.urandom,
        passphrase=workspace.passphrase,
    )
    path = certificate_path(folder, name)
    workspace.console.print(f"Created the signing key of {made.issuer}.")
    workspace.console.print(f"certificate   {path}", soft_wrap=True)
    workspace.console.print(f"fingerprint   {fingerprint(made.certificate)}", soft_wrap=True)
    workspace.console.print("Others trust it with: vendorrisk trust add CERTIFICATE, after comparing the fingerprint.")
    own = shlex.quote(str(path))
    workspace.console.print(f"next   vendorrisk trust add {own}   (to verify your own files)", soft_wrap=True)


@keys.command("list")
@json_option
@click.pass_obj
def list_keys(workspace: Workspace, *, as_json: bool) -> None:
    """List the signing keys of this home folder."""
    from vendorrisk.attest.certificates import read_pem, signer_of  # noqa: PLC0415
    from vendorrisk.attest.keys import certificate_path, key_names  # noqa: PLC0415

    folder = workspace.home / "keys"
    rows = []
    for name in key_names(folder):
        path = certificate_path(folder, name)
        rows.append({"key": name, **signer_of(read_pem(read_file(path), str(path))[0]).model_dump(mode="json")})
    if as_json:
        print_json(rows)
        return
    if not rows:
        workspace.console.print("No signing keys. Create one with: vendorrisk keys new --name ... --organisation ...")
    for row in rows:
        workspace.console.print(f"{row['key']:<20} {row['name']}, {row['organisation']}, until {row['not_after'][:10]}")


@click.group()
def trust() -> None:
    """Say whose signatures count."""


@trust.command("add")
@click.argument("certificate", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name in your trust list; the signer's own by default.")
@click.pass_obj
def add_trust(workspace: Workspace, certificate: Path, name: str) -> None:
    """Pin a signer's or a coalition root's certificate. Compare its fingerprint with its owner first."""
    from vendorrisk.attest.trust import reads_alike  # noqa: PLC0415

    entry = workspace.trust_list.add(read_file(certificate, most=1 << 20), name, where=str(certificate))
    kind = "every signer issued by" if entry.is_root else "the signatures of"
    who = ", ".join(part for part in (entry.who.name, entry.who.organisation) if part)
    workspace.console.print(plain(f"Trusted from now on: {kind} {who}."))
    workspace.console.print(f"fingerprint   {entry.who.fingerprint}", soft_wrap=True)
    others = [other for other in workspace.trust_list.entries() if other.name != entry.name]
    for other in (other for other in others if reads_alike(other.who, entry.who)):
        workspace.console.print(Text(plain(f"! You trust another certificate of {other.who.name} too:"), style="bold"))
        workspace.console.print(f"fingerprint   {other.who.fingerprint}  ({other.name})", soft_wrap=True)


@trust.command("list")
@json_option
@click.pass_obj
def list_trust(workspace: Workspace, *, as_json: bool) -> None:
    """List whose signatures count."""
    entries = workspace.trust_list.entries()
    if as_json:
        print_json([{"entry": entry.name, **entry.who.model_dump(mode="json")} for entry in entries])
        return
    if not entries:
        workspace.console.print("Nobody is trusted yet. Add a certificate with: vendorrisk trust add CERTIFICATE")
    for entry in entries:
        who = f"{entry.who.name}, {entry.who.organisation}, until {entry.who.not_after:%Y-%m-%d}"
        workspace.console.print(Text(entry.name, style="bold"), soft_wrap=True)
        workspace.console.print(plain(f"  {who}, {entry.who.fingerprint[:FINGERPRINT_SHOWN]}"), soft_wrap=True)


@trust.command("remove")
@click.argument("name")
@click.pass_obj
def remove_trust(workspace: Workspace, name: str) -> None:
    """Stop trusting a certificate."""
    entry = workspace.trust_list.remove(name)
    workspace.console.print(f"No longer trusted: {entry.name}.")
