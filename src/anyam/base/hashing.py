"""Password hashing that two cores survive at seven in the morning."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SchoolArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's smallest setting): about 80 ms a check.

    Django's default takes 0.6–1.9 s; 1,500 pupils signing in within five minutes would need four to ten cores.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
