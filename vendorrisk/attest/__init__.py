"""Statements, signatures, keys, trust and strict verification."""
