"""Conforming: a finished document held against the official format, value by value."""

from pipeline.conform.check import conform
from pipeline.conform.judges import CODES
from pipeline.conform.measure import PROPERTIES
from pipeline.conform.report import Deviation, Report

__all__ = ["CODES", "PROPERTIES", "Deviation", "Report", "conform"]
