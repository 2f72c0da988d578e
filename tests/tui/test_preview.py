"""The blueprint's view: what is marked, search, walking, copying, writing."""

import base64

from data_platform.tui import clipboard
from data_platform.tui.blueprint_lines import changed_in


def test_only_new_lines_count_as_changed():
    assert changed_in(["a", "b", "c"], ["a", "x", "c"]) == {1}
    assert changed_in(["a", "b"], ["a", "n", "b"]) == {1}
    assert changed_in(["a", "b", "c"], ["b", "c"]) == set()
    assert changed_in([], ["a"]) == {0}


async def test_changed_lines_are_marked_until_the_next_answer_and_come_into_view(start):
    async with start(120, 24) as d:
        view = d.screen.preview.view
        await d.go("growth")
        await d.type("60 %")
        marked = [line.text for line in view.lines if line.changed]
        assert "Growth: 60.0" in marked
        assert "▎ Growth: 60.0" in d.shown()
        await d.go("raw_retention")
        assert any(line.changed for line in view.lines)
        await d.type("90 days")
        marked = [line.text for line in view.lines if line.changed]
        assert "Retention: 7776000.0" in marked
        assert "Growth: 60.0" not in marked


async def test_a_key_draws_only_the_lines_that_changed(start):
    async with start(120, 40) as d:
        await d.type("acm")
        view = d.screen.preview.view
        drawn = []
        refresh = view.refresh
        view.refresh = lambda *regions, **kw: drawn.extend(regions) or refresh(*regions, **kw)
        await d.type("e")
        assert len(drawn) == 1
        assert drawn[0].height == 1


async def test_walking_and_searching(start):
    async with start() as d:
        await d.press("f3", "]", "]")
        view = d.screen.preview.view
        assert view.section == "data_sources"
        await d.press("[")
        assert view.section == "overview"
        await d.type("/scaling line 3")
        await d.press("enter")
        assert view.section == "scaling" or "scaling line 3" in d.shown()
        await d.press("escape")
        assert view.has_focus
        await d.press("home")
        assert view.section == "title"


async def test_copying_a_section_from_the_view(start, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "data_platform.tui.copying.copy_text", lambda text, **how: sent.append(text) or "sent"
    )
    async with start() as d:
        await d.press("f3", "]", "c")
        await d.until(lambda: len(sent) == 1)
        assert sent[0].startswith("ARCHITECTURE OVERVIEW")
        await d.press("m")
        await d.until(lambda: len(sent) == 2)
        assert sent[1].startswith("## ARCHITECTURE OVERVIEW")
        await d.press("C")
        await d.until(lambda: len(sent) == 3)
        assert "COST ESTIMATE" in sent[2]


