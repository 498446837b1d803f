"""Diagnostics of overlays: of files that cannot be laid, and of those that no longer fit."""

from __future__ import annotations

from burnish.diagnostics import Code, Severity

__all__ = [
    "CALL_MISFITS",
    "HIDES_MODULE",
    "HIDES_NAME",
    "LINKED",
    "MISSING_IMPORT",
    "MISSING_MEMBER",
    "NOT_PYTHON",
    "NO_TWIN",
    "OVERRIDE_MISFITS",
    "OWN_IMPORT",
    "RESERVED",
    "TYPE_MISFITS",
    "UNCHECKED",
]

LINKED = Code(
    slug="overlay-link",
    severity=Severity.ERROR,
    title="this overlay is a symbolic link",
    why="A link may lead out of the repository, and to something else on every machine; what is generated would depend "
    "on it.",
    fix="put the file itself there",
    elsewhere="overlays/python/acme/resources/pets.py -> ../../../../pets.py",
)

RESERVED = Code(
    slug="overlay-reserved",
    severity=Severity.ERROR,
    title="{folder}/ is where the tool puts {what}",
    why="A file there would collide with what every run writes.",
    fix="choose another path; to change a generated module, lay a file over the module itself",
    elsewhere="overlays/python/acme/_generated/resources/pets.py",
)

HIDES_MODULE = Code(
    slug="overlay-hides-module",
    severity=Severity.ERROR,
    title="it would hide {module}: Python finds a package before a module of the same name",
    why="Of `pets.py` and `pets/__init__.py` only one can be imported, so the other's code would silently be gone.",
    fix="lay the file over {module} itself, or choose another name",
    advice="lay the file over the module itself, or choose another name",
    elsewhere="overlays/python/acme/resources/pets/__init__.py, where resources/pets.py is generated",
)

NOT_PYTHON = Code(
    slug="overlay-syntax",
    severity=Severity.ERROR,
    title="the overlay is not valid Python: {problem}",
    why="It would be copied into the package, and no part of that could be imported.",
    fix="mend the syntax at this place",
    elsewhere="class Pets(generated.Pets:",
)

NO_TWIN = Code(
    slug="overlay-twin",
    severity=Severity.ERROR,
    title="no sync class can be derived: {name} has no sync counterpart",
    why="`# burnish: derive sync` drops `async` and `await` and renames what has another name; only `sleep` of asyncio "
    "is known to mean the same in `time`.",
    fix="write the sync class by hand beside this one, or do without it",
    elsewhere="await asyncio.gather(*calls)",
)

MISSING_IMPORT = Code(
    slug="overlay-import",
    severity=Severity.ERROR,
    title="{what}{cause}",
    why="Importing the package would fail at this line.",
    fix="{advice}",
    advice="import what the package has now; `related` names the change that took the name away, where it is known",
    elsewhere="from .._generated.resources.pets import Pet  # pets.py has no Pet",
)

OWN_IMPORT = Code(
    slug="overlay-own-import",
    severity=Severity.WARNING,
    title="{what}, which is written by hand too",
    why="Importing this module fails, whatever is generated: it did so before it was laid here.",
    fix="{advice}, or remove the module",
    advice="import what the other module has",
    elsewhere="from .events import Printer  # events.py beside it has no Printer",
)

MISSING_MEMBER = Code(
    slug="overlay-member",
    severity=Severity.ERROR,
    title='"{owner}" has no "{name}"{cause}',
    why="The call would fail with an AttributeError when it is reached.",
    fix="{advice}",
    advice="use what the class has now",
    elsewhere="self.get_status(job_id)  # the description's operation is called status now",
)

CALL_MISFITS = Code(
    slug="overlay-call",
    severity=Severity.ERROR,
    title='"{name}" does not take these arguments: {problem}{cause}',
    why="The call would fail with a TypeError when it is reached.",
    fix="call it as `{signature}`",
    advice="call the method as it is now: the message shows how",
    elsewhere="self.get(job_id)  # the description wants a project now, too",
)

OVERRIDE_MISFITS = Code(
    slug="overlay-override",
    severity=Severity.ERROR,
    title='"{name}" does not fit the method it overrides: {problem}{cause}',
    why="Those who call the generated method as the description says, generated code among them, would reach this one.",
    fix="take what `{signature}` takes; more parameters need defaults",
    advice="take what the generated method takes; give more parameters defaults; or say `# type: ignore[override]`",
    elsewhere="def get(self, job_id): ...  # the generated one has a keyword `include`, too",
)

HIDES_NAME = Code(
    slug="overlay-hides-name",
    severity=Severity.ERROR,
    title='"{name}" takes the place of {what}, and is none itself',
    why="Generated code, and the users of the package, rely on what stood there.",
    fix="{advice}",
    advice="derive the class from the generated one, or choose another name",
    elsewhere="Pets = None  # a generated class",
)

TYPE_MISFITS = Code(
    slug="overlay-type",
    severity=Severity.ERROR,
    title="{problem}{cause}",
    why="The type checker finds that this line does not fit the generated code: it would fail when it is reached, or "
    "hand users something else than its annotation says.",
    fix="use what the package has now; the rule is {rule} of pyright",
    advice="use what the package has now",
    elsewhere="return job.done_items  # the field is called completed_items now",
)

UNCHECKED = Code(
    slug="overlay-unchecked",
    severity=Severity.WARNING,
    title="the overlays were not type-checked: {reason}",
    why="A field that was renamed, or a type that changed, shows only to a type checker.",
    fix="install it beside Burnish: `pip install 'burnish[check]'`",
    elsewhere="pyright is not installed",
)
