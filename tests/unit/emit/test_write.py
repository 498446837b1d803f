"""Writing an output folder: whole or not at all, and never over what is not ours."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from burnish.code import GeneratedFile
from burnish.emit import HandEdited, InternalError, OutputRefused, compare, swap as swapping, write
from burnish.emit.check import untouched
from burnish.emit.manifest import MANIFEST

OLD = {"README.md": "old", "src/pet/__init__.py": "import old", "src/pet/gone.py": "gone"}
NEW = {"README.md": "new", "src/pet/__init__.py": "import new", "src/pet/types/cat.py": "cat"}


def files(contents: dict[str, str]) -> list[GeneratedFile]:
    return [GeneratedFile(PurePosixPath(path), text.encode()) for path, text in contents.items()]


def tree(folder: Path) -> dict[str, str]:
    """Every regular file but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != "MANIFEST.json"
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "sdk"


def test_a_tree_replaces_the_one_before_and_nothing_is_left_beside_it(out: Path) -> None:
    assert write(files(OLD), out, "1") == 3
    assert write(files(NEW), out, "2") == 4

    assert tree(out) == NEW
    assert os.listdir(out.parent) == ["sdk"]


def test_the_manifest_alone_names_the_version_of_the_tool(out: Path) -> None:
    write(files(OLD), out, "hash")

    manifest = json.loads((out / "MANIFEST.json").read_text())
    assert set(manifest) == {"burnish", "inputs", "files", "sources"}
    assert list(manifest["files"]) == sorted(OLD)


def test_the_same_tree_again_touches_nothing(out: Path) -> None:
    write(files(OLD), out, "1")
    before = (out.stat().st_ino, (out / "README.md").stat().st_mtime_ns)

    assert write(files(OLD), out, "1") == 0
    assert (out.stat().st_ino, (out / "README.md").stat().st_mtime_ns) == before


def test_files_of_others_stay_as_they_are(out: Path, tmp_path: Path) -> None:
    write(files(OLD), out, "1")
    (out / ".git" / "refs").mkdir(parents=True)
    (out / "src" / "pet" / "notes.txt").write_text("mine")
    (out / "away").symlink_to(tmp_path)
    os.mkfifo(out / "pipe")
    (out / "mine").mkdir(mode=0o700)
    (out / "mine" / "run").write_text("#!")
    (out / "mine" / "run").chmod(0o755)
    inode = (out / "mine" / "run").stat().st_ino

    write(files(NEW), out, "2")

    assert tree(out) == {**NEW, "src/pet/notes.txt": "mine", "mine/run": "#!"}
    assert (out / ".git" / "refs").is_dir()
    assert (out / "away").readlink() == tmp_path
    assert stat.S_ISFIFO((out / "pipe").lstat().st_mode)
    assert stat.S_IMODE((out / "mine").stat().st_mode) == 0o700
    assert (out / "mine" / "run").stat().st_ino == inode
    assert os.access(out / "mine" / "run", os.X_OK)


