"""Conditions: three-valued evaluation with a trace, and their forms as Excel formulas and sentences."""
