"""Assessments, register and journal in a database. ORM rows never leave this package."""
