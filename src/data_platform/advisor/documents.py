"""What documents and the questions on them come to: chunks, vectors, memory and tokens."""

from __future__ import annotations

from typing import Final

from data_platform.advisor.needs import Needs
from data_platform.advisor.scenarios import Scenario, constant
from data_platform.advisor.volumes import growth_factor
from data_platform.catalog import Catalogue

GB: Final = 10**9


def asked_in_words(
    needs: Needs, catalogue: Catalogue, month: float, scenario: Scenario
) -> dict[str, float]:
    """Documents to chunks, vectors, memory and tokens."""
    c = catalogue.constant

    def dear(name: str) -> float:
        return constant(catalogue, name, scenario, more_is_dearer=True)

    chunks = needs.documents * dear("chunks_per_document") * growth_factor(needs, month)
    # Four bytes for each dimension and eight for each link of the graph.
    each = c("hnsw_overhead") * (4 * c("vector_dimensions") + 8 * c("hnsw_links"))
    questions = dear("rag_questions_per_user_month") * sum(
        use.users for use in needs.use_cases if use.workload == "rag"
    )
    vectors = chunks * each / GB
    least = c("search_units_least")
    return {
        "vectors": chunks,
        "vector_gb": vectors,
        # A question looks through the vectors of its own tenant.
        "search_million_month": questions * max(least, vectors / max(1, needs.tenants)) / 10**6,
        "embed_million_tokens_month": chunks * c("chunk_tokens") / 12 / 10**6,
        "llm_in_million_tokens_month": questions * c("rag_prompt_tokens") / 10**6,
        "llm_out_million_tokens_month": questions * c("rag_answer_tokens") / 10**6,
    }
