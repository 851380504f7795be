"""Triage, findings, score, verdict, gaps."""
