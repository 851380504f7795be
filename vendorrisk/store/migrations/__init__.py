"""Alembic migrations, run by :mod:`vendorrisk.store.opening`. A released migration is never edited."""
