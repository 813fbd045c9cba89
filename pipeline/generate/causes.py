"""What each failing session ran into: device, release, step, error."""

from dataclasses import dataclass

import numpy as np

from pipeline.generate.plan import Part
from pipeline.generate.portions import Floats, Ints, pick
from pipeline.generate.vocabulary import Vocabulary
from pipeline.generate.world import World
from pipeline.generate.world_parts import Slice, Trouble


@dataclass(frozen=True)
class Causes:
    """Columns of what failing sessions ran into; positions in lists of the vocabulary."""

    device: Ints
    version: Ints
    step: Ints
    code: Ints


@dataclass(frozen=True)
class CauseDraw:
    """Draws causes on one day.

    Attributes:
        vocabulary: The words.
        back: How many days the day lies before the last.
        rng: The day's randomness.
    """

    vocabulary: Vocabulary
    back: int
    rng: np.random.Generator

    @property
    def world(self) -> World:
        """The world file's content."""
        return self.vocabulary.world

    def of_part(self, part: Part) -> Causes:
        """Draw the causes of a part's sessions, an incident's where it strikes."""
        size = part.calls + part.failed
        struck = part.incident.slice if part.incident else Slice()
        device = self._devices(part.segment, struck, size)
        step, code = self._errors(part.journey, struck, size)
        return Causes(device, self._versions(device, struck), step, code)

    def devices(self, segment: Ints) -> tuple[Ints, Ints]:
        """Draw devices and versions for members of several segments."""
        device = np.zeros(len(segment), dtype=np.int64)
        for number in range(len(self.world.segments)):
            here = segment == number
            device[here] = self._devices(number, Slice(), int(here.sum()))
        return device, self._versions(device, Slice())

    def _devices(self, segment: int, struck: Slice, size: int) -> Ints:
        names = self.world.device_names
        if struck.device_type is not None:
            return np.full(size, names.index(struck.device_type))
        mix = self.world.devices[self.world.segment_names[segment]]
        return pick(self.rng, [mix.get(name, 0) for name in names], size)

    def _versions(self, device: Ints, struck: Slice) -> Ints:
        if struck.app_version is not None:
            return np.full(len(device), self.vocabulary.versions.index(struck.app_version))
        version = np.zeros(len(device), dtype=np.int64)
        for number, name in enumerate(self.world.device_names):
            here = device == number
            version[here] = pick(self.rng, self._adoption(name), int(here.sum()))
        return version

    def _adoption(self, device: str) -> Floats:
        """How common each version is on a device: a release takes its users over little by little."""
        shares = np.zeros(len(self.vocabulary.versions))
        left = 1.0
        for release in reversed(self.world.releases.apps[device]):
            age = np.inf if release.days_before_end is None else release.days_before_end - self.back + 0.5
            taken = left * (1 - np.exp(-max(age, 0) / self.world.releases.adoption_days))
            shares[self.vocabulary.versions.index(release.version)] = taken
            left -= taken
        return shares

    def _errors(self, journey: int, struck: Slice, size: int) -> tuple[Ints, Ints]:
        """Draw steps and error codes, within an incident's where it names them."""
        errors = list(self.world.journeys.values())[journey].errors
        weights = [error.share if _matches(error, struck) else 0.0 for error in errors]
        drawn = pick(self.rng, weights, size)
        steps = np.array([self.vocabulary.steps.index(error.step) for error in errors])
        codes = np.array([self.vocabulary.codes.index(error.code) for error in errors])
        return steps[drawn], codes[drawn]


def _matches(error: Trouble, struck: Slice) -> bool:
    return struck.step in (None, error.step) and struck.error_code in (None, error.code)
