"""Tests of the placement engine; they need neither Django nor a database."""
