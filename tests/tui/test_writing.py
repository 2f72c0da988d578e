"""Writing the blueprint to a file: what cannot be written is said, and what was typed is kept."""

import pytest

from data_platform.tui.dialogs import Ask


async def ask(d):
    await d.press("ctrl+p")
    await d.type("write the whole blueprint to")
    await d.press("enter")
    await d.until(lambda: isinstance(d.app.screen, Ask))
    return d.app.screen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("~nosuchuser/x", "no home folder is known for ~nosuchuser"),
        (".", "that is a folder, not a file"),
        ("x" * 300, "File name too long"),
        ("no/such/folder/x", "No such file or directory"),
        ("a\x00b", "null"),
    ],
)
async def test_what_cannot_be_written_is_said_and_the_name_stays(
    start, tmp_path, monkeypatch, typed, said
):
    monkeypatch.chdir(tmp_path)
    async with start() as d:
        dialog = await ask(d)
        line = dialog.query_one("Input")
        line.value = typed
        await d.press("enter")
        await d.until(lambda: said in " ".join(d.shown().split()))
        assert "Not written" in d.shown()
        assert "Overwrite" not in d.shown()
        assert d.app.screen is dialog
        assert line.value == typed
        line.value = "good.txt"
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.screen)
        assert "DATA PLATFORM BLUEPRINT" in (tmp_path / "good.txt").read_text()


async def test_who_does_not_overwrite_goes_on_with_the_name(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    async with start() as d:
        dialog = await ask(d)
        dialog.query_one("Input").value = "mine.txt"
        await d.press("enter")
        await d.until(lambda: "mine.txt exists. Overwrite it?" in d.shown())
        await d.press("n")
        assert dialog.query_one("Input").value == "mine.txt"
        await d.press("end", "2", "enter")
        await d.until(lambda: d.app.screen is d.screen)
        assert (tmp_path / "mine.txt").read_text() == "mine"
        assert (tmp_path / "mine.txt2").exists()


async def test_overwriting_closes_both_dialogs_and_says_where(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("mine")
    async with start(120, 40) as d:
        dialog = await ask(d)
        dialog.query_one("Input").value = "mine.txt"
        await d.press("enter", "y")
        await d.until(lambda: d.app.screen is d.screen)
        await d.until(lambda: "Wrote" in d.shown())
        assert "DATA PLATFORM BLUEPRINT" in (tmp_path / "mine.txt").read_text()
