"""The institutions of one block and their units: one profession in one institution.

It promises the design of docs/demo.md in every block: two large places per setting, two in the
Simpson region, a third with safety-net duties, and in the first block one helpline that games.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seen.demo.draws import Flags, Floats, Ints, places_in, stream
from seen.demo.levels import (
    BACK_OFFICE,
    CLIENT_BOT,
    NO_AI,
    PROFESSIONS,
    RACES,
    SCRIBE,
    SETTINGS,
    TRIAGE_BOT,
)
from seen.demo.truth import Truth

# The first places of a random order inside each setting; the rest are ordinary.
_LIFT, _DRAG, _GAMING = 2, 3, 4
REGION_SIMPSON = -1


@dataclass(frozen=True, kw_only=True)
class Places:
    """The institutions of one block, one entry each."""

    setting: Ints
    in_setting: Ints  # from 0, in the order of their names
    region: Ints  # REGION_SIMPSON, or a place in the list of regions
    is_large: Flags
    is_safety_net: Flags
    is_gaming: Flags
    lean: Ints  # Simpson region: 1 where all feel more seen, -1 where less, else 0
    leadership: Floats  # N(0,1); one column per year
    reflective: Ints
    intensity: Floats  # 0 to 10
    intensity_z: Floats
    script_mandate: Floats
    ai_adoption: Ints
    retention: Ints
    goal_share: Floats
    effect: Floats  # on felt seen
    pressure: Floats
    race_shares: Floats  # recipients: one column per race
    worker_race_shares: Floats

    @property
    def n(self) -> int:
        """How many institutions."""
        return len(self.setting)

    @property
    def has_bot(self) -> Flags:
        """Where a recipient may meet a bot."""
        return np.asarray(self.ai_adoption >= TRIAGE_BOT)


@dataclass(frozen=True, kw_only=True)
class Units:
    """The units of one block, one entry each."""

    place: Ints
    profession: Ints
    volume: Floats


def draw(*, truth: Truth, seed: int, block: int) -> Places:
    """Return the institutions of one block."""
    rng = stream(seed=seed, block=block, part="places")
    counts = np.array(truth.along("structure.institutions", SETTINGS), dtype=np.int64)
    setting = np.repeat(np.arange(len(SETTINGS)), counts)
    role, duty = places_in(rng, setting), places_in(rng, setting)
    n = len(setting)
    large = int(truth.number("structure.large_per_setting"))
    lean = (role == _LIFT).astype(np.int64) - (role == _DRAG)
    is_safety_net = duty < np.rint(truth.number("places.safety_net") * counts[setting])
    leadership = rng.standard_normal(n)
    later = truth.number("places.leadership_second_year") * rng.standard_normal(n)
    intensity = _intensity(truth, rng, is_safety_net)
    intensity_z = (intensity - intensity.mean()) / intensity.std()
    own = truth.number("felt.spread.institution") * rng.standard_normal(n)
    shares, worker_shares = _race_shares(truth, rng, is_safety_net, lean)
    adoption = _ai_adoption(truth, rng, setting)
    return Places(
        setting=setting,
        in_setting=np.arange(n) - np.searchsorted(setting, setting),
        region=_regions(truth, setting, role),
        is_large=role < large,
        is_safety_net=is_safety_net,
        is_gaming=(role == _GAMING) & (setting == SETTINGS.index("helpline")) & (block == 0),
        lean=lean,
        leadership=np.column_stack([leadership, leadership + later]),
        reflective=_reflective(truth, rng, leadership),
        intensity=intensity,
        intensity_z=intensity_z,
        script_mandate=_script_mandate(truth, rng, intensity_z),
        ai_adoption=adoption,
        retention=np.where(adoption == NO_AI, 0, rng.integers(0, 3, n)),
        goal_share=_goal_share(truth, rng, intensity_z),
        effect=own
        + truth.number("felt.simpson.felt") * lean
        + truth.number("felt.measure_intensity") * intensity_z,
        pressure=truth.number("time.pressure.institution") * rng.standard_normal(n)
        + truth.number("time.pressure.safety_net") * is_safety_net,
        race_shares=shares,
        worker_race_shares=worker_shares,
    )


def units(*, truth: Truth, seed: int, block: int, places: Places) -> Units:
    """Return which professions work where, with their relative volume per practitioner."""
    rng = stream(seed=seed, block=block, part="units")
    found_places, found_professions, volumes = [], [], []
    for pair, count in truth.numbers("structure.units").items():
        setting, profession = pair.split(".")
        here = rng.permutation(np.flatnonzero(places.setting == SETTINGS.index(setting)))
        chosen = _where(here, places.is_large, int(count))
        found_places.append(chosen)
        found_professions.append(np.full(len(chosen), PROFESSIONS.index(profession)))
        rare = _rarity(truth, int(count))
        volumes.append(np.full(len(chosen), rare * truth.number(f"structure.volume.{profession}")))
    return Units(
        place=np.concatenate(found_places),
        profession=np.concatenate(found_professions),
        volume=np.concatenate(volumes),
    )


def _where(here: Ints, is_large: Flags, count: int) -> Ints:
    """Return the places of a pair, with its fair share of the large ones.

    Left to chance, a pair of ten units would hold none or two of them and vary twofold in size.
    """
    large, ordinary = here[is_large[here]], here[~is_large[here]]
    n_large = round(len(large) * count / len(here))
    return np.sort(np.concatenate([large[:n_large], ordinary[: count - n_large]]))


def _rarity(truth: Truth, count: int) -> float:
    """Return the factor on encounters for pairs with few units."""
    if count <= 12:
        return truth.number("structure.volume_of_rare_pair.up_to_12_units")
    return truth.number("structure.volume_of_rare_pair.up_to_16_units") if count <= 16 else 1.0


def _regions(truth: Truth, setting: Ints, role: Ints) -> Ints:
    """Return the region of each place: two per setting in the Simpson region, the rest in turn."""
    n_regions = len(truth.names["regions"])
    turn = (role + 3 * setting) % n_regions
    return np.where((role == _LIFT) | (role == _DRAG), REGION_SIMPSON, turn)


def _intensity(truth: Truth, rng: np.random.Generator, is_safety_net: Flags) -> Floats:
    """Return measure intensity, 0 to 10."""
    part = truth.numbers("places.measure_intensity")
    noise = part["spread"] * rng.standard_normal(len(is_safety_net))
    return np.clip(part["centre"] + part["safety_net"] * is_safety_net + noise, 0, 10)


def _reflective(truth: Truth, rng: np.random.Generator, leadership: Floats) -> Ints:
    """Return reflective practice in three steps."""
    part = truth.numbers("places.reflective")
    latent = part["leadership"] * leadership + rng.standard_normal(len(leadership))
    return np.digitize(latent, [part["lower_cut"], part["upper_cut"]]).astype(np.int64)


def _script_mandate(truth: Truth, rng: np.random.Generator, intensity_z: Floats) -> Floats:
    """Return the share of encounters that are scripted."""
    part = truth.numbers("places.script_mandate")
    noise = part["spread"] * rng.standard_normal(len(intensity_z))
    return np.clip(part["centre"] + part["intensity"] * intensity_z + noise, 0, 1)


def _goal_share(truth: Truth, rng: np.random.Generator, intensity_z: Floats) -> Floats:
    """Return the share of encounters with a documented goal."""
    part = truth.numbers("places.documented_goal")
    noise = part["spread"] * rng.standard_normal(len(intensity_z))
    return np.clip(part["centre"] + part["intensity"] * intensity_z + noise, 0, 1)


def _ai_adoption(truth: Truth, rng: np.random.Generator, setting: Ints) -> Ints:
    """Return what AI each place uses: fixed shares of each setting, at random places."""
    part = truth.numbers("places.ai_adoption")
    n = np.bincount(setting)[setting]
    at = (places_in(rng, setting) + 0.5) / n
    bot_share = np.where(setting == SETTINGS.index("chaplaincy_service"), 0.0, part["bot"])
    has_bot = at < bot_share
    is_client = at < truth.number("places.client_bot") * bot_share
    found = np.where(at < bot_share + part["scribe"] + part["back_office"], BACK_OFFICE, NO_AI)
    found = np.where(at < bot_share + part["scribe"], SCRIBE, found)
    return np.where(has_bot, np.where(is_client, CLIENT_BOT, TRIAGE_BOT), found)


def _race_shares(
    truth: Truth, rng: np.random.Generator, is_safety_net: Flags, lean: Ints
) -> tuple[Floats, Floats]:
    """Return each place's shares of race among recipients and among practitioners."""
    part = truth.numbers("people.segregation")
    n = len(lean)
    s = part["spread"] * rng.standard_normal(n) + part["safety_net"] * is_safety_net
    s += part["centre"]
    log_odds = s[:, None] * truth.along("people.race_by_segregation", RACES, otherwise=0.0)
    log_odds += rng.standard_normal((n, len(RACES))) * truth.along(
        "people.race_by_chance", RACES, otherwise=0.0
    )
    black = log_odds[:, RACES.index("black")]
    black[lean == 1] = truth.number("felt.simpson.black_lift")
    black[lean == -1] = truth.number("felt.simpson.black_drag")
    recipients = np.array(truth.along("people.race", RACES)) * np.exp(log_odds)
    workers = np.array(truth.along("people.worker_race", RACES)) * np.exp(log_odds / 2)
    return recipients, workers
