"""Signing in for tests through the real page, with passwords."""

from django.test import Client

from anyam.records.people.models import Account

PASSWORD = "kayu-manis-di-dapur"


def with_password(account: Account, password: str = PASSWORD) -> Account:
    """The account with a password of its own choice."""
    account.set_password(password)
    account.save()
    return account


def post_sign_in(
    name: str, password: str = PASSWORD, *, client: Client | None = None, address="10.0.0.1", **more
):
    """Send the sign-in form; `response.client` is the browser afterwards."""
    client = client or Client()
    response = client.post("/masuk/", {"login": name, "password": password, **more}, REMOTE_ADDR=address)
    response.client = client
    return response
