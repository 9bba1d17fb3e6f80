"""schemathesis against the OpenAPI of the real server; UMRAN_TEST_EXAMPLES asks for more."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.http.keys import Keys
from tests.api.http_site import Site

EXAMPLES = int(os.environ.get("UMRAN_TEST_EXAMPLES", "2"))
HEAVY = ("/v1/distance", "/v1/cultures/{culture}/drift")
"""These load the model library, and have tests of their own."""
ANY = [positive_data_acceptance]
"""A schema cannot say what Cypher, a name or a cursor is: what fits may still be refused."""


def test_nothing_that_a_schema_gives_breaks_it(site: Site) -> None:
    keys = Keys(site.settings.data)
    headers = {"Authorization": f"Bearer {keys.add('schema', 'admin')}"}
    schema = schemathesis.openapi.from_url(f"{site.url}/openapi.json")
    try:
        for found in schema.get_all_operations():
            operation = found.ok()
            for mode in () if operation.path in HEAVY else GenerationMode:
                with suppress(Unsatisfiable):  # there may be nothing to get wrong
                    _attempt(operation.as_strategy(generation_mode=mode), headers)()
    finally:
        keys.remove("schema")


def _attempt(strategy: Any, headers: dict[str, str]) -> Callable[[], None]:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def attempt(case: Case) -> None:
        if (case.query or {}).get("follow") is None:  # such an answer has no end
            case.call_and_validate(headers=headers, excluded_checks=ANY, timeout=60)

    return attempt
