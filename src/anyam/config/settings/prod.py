"""Settings of a public install behind a proxy that ends TLS."""

from anyam.config.env import env_int, env_str
from anyam.config.settings.base import *  # noqa: F403

SECRET_KEY = env_str("SECRET_KEY")
ALLOWED_HOSTS = env_str("ALLOWED_HOSTS").split(",")
PUBLIC_BASE_URL = env_str("PUBLIC_BASE_URL")
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
