"""Write: a folder that is the old tree until the moment it is the new one (docs/decisions/0003).

The new tree is built beside the old one: new files are written, unchanged files and files that are not ours are linked.
Then the two folders change places in one system call. A run that is killed leaves one tree whole and the other in a
folder that the next run removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from burnish.code import GeneratedFile

from .disk import content_of, entries_below, obstacle
from .errors import HandEdited, OutputRefused
from .exclusive import exclusive
from .manifest import MANIFEST, Manifest, digest, read_manifest
from .paths import check_paths
from .swap import clear, recover, swap

__all__ = ["write"]

MOST_NAMED = 10


def write(
    files: Iterable[GeneratedFile], out: Path, inputs: str, *, force: bool = False, sources: Iterable[Path] = ()
) -> int:
    """Make the folder hold these files; give the number of files that changed.

    Files that are not in the manifest of the last run are somebody else's and stay. Files that are, and were edited
    since, are refused, and so are files of others that stand where ours belong; `force` overwrites both. `sources` are
    the files that were read: none may be inside the folder.

    Raises:
        HandEdited: a file of ours was edited.
        OutputRefused: the folder is a place that must not be written, or another run is writing it.
        OSError: the disk; the old tree is still there.
    """
    files = sorted(files, key=lambda file: file.path)
    check_paths(files)
    out = Path(os.path.realpath(out)) if out.name == ".." else out
    refuse_dangerous(out, sources)
    out.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(out):
        staging = recover(out)
        tree = Tree.found(out, files, inputs)
        tree.refuse_obstacles()
        if not force:
            tree.refuse_edits()
            tree.refuse_strangers()
        changed = tree.changed()
        if changed or content_of(out / MANIFEST) != tree.manifest.text().encode():
            try:
                tree.build(staging)
            except BaseException:
                clear(staging)
                raise
            swap(staging, out)
        else:
            os.utime(out / MANIFEST)  # its age tells when the folder was last found to be right
        return len(changed)


def refuse_dangerous(out: Path, sources: Iterable[Path]) -> None:
    """Refuse folders that hold more than an SDK, and links."""
    real = Path(os.path.realpath(out))
    if out.is_symlink():
        raise OutputRefused(f"{out} is a symbolic link; name the folder it leads to")
    if out.exists() and not out.is_dir():
        raise OutputRefused(f"{out} is not a folder")
    here = Path(os.path.realpath(os.curdir))
    home = Path(os.path.realpath(os.path.expanduser("~")))
    if real in (Path(real.anchor), home, here) or real in here.parents:
        raise OutputRefused(f"{out} holds more than an SDK; choose a folder of its own")
    for source in sources:
        if real in Path(os.path.realpath(source)).parents:
            raise OutputRefused(f"{source} is inside the output folder {out}; choose a folder of its own")


class Tree(Struct, frozen=True):
    """An output folder as it is, and as it is to be."""

    out: Path
    files: Mapping[str, GeneratedFile]
    before: Manifest
    manifest: Manifest
    held: Mapping[str, bytes | None]
    """What the folder holds at the paths of our files, those of the last run included."""

    @classmethod
    def found(cls, out: Path, files: Iterable[GeneratedFile], inputs: str) -> Tree:
        """Look at a folder that these files are to be written to."""
        named = {str(file.path): file for file in files}
        before = read_manifest(out)
        paths = {*named, *before.files} if out.exists() else ()
        held = {path: content_of(out / path) for path in paths}
        return cls(out, named, before, Manifest.of(named.values(), inputs), held)

    def refuse_obstacles(self) -> None:
        """Refuse links and folders that stand where our files, or their folders, belong."""
        for path in (*self.files, MANIFEST) if self.out.exists() else ():
            if (found := obstacle(self.out, PurePosixPath(path))) is not None:
                what = "a symbolic link" if (self.out / found).is_symlink() else "not what belongs there"
                raise OutputRefused(f"{self.out / found} is {what}; move it away")

    def refuse_edits(self) -> None:
        """Refuse to lose an edit: a file whose content is neither what was written nor what is to be."""
        edits: list[tuple[str, str]] = []
        for path, known in self.before.files.items():
            content = self.held.get(path)
            file = self.files.get(path)
            if content is not None and digest(content) != known and (file is None or file.content != content):
                edits.append((path, self.before.sources.get(path, "")))
        if edits:
            raise HandEdited(tuple(edits))

    def refuse_strangers(self) -> None:
        """Refuse to overwrite a file that no run of ours has written."""
        found = [
            path
            for path, file in self.files.items()
            if path not in self.before.files and self.held.get(path) not in (None, file.content)
        ]
        if not self.before.files and content_of(self.out / MANIFEST) is not None:
            found.append(MANIFEST)
        if found:
            more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
            raise OutputRefused(
                f"{self.out} has files that Burnish did not write: {', '.join(found[:MOST_NAMED])}{more}; "
                "choose an empty folder, move them away, or overwrite them with --force"
            )

    def changed(self) -> list[str]:
        """The files that are new, differ, or go."""
        new = [path for path, file in self.files.items() if self.held.get(path) != file.content]
        return new + [path for path in self.before.files if path not in self.files and lies(self.out / path)]

    def build(self, staging: Path) -> None:
        """Build the new tree."""
        staging.mkdir()
        if self.out.exists():
            shutil.copystat(self.out, staging)
            self.keep_foreign(staging)
        for folder in sorted({file.path.parent for file in self.files.values()}):
            (staging / folder).mkdir(parents=True, exist_ok=True)
        for path, file in self.files.items():
            if self.held.get(path) != file.content or not linked(self.out / path, staging / path):
                (staging / path).write_bytes(file.content)
        (staging / MANIFEST).write_text(self.manifest.text(), encoding="utf-8")

    def keep_foreign(self, staging: Path) -> None:
        """Carry over everything that is not ours as it is: links, pipes, empty folders, the modes of folders."""
        ours = {*self.before.files, *self.files, MANIFEST}
        for path in entries_below(self.out):
            if str(path) in ours:
                continue
            for folder in reversed(path.parents[:-1]):
                mirror(self.out / folder, staging / folder)
            here, there = self.out / path, staging / path
            if here.is_dir() and not here.is_symlink():
                mirror(here, there)
            elif not linked(here, there):
                shutil.copy2(here, there, follow_symlinks=False)


def mirror(folder: Path, target: Path) -> None:
    """Make a folder like another, if it is not there."""
    if not target.exists():
        target.mkdir()
        shutil.copystat(folder, target)


def linked(path: Path, target: Path) -> bool:
    """Give a file a second name; False where the file system has no such thing, or does not allow it."""
    try:
        os.link(path, target, follow_symlinks=False)
    except OSError:
        return False
    return True


def lies(path: Path) -> bool:
    """Whether anything is at a path."""
    return os.path.lexists(path)
