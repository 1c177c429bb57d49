"""What all tests share: where the tests are, a steady hand for generated examples, one date."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:  # so that `tests.strategies` can be imported by any way of running
    sys.path.insert(0, str(ROOT))

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("searching", parent=settings.get_profile("steady"), derandomize=False,
                          max_examples=600)  # fmt: skip
settings.load_profile(os.environ.get("THIRDEAR_HYPOTHESIS", "steady"))


@pytest.fixture(scope="session")
def sunday() -> datetime:
    """The moment at which sessions of the tests begin."""
    return datetime(2026, 11, 22, 10, tzinfo=UTC)
