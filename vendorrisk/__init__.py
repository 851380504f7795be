"""Assess a vendor once, prove the result to everyone."""

__version__ = "0.1.0"
