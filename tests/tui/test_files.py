"""Writing a text to a file: whole or not at all, and the file stays what it was."""

import os
import stat

import pytest

from data_platform.tui import files


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_link_and_its_files_permissions_stay(tmp_path):
    private = tmp_path / "private.txt"
    private.write_text("old")
    private.chmod(0o600)
    link = tmp_path / "link.txt"
    link.symlink_to(private)
    files.write_file(link, "new\n", replace=True)
    assert link.is_symlink()
    assert private.read_text() == "new\n"
    assert mode(private) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.txt", "private.txt"]


def test_what_was_private_is_so_before_anything_is_in_it(tmp_path, monkeypatch):
    path = tmp_path / "private.txt"
    path.write_text("old")
    path.chmod(0o600)
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: seen.append(os.fstat(fd).st_mode & 0o777) or fsync(fd)
    )
    files.write_file(path, "new", replace=True)
    assert seen == [0o600]


def test_a_new_file_has_the_usual_permissions_also_behind_a_link(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "new.txt")
    before = os.umask(0o027)
    try:
        files.write_file(link, "text\x1b[0m\n")
    finally:
        os.umask(before)
    assert (tmp_path / "new.txt").read_text() == "text[0m\n"
    assert link.is_symlink()
    assert mode(tmp_path / "new.txt") == 0o640


def test_nothing_is_overwritten_unasked_also_what_comes_in_between(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        files.write_file(path, "new")
    path.unlink()
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: path.write_text("theirs") and fsync(fd))
    with pytest.raises(FileExistsError):
        files.write_file(path, "new")
    assert path.read_text() == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("mine")

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_file(path, "new", replace=True)
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_pipe_is_written_through(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write_file(pipe, "text", replace=True)
    assert os.read(reader, 100) == b"text"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_loop_of_links_is_an_error_like_others(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError, match="loop"):
        files.write_file(tmp_path / "a", "text")


def test_file_names_are_safe():
    assert files.file_name("../../Acme & Söhne", "storage", "txt") == "acme-söhne-storage.txt"
    assert files.file_name("", "", "md") == "blueprint.md"
