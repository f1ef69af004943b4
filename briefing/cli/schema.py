"""`briefing schema`: write JSON Schemas of the YAML files, for editors that complete and check while you type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.discovery import printable
from briefing.cli.arguments import check_output_folder
from briefing.cli.report import print_problems, suggest
from briefing.files.atomic_write import write_files
from briefing.problems.problem import BriefingError


def schema(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files.")] = Path(
        "schemas"
    ),
) -> None:
    """Write a JSON Schema for each YAML file of a dossier, for editors that complete and check while you type.

    Name the schema in the first line of a file: # yaml-language-server: $schema=../../schemas/topic.schema.json
    """
    from briefing.api import schema as make_schemas

    try:
        check_output_folder(output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(2) from None
    files = {
        name: (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
        for name, content in make_schemas().items()
    }
    try:
        paths = write_files(output, files)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(1) from None
    for path in paths:
        typer.echo(printable(str(path)))
    suggest(
        f"add this as the first line of a facts file: # yaml-language-server: $schema=../../{output.as_posix()}/topic.schema.json"
    )
