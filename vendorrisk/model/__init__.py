"""The nouns: frozen pydantic models, no I/O. Imports nothing else of the package."""