async def test_writing_asks_before_it_overwrites(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.txt").write_text("mine")
    async with start() as d:
        await d.type("acme")
        await d.press("f4")
        await d.type("whole text write")
        await d.press("enter")
        await d.until(lambda: "Write to which file?" in d.shown())
        await d.press("enter")
        await d.until(lambda: "Overwrite it?" in d.shown())
        await d.press("n")
        assert (tmp_path / "acme.txt").read_text() == "mine"
        assert "acme.txt exists. Another name?" in d.shown()
        await d.press("escape", "ctrl+p")
        await d.type("write the whole")
        await d.press("enter", "enter", "y")
        await d.until(lambda: "Name: acme" in (tmp_path / "acme.txt").read_text())


def test_osc_52_is_sent_and_only_what_is_known_is_said(monkeypatch):
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    out = []
    said = clipboard.copy_text("a\x1b[31mb\n", write=out.append)
    assert out == [f"\x1b]52;c;{base64.b64encode(b'a[31mb' + bytes([10])).decode()}\x07"]
    assert said.startswith("Sent 1 line to your terminal")


def test_too_long_for_the_terminal_offers_a_file(monkeypatch):
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    out = []
    said = clipboard.copy_text("x" * 80_000, write=out.append)
    assert out == []
    assert "F4 writes it to a file" in said


def test_tmux_and_a_failing_tmux(monkeypatch, tmp_path):
    monkeypatch.setenv("TMUX", "x")
    monkeypatch.setenv("SSH_CONNECTION", "x")
    fake = tmp_path / "tmux"
    fake.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/args\ncat > {tmp_path}/got\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    said = clipboard.copy_text("hello", write=lambda data: None)
    assert said == "Sent 1 line to tmux, and through it to your terminal."
    assert (tmp_path / "got").read_text() == "hello"
    assert (tmp_path / "args").read_text() == "load-buffer -w -\n"
    fake.write_text("#!/bin/sh\nexit 1\n")
    assert "terminal" in clipboard.copy_text("hello", write=lambda data: None)


async def test_moving_the_focus_does_not_draw_the_whole_screen(start):
    async with start(120, 40) as d:
        drawn = []
        render_line = d.screen.preview.view.render_line
        d.screen.preview.view.render_line = lambda y: drawn.append(y) or render_line(y)
        await d.press("down")
        assert d.current.prompt.key == "sources"
        assert drawn == []


async def test_a_jump_wins_over_following_the_last_answer(start):
    async with start(80, 24) as d:
        await d.go("growth")
        await d.type("60 %")
        await d.press("ctrl+p")
        await d.type("next section of the blueprint")
        await d.press("enter", "f3", "f3")
        d.screen.action_go_section("storage")
        view = d.screen.preview.view
        await d.until(lambda: view.has_focus and view.size.height)
        await d.pilot.pause()
        assert view.section == "storage"
        assert view.scroll_offset.y == view.starts["storage"]


async def test_the_title_names_what_fills_the_view_and_that_is_copied(start, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "data_platform.tui.copying.copy_text", lambda text, **how: sent.append(text) or "sent"
    )
    async with start() as d:
        view = d.screen.preview.view
        await d.press("f3")
        # The last line of one section at the top, the next one below it.
        view.scroll_to(y=view.starts["storage"] - 2, animate=False)
        await d.pilot.pause()
        assert "STORAGE DESIGN" in d.shown().splitlines()[2]
        await d.press("end")
        last = list(view.starts)[-1]
        assert view.section == last
        heading = d.screen.preview.headings[last]
        assert heading in d.shown().splitlines()[2]
        await d.press("c")
        await d.until(lambda: len(sent) == 1)
        assert sent[0].startswith(heading)
        await d.until(lambda: f"{heading.capitalize()}: sent" in d.shown())


async def test_each_of_the_last_sections_can_be_walked_to(start):
    async with start() as d:
        view = d.screen.preview.view
        await d.press("f3", "end")
        names = list(view.starts)
        seen = []
        for _ in range(4):
            seen.append(view.section)
            await d.press("[")
        assert seen == names[:-5:-1]
        await d.press("]")
        assert view.section == names[-4]


async def test_another_size_keeps_the_place(start):
    async with start(80, 24) as d:
        live, view = d.screen.live, d.screen.preview.view
        words = " ".join(f"word{number}" for number in range(400))

        def wrapped(blueprint, width=80):
            from data_platform.tui.lines import wrap

            return {
                name: (heading, *wrap(f"{name} {words}", width - 2))
                for name, heading in d.screen.preview.headings.items()
            }

        live.tools.render_sections = wrapped
        live.redesign()
        await d.press("f3")
        await d.until(lambda: len(view.lines) > 500)
        start_line = view.starts["storage"] + 7
        view.scroll_to(y=start_line, animate=False)
        await d.pilot.pause()
        first = view.lines[start_line].text.split()[0]
        for size in ((120, 40), (200, 60), (60, 24), (40, 10), (80, 24)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            await d.until(lambda: live.width == max(40, min(100, view.text_width)))
            await d.pilot.pause()
            top = view.scroll_offset.y
            assert view.section == "storage"
            assert any(first in view.lines[y].text.split() for y in (top - 1, top))
        assert view.scroll_offset.y == start_line
        await d.press("end")
        end = view.scroll_offset.y
        for size in ((200, 60), (80, 24)):
            await d.pilot.resize_terminal(*size)
            await d.pilot.pause()
            await d.until(lambda: live.width == max(40, min(100, view.text_width)))
        await d.until(lambda: view.scroll_offset.y == end)


async def test_a_search_that_finds_nothing_moves_nothing(start):
    async with start() as d:
        view = d.screen.preview.view
        await d.press("f3", "]", "]", "f")
        began = view.scroll_offset.y
        await d.type("line 7")
        assert view.scroll_offset.y != began
        await d.type("zz")
        assert view.scroll_offset.y == began
        await d.press("enter")
        assert view.scroll_offset.y == began
        await d.until(lambda: "is not in the blueprint" in d.shown())
        await d.press("escape")
        assert view.scroll_offset.y == began
        assert view.found == ""


async def test_an_answer_without_marks_takes_the_old_ones_away_and_is_said(start):
    def lists(*assumed):
        heading = ("ASSUMPTIONS", "─" * 28)
        return {
            "title": ("TITLE", "─" * 28, f"{len(assumed)}"[:0] or "a platform"),
            "assumptions": (*heading, *(f"{n}. {one}" for n, one in enumerate(assumed, 1))),
        }

    async with start(120, 40) as d:
        view, title = d.screen.preview.view, d.screen.preview.title_line
        show = d.screen.preview.show
        d.screen.preview.headings = {"title": "TITLE", "assumptions": "ASSUMPTIONS"}
        show(lists("AWS", "13 months", "daily"), "a", 60)
        show(lists("AWS", "13 months", "hourly"), "b", 60)
        assert [line.text for line in view.lines if line.changed] == ["3. hourly"]
        show(lists("13 months", "hourly"), "c", 60)
        assert not any(line.changed for line in view.lines)
        assert title.note == "shorter: assumptions"
        show(lists("13 months", "hourly"), "d", 60)
        assert title.note == "nothing changes"
        d.screen.preview._moment_is_over()
        assert title.note == ""
        show(lists("13 months", "weekly"), "e", 60)
        assert title.note == ""
        show(lists("13 months", "weekly"), "f", 60)
        assert not any(line.changed for line in view.lines)
        show(lists("13 months", "weekly"), "f", 50)
        assert title.note == ""


async def test_every_hit_is_shown_and_one_goes_back_too(start):
    async with start(120, 40) as d:
        view, title = d.screen.preview.view, d.screen.preview.title_line
        view.show({"title": ("TITLE", "───", "tea tea", "none", "tea", *"abc", "a tea")}, "a", 60)
        await d.press("f3", "f")
        await d.type("tea")
        assert title.note == "1 of 3"
        styled = [s.text for s in view.render_line(2 - view.scroll_offset.y) if "tea" in s.text]
        assert styled == ["tea", "tea"]
        assert view.render_line(2 - view.scroll_offset.y).text.startswith("› ")
        seen = []
        for key in ("enter", "down", "enter", "up", "shift+enter"):
            await d.press(key)
            seen.append(view.hit)
        assert seen == [4, 8, 2, 8, 4]
        assert title.note == "2 of 3"
        await d.press("escape")
        assert view.hit is None
