"""The parts of the plain script, the report's peer; see tests.benchmarks.plain_report."""
