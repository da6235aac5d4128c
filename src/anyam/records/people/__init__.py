"""Accounts and people: pupils, teachers, guardians, hats, consents; who acts."""