def test_files_of_others_are_copied_where_there_are_no_links(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(files(OLD), out, "1")
    (out / "notes.txt").write_text("mine")

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    write(files(NEW), out, "2")

    assert tree(out) == {**NEW, "notes.txt": "mine"}


def test_edits_are_refused_by_name_with_their_source(out: Path) -> None:
    copied = GeneratedFile(PurePosixPath("src/pet/batch.py"), b"copy", "overlays/python/pet/batch.py")
    write([*files(OLD), copied], out, "1")
    (out / "README.md").write_text("edited")
    (out / "src/pet/batch.py").write_text("edited")

    with pytest.raises(HandEdited) as caught:
        write(files(NEW), out, "2")

    assert caught.value.edits == (("README.md", ""), ("src/pet/batch.py", "overlays/python/pet/batch.py"))
    assert (out / "README.md").read_text() == "edited"
    assert write(files(NEW), out, "2", force=True) > 0
    assert tree(out) == NEW


def test_an_edit_that_is_what_would_be_written_is_no_edit(out: Path) -> None:
    write(files(OLD), out, "1")
    (out / "README.md").write_text(NEW["README.md"])

    write(files(NEW), out, "2")

    assert tree(out) == NEW


def test_a_folder_is_right_only_for_the_inputs_and_the_tool_that_made_it(out: Path) -> None:
    write(files(OLD), out, "1")
    made = (out / MANIFEST).stat().st_mtime
    assert untouched(out, "1", since=lambda: made)
    assert not untouched(out, "2", since=lambda: made)
    assert not untouched(out, "1", since=lambda: made + 1)

    os.utime(out / MANIFEST, (made - 9, made - 9))
    write(files(OLD), out, "1")
    assert untouched(out, "1", since=lambda: made), "a run that found nothing to do counts as one"


def test_a_deleted_file_comes_back(out: Path) -> None:
    write(files(OLD), out, "1")
    (out / "README.md").unlink()

    assert not untouched(out, "1", since=lambda: 0)
    assert write(files(OLD), out, "1") == 1
    assert untouched(out, "1", since=lambda: 0)


def test_a_file_of_others_in_our_place_is_refused(out: Path) -> None:
    out.mkdir()
    (out / "README.md").write_text("mine")

    with pytest.raises(OutputRefused, match=r"did not write: README\.md"):
        write(files(NEW), out, "1")

    assert tree(out) == {"README.md": "mine"}
    write(files(NEW), out, "1", force=True)
    assert tree(out) == NEW


@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD", "[]", "[" * 100_000, '{"files": {"../../etc/passwd": "x"}, "inputs": 3}']
)
def test_a_manifest_that_does_not_hold_up_is_none(out: Path, text: str) -> None:
    write(files(OLD), out, "1")
    (out / "MANIFEST.json").write_text(text)

    with pytest.raises(OutputRefused, match=r"MANIFEST\.json"):
        write(files(NEW), out, "2")


def test_a_manifest_does_not_lead_out_of_the_folder(out: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("1")
    write(files(OLD), out, "1")
    manifest = json.loads((out / "MANIFEST.json").read_text())
    digest = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    manifest["files"] |= {"../precious": digest, str(tmp_path / "precious"): digest, "a/../../precious": digest}
    (out / "MANIFEST.json").write_text(json.dumps(manifest))

    write(files(NEW), out, "2")

    assert (tmp_path / "precious").read_text() == "1"


@pytest.mark.parametrize("where", ["src", "src/pet", "README.md", "MANIFEST.json"])
def test_links_in_our_places_are_refused_and_not_followed(out: Path, tmp_path: Path, where: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / where).parent.mkdir(parents=True)
    (out / where).symlink_to(elsewhere)

    for force in (False, True):
        with pytest.raises(OutputRefused, match="symbolic link"):
            write(files(NEW), out, "1", force=force)
    assert not os.listdir(elsewhere)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_in_a_place_of_ours_is_refused(out: Path, make: Callable[[Path], None]) -> None:
    out.mkdir()
    make(out / "README.md")

    with pytest.raises(OutputRefused, match="move it away"):
        write(files(NEW), out, "1", force=True)


def test_dangerous_folders_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "work" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home")
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(inner)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folders = ("/", ".", "..", "../..", "../../home", "../../link", "../../file", "../inner/..")

    for folder in folders:
        with pytest.raises(OutputRefused):
            write(files(NEW), Path(folder), "1")
    assert not os.listdir(inner)


def test_inputs_inside_the_output_are_refused(out: Path) -> None:
    out.mkdir()
    (out / "openapi.yaml").write_text("")

    with pytest.raises(OutputRefused, match="inside the output"):
        write(files(NEW), out, "1", sources=[out / "openapi.yaml"])


@pytest.mark.parametrize(
    "path", ["../up.py", "/abs.py", "a/../b.py", "con.py", "a b.py", "a\n.py", "é.py", "x" * 101, "dot./a.py", "a\\b"]
)
def test_paths_that_some_system_does_not_take_are_a_bug(out: Path, path: str) -> None:
    with pytest.raises(InternalError):
        write([GeneratedFile(PurePosixPath(path), b"")], out, "1")
    assert not out.exists()


@pytest.mark.parametrize(("one", "other"), [("a/Pet.py", "a/pet.py"), ("a", "A/b.py")])
def test_paths_that_are_one_where_case_does_not_count_are_refused(out: Path, one: str, other: str) -> None:
    with pytest.raises(OutputRefused):
        write(files({one: "", other: ""}), out, "1")
    with pytest.raises(OutputRefused):
        compare(files({one: "", other: ""}), out)


def test_two_runs_exclude_each_other_and_say_who_is_at_work(out: Path) -> None:
    lock = out.parent / ".sdk.burnish-lock"
    lock.write_text("4711\n")
    with lock.open() as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(OutputRefused, match=r"busy.*4711"):
            write(files(NEW), out, "1")
    assert not out.exists()

    write(files(NEW), out, "1")  # the lock of a dead run needs no hand

    assert os.listdir(out.parent) == ["sdk"]


def test_runs_at_once_leave_one_whole_tree(out: Path) -> None:
    trees = [{**NEW, "README.md": str(number)} for number in range(6)]
    children = [in_child(lambda tree=tree: patient(tree, out)) for tree in trees]

    assert {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children} == {0}
    assert tree(out) in trees
    assert os.listdir(out.parent) == ["sdk"]


def patient(contents: dict[str, str], out: Path) -> None:
    """Write, and wait while others do."""
    while True:
        try:
            write(files(contents), out, "1")
        except OutputRefused:
            continue
        return


def in_child(run: Callable[[], object]) -> int:
    """Run in a process of its own, whose exit code is 0 if nothing was raised, 74 after an error of the disk."""
    child = os.fork()
    if child:
        return child
    try:
        run()
    except OSError as error:
        os._exit(74 if error.filename else 1)
    except BaseException:
        os._exit(1)
    os._exit(0)


UNTOUCHED = 3
DISK = frozenset(
    ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "shutil.rmtree")
)


def interrupted(out: Path, number: int, act: Callable[[], object]) -> int:
    """Start a run that is disturbed at its n-th touch of the disk; give its exit code, `UNTOUCHED` if it had fewer."""
    left = number

    def hook(event: str, _: object) -> None:
        nonlocal left
        if event in DISK:
            left -= 1
            if left == 0:
                act()

    def run() -> None:
        sys.addaudithook(hook)  # for the life of the process: there is no taking it off
        write(files(NEW), out, "2")
        if left > 0:
            os._exit(UNTOUCHED)

    return os.waitstatus_to_exitcode(os.waitpid(in_child(run), 0)[1])


def kill() -> None:
    os.kill(os.getpid(), 9)


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "somewhere")


