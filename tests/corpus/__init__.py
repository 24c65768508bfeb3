"""A seeded corpus of registers with known faults: amounts in a wrong unit, projects reported twice.

The rules' thresholds (templates/checks.yaml) were tuned on seeds 1–50; what counts are seeds
51–100. `python -m tests.corpus` reports on both.
"""

TUNED, HELD_OUT = range(1, 51), range(51, 101)
