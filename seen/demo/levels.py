"""The levels of the demo's categories, in the order its number codes stand for.

It promises that each is a level the standard dictionary knows.
"""

from __future__ import annotations

from typing import Final

SETTINGS: Final = (
    *("hospital", "primary_care", "home_care", "k12_school", "college", "therapy_practice"),
    *("chaplaincy_service", "helpline", "child_welfare"),
)
PROFESSIONS: Final = (
    *("hospital_doctor", "primary_care_doctor", "nurse", "home_health_aide", "k12_teacher"),
    *("college_teacher", "therapist", "chaplain", "helpline_worker", "social_worker"),
)
HOME_HEALTH_AIDE: Final = PROFESSIONS.index("home_health_aide")
RACES: Final = (
    *("white", "black", "latino", "asian", "multi", "indigenous", "mena", "pacific", "other"),
    "prefer_not",
)
WHITE, BLACK, LATINO, ASIAN = 0, 1, 2, 3
INDIGENOUS: Final = RACES.index("indigenous")
OTHER_RACE: Final = RACES.index("other")
UNSTATED_RACE: Final = RACES.index("prefer_not")
INCOMES: Final = ("low", "mid", "high", "unknown")
LOW, MID, HIGH, UNKNOWN = range(4)
LANGUAGES: Final = ("same", "interpreter", "none")
SAME_LANGUAGE, INTERPRETER, NO_LANGUAGE = range(3)
AGES: Final = ("0-17", "18-29", "30-44", "45-64", "65-79", "80+")
UNDER_18, FROM_65 = 0, 4
GENDERS: Final = ("woman", "man", "non_binary", "prefer_not")
YES_NO: Final = ("yes", "no", "prefer_not")
EXPERIENCE: Final = ("0-2", "3-9", "10-19", "20+")
WAGES: Final = ("1", "2", "3", "4", "5")
REFLECTIVE: Final = ("none", "informal", "regular_protected")
AI_ADOPTION: Final = ("none", "back_office", "scribe", "triage_bot", "client_bot")
NO_AI, BACK_OFFICE, SCRIBE, TRIAGE_BOT, CLIENT_BOT = range(5)
AI_RETENTION: Final = ("none", "internal", "vendor")
SCRIPTED: Final = ("none", "partly", "fully")
FULLY: Final = 2
MODALITIES: Final = (
    *("human_in_person", "human_phone", "human_video"),
    *("ai_assisted_human", "bot"),
)
IN_PERSON, PHONE, VIDEO, AI_ASSISTED, BOT = range(5)
ACCESS_REASONS: Final = ("chosen", "assigned", "only_option", "triaged_away")
CHOSEN, ASSIGNED, ONLY_OPTION, TRIAGED_AWAY = range(4)
REASONS: Final = (
    *("race", "income", "weight", "age", "gender", "language", "disability", "other"),
)
BECAUSE_OF_RACE: Final = REASONS.index("race")
SURVEY_MODES: Final = ("web", "paper", "phone")
