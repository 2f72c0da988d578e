"""Which jobs are written in code rather than in SQL: what SQL cannot do, or does not suit."""

from __future__ import annotations

from data_platform.advisor.needs import Needs
from data_platform.advisor.sources import SourceNeed, UseCaseNeed
from data_platform.advisor.volumes import is_tabular


def code_style(needs: Needs) -> bool:
    """Whether the team writes its transformations in Python, and fixed no tool for SQL."""
    fixed = any(one.need == "transform" and one.technology for one in needs.answers.overrides)
    return needs.transform_style == "python" and not fixed


def staged_in_code(source: SourceNeed, needs: Needs) -> bool:
    """Whether a source is staged in code: texts and files must be read out before SQL can."""
    return code_style(needs) or not is_tabular(source)


def built_in_code(use: UseCaseNeed, needs: Needs) -> bool:
    """Whether a use case is built in code: chunks and embeddings, or nothing but files to read."""
    files_only = not any(is_tabular(source) for source in needs.sources)
    return code_style(needs) or use.workload == "rag" or files_only
