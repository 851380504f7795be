"""Answers come in: interview, workbook, answers file, evidence. Nothing untrusted gets past the guard."""
