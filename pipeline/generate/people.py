"""Pools of what looks human, made with Faker, from which names and addresses are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.errors import GenerateError

if TYPE_CHECKING:
    from faker import Faker

    from pipeline.generate.world_parts import MemberRates


@dataclass(frozen=True)
class People:
    """Pools of words of one locale.

    Attributes:
        women: Given names.
        men: Given names.
        families: Family names.
    """

    women: pa.Array
    men: pa.Array
    families: pa.Array


@dataclass(frozen=True)
class Contacts:
    """Pools of what does not depend on a locale.

    Attributes:
        phones: Telephone numbers.
        mail_hosts: Hosts of e-mail addresses, none of them real.
        states: The state of each zip code.
        zips: Zip codes.
        zip_weights: How many members live in each.
    """

    phones: pa.Array
    mail_hosts: pa.Array
    states: pa.Array
    zips: pa.Array
    zip_weights: list[float]


@lru_cache(maxsize=8)
def people_of(locale: str, size: int, seed: int) -> People:
    """Make the names of one locale."""
    fake = _faker(locale, seed)
    return People(
        women=pa.array([fake.first_name_female() for _ in range(size)]),
        men=pa.array([fake.first_name_male() for _ in range(size)]),
        families=pa.array([fake.last_name() for _ in range(size)]),
    )


def contacts_of(rates: MemberRates, locale: str, seed: int) -> Contacts:
    """Make telephone numbers, mail hosts and zip codes."""
    fake = _faker(locale, seed)
    zips = [(state, fake.zipcode_in_state(state)) for state in rates.states for _ in range(rates.zip_pool)]
    return Contacts(
        phones=pa.array([fake.basic_phone_number() for _ in range(rates.name_pool)]),
        mail_hosts=pa.array(sorted({fake.safe_domain_name() for _ in range(rates.name_pool)})),
        states=pa.array([state for state, _ in zips]),
        zips=pa.array([code for _, code in zips]),
        zip_weights=[rates.states[state] for state, _ in zips],
    )


def _faker(locale: str, seed: int) -> Faker:
    try:
        import faker  # an optional extra that only the generator needs
    except ImportError:
        raise GenerateError(
            "Faker, which makes names and telephone numbers, is not installed.",
            "Install the extra: pip install 'leakage-command-center[generate]'.",
        ) from None
    fake = faker.Faker(locale)
    fake.seed_instance(seed)
    return fake
