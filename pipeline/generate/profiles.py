"""The member profile file: who the members are, as the plan has them on record."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.generate.members import Members, plan_names
from pipeline.generate.people import Contacts, contacts_of, people_of
from pipeline.generate.portions import Flags, Ints, pick


def profiles_of(members: Members, leaked_calls: Ints) -> pa.Table:
    """Return the profile file's rows.

    Args:
        members: The members.
        leaked_calls: How often each of them called because of a failure: those leave sooner.
    """
    scope = members.scope
    rng = scope.rng("profiles")
    rates = scope.world.members
    gender = pick(rng, list(rates.gender_mix.values()), len(members))
    first, last = _names(members, gender, rng)
    contacts = contacts_of(rates, rates.locales[scope.world.page_language.default], scope.seed)
    place = pick(rng, contacts.zip_weights, len(members))
    columns = {
        "member_id": members.keys,
        "first_name": first,
        "last_name": last,
        "date_of_birth": dates(members.born),
        "gender": pa.array(list(rates.gender_mix)).take(pa.array(gender)),
        "state": contacts.states.take(pa.array(place)),
        "zip_code": contacts.zips.take(pa.array(place)),
        "email": _emails(first, last, contacts, rng, rates.missing_email),
        "phone": contacts.phones.take(_some(rng, len(contacts.phones), len(members), rates.missing_phone)),
        "plan_type": pa.array(plan_names(scope)).take(pa.array(members.plan)),
        "enrollment_date": dates(members.enrolled),
        "disenrollment_date": _disenrolled(members, leaked_calls, rng),
        "preferred_language": pa.array(scope.world.languages).take(pa.array(members.language)),
    }
    return pa.table({name: columns[name] for name in scope.world.files["member_profiles"]})


def dates(days: Ints, missing: Flags | None = None) -> pa.Array:
    """Return days since 1970 as dates."""
    return pa.array(days.astype(np.int32), type=pa.int32(), mask=missing).cast(pa.date32())


def _names(members: Members, gender: Ints, rng: np.random.Generator) -> tuple[pa.Array, pa.Array]:
    """Draw given and family names from the pools of each member's language."""
    scope = members.scope
    rates = scope.world.members
    pools = [people_of(rates.locales[name], rates.name_pool, scope.seed) for name in scope.world.languages]
    given = pa.concat_arrays([names for pool in pools for names in (pool.women, pool.men)])
    families = pa.concat_arrays([pool.families for pool in pools])
    woman = np.where(gender > 1, rng.integers(0, 2, len(members)), gender)
    drawn = rng.integers(0, rates.name_pool, (2, len(members)))
    return (
        given.take(pa.array((members.language * 2 + woman) * rates.name_pool + drawn[0])),
        families.take(pa.array(members.language * rates.name_pool + drawn[1])),
    )


def _emails(first: pa.Array, last: pa.Array, contacts: Contacts, rng: np.random.Generator, missing: float) -> pa.Array:
    name = pc.binary_join_element_wise(first, last, ".")
    plain = pc.replace_substring_regex(pc.utf8_lower(_ascii(name)), "[^a-z.]", "")
    number = pa.array(rng.integers(1, 1000, len(first))).cast(pa.string())
    host = contacts.mail_hosts.take(_some(rng, len(contacts.mail_hosts), len(first), missing))
    return pc.binary_join_element_wise(pc.binary_join_element_wise(plain, number, ""), host, "@")


def _ascii(names: pa.Array) -> pa.Array:
    """Take accents off."""
    return pc.replace_substring_regex(pc.utf8_normalize(names, "NFD"), r"\p{M}", "")


def _some(rng: np.random.Generator, pool: int, size: int, missing: float) -> pa.Array:
    """Draw positions in a pool, some of them missing."""
    return pa.array(rng.integers(0, pool, size), mask=rng.random(size) < missing)


def _disenrolled(members: Members, leaked_calls: Ints, rng: np.random.Generator) -> pa.Array:
    """Some members have given notice by the last day, the more so the more often they had to call."""
    rates = members.scope.world.outcomes.disenrollment
    leaves = rates.base + rates.per_leaked_call * leaked_calls
    notice = rng.integers(rates.notice_days[0], rates.notice_days[1], len(members))
    last = members.scope.last.date.toordinal() - _EPOCH
    return dates(last + notice, rng.random(len(members)) >= leaves)


_EPOCH = np.datetime64("1970-01-01", "D").astype("O").toordinal()
