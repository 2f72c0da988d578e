"""The first frame needs neither pydantic nor jinja2 nor the questions."""

import subprocess
import sys

LATE = (
    "pydantic",
    "jinja2",
    "yaml",
    "sqlite_utils",
    "pyperclip",
    "data_platform.interview.answers",
)


def test_the_app_imports_late_what_the_first_frame_does_not_need():
    program = "import data_platform.tui.app, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "textual.app" in loaded
    assert [name for name in LATE if name in loaded] == []
