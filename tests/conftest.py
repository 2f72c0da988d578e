"""Random answers are the same ones in each run, so that the suite says the same each time.

HYPOTHESIS_PROFILE=search looks for new ones, for whoever changes a rule.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
