"""Hooks that libraries ask for: sign-in, second factors, passwords, every request of a signed-in person."""