WHOLE = [{**contents, "notes.txt": "mine"} for contents in (OLD, NEW)]


def prepared(out: Path) -> None:
    write(files(OLD), out, "1", force=True)
    (out / "notes.txt").write_text("mine")


def refuse(one: Path, other: Path) -> bool:
    """The exchange of a file system that has none."""
    return False


@pytest.mark.parametrize("atomic", [True, False], ids=["exchange", "two steps"])
def test_a_kill_at_any_step_leaves_a_whole_tree(out: Path, atomic: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not atomic:
        monkeypatch.setattr(swapping, "exchange", refuse)
    seen: list[int] = []
    number = 0
    for number in range(1, 200):
        prepared(out)
        code = interrupted(out, number, kill)
        if out.exists():
            seen.append(WHOLE.index(tree(out)))
        else:
            assert not atomic, "only without an exchange there is a moment with no folder"

        write(files(NEW), out, "2")

        assert tree(out) == WHOLE[1]
        assert os.listdir(out.parent) == ["sdk"]
        if code == UNTOUCHED:
            break
        assert code == -9
    assert number > 20
    assert seen == sorted(seen)
    assert set(seen) == {0, 1}


def test_a_full_disk_at_any_step_is_an_error_and_leaves_a_whole_tree(out: Path) -> None:
    codes: list[int] = []
    while UNTOUCHED not in codes:
        prepared(out)
        codes.append(interrupted(out, len(codes) + 1, disk_full))
        assert tree(out) in WHOLE
        assert codes[-1] != 0 or tree(out) == WHOLE[1], "a run that says nothing has written everything"

        write(files(NEW), out, "2", force=True)

        assert os.listdir(out.parent) == ["sdk"]
    assert set(codes) == {0, 74, UNTOUCHED}


def test_what_others_wrote_in_the_meantime_is_kept(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(out)
    (out / "todo.txt").write_text("one")
    exchange = swapping.exchange

    def slow(one: Path, other: Path) -> bool:
        (out / "late.txt").write_text("late")
        (out / "todo.new").write_text("two")
        os.replace(out / "todo.new", out / "todo.txt")
        os.utime(out / "todo.txt", (4_000_000_000, 4_000_000_000))
        return exchange(one, other)

    monkeypatch.setattr(swapping, "exchange", slow)
    write(files(NEW), out, "2")

    assert tree(out) == {**NEW, "notes.txt": "mine", "late.txt": "late", "todo.txt": "two"}
