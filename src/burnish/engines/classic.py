"""The engine "classic": Pydantic models by datamodel-code-generator, a raw client by openapi-python-client.

Both read the normalised document, in which every class has its final name already, so neither has a name to invent.
They write the package `<package>/models.py` and `<package>/raw/`; everything around them is written by Burnish's own
templates. Both are optional (`pip install "burnish[classic]"`).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from burnish.code import GeneratedFile
from burnish.diagnostics import Located, Report

from .codes import CLASSIC_ENGINE_MISSING, CLASSIC_GAP, CLASSIC_OPERATION

__all__ = ["ClassicTemplates", "classic"]

Document = Mapping[str, object]
VERBS = frozenset(("get", "put", "post", "delete", "options", "head", "patch", "trace"))
OBJECT = re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>")
MOST_NAMED = 5


class ClassicTemplates(Struct, frozen=True):
    """Folders with Jinja templates that take the place of the engines' own, by name; None for theirs."""

    models: Path | None = None
    client: Path | None = None


def classic(
    document: Document, package: str, at: Located, report: Report, templates: ClassicTemplates | None = None
) -> tuple[GeneratedFile, ...]:
    """Write models and raw client of a normalised document (plain OpenAPI 3.1).

    An engine that is not installed, and an operation that openapi-python-client leaves out, are errors in the report;
    a response or parameter that it leaves out is a warning.
    """
    missing = [name for name in ("datamodel_code_generator", "openapi_python_client") if find_spec(name) is None]
    if missing:
        report.add(CLASSIC_ENGINE_MISSING, at, engines=", ".join(name.replace("_", "-") for name in missing))
        return ()
    templates = templates or ClassicTemplates()
    with tempfile.TemporaryDirectory(prefix="burnish-classic-") as folder:
        work = Path(folder)
        source = work / "openapi.json"
        source.write_text(json.dumps(document), encoding="utf-8")
        write_models(source, work / "models.py", templates.models)
        write_client(source, work / "raw", templates.client, at, report)
        refuse_gaps(document, work / "raw", at, report)
        return (
            GeneratedFile(PurePosixPath("src", package, "models.py"), (work / "models.py").read_bytes()),
            *collect(work / "raw", PurePosixPath("src", package, "raw")),
        )


def write_models(source: Path, target: Path, templates: Path | None) -> None:
    """Let datamodel-code-generator write one module of Pydantic models."""
    from datamodel_code_generator import InputFileType, generate
    from datamodel_code_generator.config import GenerateConfig
    from datamodel_code_generator.enums import AllOfMergeMode, DataModelType
    from datamodel_code_generator.format import Formatter, PythonVersion

    generate(
        source,
        config=GenerateConfig(
            input_file_type=InputFileType.OpenAPI,
            output=target,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            allof_merge_mode=AllOfMergeMode.Constraints,
            custom_template_dir=templates,
            disable_timestamp=True,
            field_constraints=True,
            formatters=[Formatter.RUFF_FORMAT],
            keep_model_order=True,
            snake_case_field=True,
            allow_population_by_field_name=True,
            use_annotated=True,
            use_double_quotes=True,
            use_schema_description=True,
            use_standard_collections=True,
            use_union_operator=True,
        ),
    )


def write_client(source: Path, target: Path, templates: Path | None, at: Located, report: Report) -> None:
    """Let openapi-python-client write its package; what it could not generate is reported as an error each."""
    from openapi_python_client import generate
    from openapi_python_client.config import Config, ConfigFile, MetaType

    settings = ConfigFile(post_hooks=[], literal_enums=True, use_path_prefixes_for_title_model_names=False)
    config = Config.from_sources(
        settings, MetaType.NONE, document_source=source, file_encoding="utf-8", overwrite=True, output_path=target
    )
    with redirect_stdout(StringIO()):
        errors = generate(config=config, custom_template_path=templates)
    for error in errors:
        what = " ".join(f"{error.header} {error.detail or ''}".split())
        report.add(CLASSIC_GAP, at, what=OBJECT.sub("...", what.removeprefix("WARNING ")))


def refuse_gaps(document: Document, raw: Path, at: Located, report: Report) -> None:
    """Report the operations that the raw client has no function for; it has a module for each."""
    written = {letters(module.stem) for module in (raw / "api").glob("*/*.py")}
    wanted = list(operations_of(document))
    missing = [name for name in wanted if letters(name) not in written]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (", ..." if len(missing) > MOST_NAMED else "")
        report.add(CLASSIC_OPERATION, at, count=len(missing), total=len(wanted), missing=named)


def operations_of(document: Document) -> Iterator[str]:
    """What the operations of a document are called: by their id, or verb and path."""
    paths: Any = document.get("paths", {})
    for path, item in paths.items():
        standard = ((verb, node) for verb, node in item.items() if verb in VERBS)
        for verb, node in (*standard, *item.get("additionalOperations", {}).items()):
            yield node.get("operationId") or f"{verb} {path}"


def letters(name: str) -> str:
    """A name as both sides have it: this engine changes case and separators."""
    return re.sub("[^a-z0-9]", "", name.lower())


def collect(folder: Path, target: PurePosixPath) -> tuple[GeneratedFile, ...]:
    """All files below a folder, at a path of the package."""
    return tuple(
        GeneratedFile(target / path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
