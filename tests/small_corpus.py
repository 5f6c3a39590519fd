"""A small made-up corpus on which a model trains in seconds: for tests of what is around a model, not its quality."""

from __future__ import annotations

from random import Random

from cvsignal.corpus import Record
from cvsignal.markup import parse

_PLACES = {
    "en": ("the harbour museum", "a bicycle shop", "the town library", "a folk festival", "the river park", "a bakery"),
    "fr": (
        "du musée du port",
        "d'une boutique de vélos",
        "de la bibliothèque",
        "d'un festival",
        "du parc",
        "d'une école",
    ),
}
_PRACTICE = {
    "en": (
        "[[Ran the Facebook page of {place}]](brand_presence)",
        "[[Wrote daily posts on the Twitter account of {place}]](brand_presence)",
        "[[Grew the community from {low} to {high} followers]](community_building, measured_result)",
        "[[Monitored mentions of {place} every week]](monitoring_plan)",
        "[[Passed angry comments on to the press office]](crisis_escalation)",
    ),
    "fr": (
        "[[Animation de la page Facebook {place}]](brand_presence)",
        "[[Publications quotidiennes sur le compte Twitter {place}]](brand_presence)",
        "[[Communauté passée de {low} à {high} abonnés]](community_building, measured_result)",
        "[[Veille hebdomadaire des mentions {place}]](monitoring_plan)",
        "[[Transmission des commentaires fâchés au service de presse]](crisis_escalation)",
    ),
}
_STRATEGY = {
    "en": (
        "[[Conceived the annual communication strategy of {place}]](long_term_strategy)",
        "[[Reported results of each campaign to the board]](management_reporting)",
        "[[Set targets for reach with the director]](measurable_objectives)",
    ),
    "fr": (
        "[[Conception de la stratégie annuelle de communication {place}]](long_term_strategy)",
        "[[Rapport des résultats à la direction]](management_reporting)",
        "[[Choix d'indicateurs de portée avec la directrice]](measurable_objectives)",
    ),
}
_OTHER = {
    "en": (
        "Counted stock at {place}",
        "Drove a van for {place}",
        "Served customers at the till",
        "Cleaned {place} at night",
    ),
    "fr": (
        "Inventaire {place}",
        "Conduite de la camionnette {place}",
        "Service à la caisse",
        "Nettoyage {place} le soir",
    ),
}
_TITLES = {
    "en": ("[[PR officer]](public_relations)", "[[Community manager]](social_media_position)", "Clerk"),
    "fr": (
        "[[Attachée de presse]](public_relations)",
        "[[Gestionnaire de communautés]](social_media_position)",
        "Commis",
    ),
}
_HEADINGS = {"en": ("Experience", "March 2014 - June 2019"), "fr": ("Expérience", "mars 2014 - juin 2019")}
_TOOLS = (
    "[[Hootsuite]](free_monitoring_tool), [[Google Alerts]](free_monitoring_tool), [[Meltwater]](paid_monitoring_tool)"
)
_ASIDES = {  # what is said of social media without being practice
    "en": (
        "[[Avid Instagram user with {high} friends]](personal_presence)",
        "[[My personal Facebook account has {high} friends]](personal_presence)",
        "[[Active on my own Twitter account]](personal_presence)",
        "[[Never ran a company's page]](brand_presence:negated)",
        "[[Seeking to manage the Facebook page of a brand]](brand_presence:aspirational)",
        _TOOLS,
    ),
    "fr": (
        "[[Mon blogue voyage compte {high} abonnés]](personal_presence)",
        "[[Très active sur mon compte Instagram personnel]](personal_presence)",
        "[[Mon compte Twitter personnel compte {high} abonnés]](personal_presence)",
        "[[N'a jamais animé la page d'une entreprise]](brand_presence:negated)",
        "[[Souhaite animer la page Facebook d'une marque]](brand_presence:aspirational)",
        _TOOLS,
    ),
}
# (practice lines, strategy lines, place of the title, grade as manager of communities, grade as strategist)
_KINDS = ((0, 0, 2, 0, 0), (1, 0, 2, 1, 0), (3, 1, 1, 2, 2), (5, 3, 0, 3, 3))


def small_corpus(count: int, seed: int = 1) -> list[Record]:
    """``count`` CVs, half French, a quarter of each grade, in four batches."""
    random = Random(seed)
    return [_record(random, f"{seed}-{number}", number) for number in range(count)]


def _record(random: Random, identity: str, number: int) -> Record:
    language = ("en", "fr")[number % 2]
    practice, strategy, title, community, manager = _KINDS[number // 2 % 4]
    heading, dates = _HEADINGS[language]
    lines = random.sample(_PRACTICE[language], practice) + random.sample(_STRATEGY[language], strategy)
    lines += random.sample(_OTHER[language], 3) + random.sample(_ASIDES[language], 2)
    random.shuffle(lines)
    filled = [
        line.format(
            place=random.choice(_PLACES[language]), low=random.randint(20, 900), high=random.randint(1000, 9000)
        )
        for line in lines
    ]
    marked = "\n".join(
        [f"Person {identity}", heading, f"{_TITLES[language][title]}, {dates}", *(f"- {x}" for x in filled)]
    )
    text, spans = parse(marked)
    return Record(
        id=identity,
        language=language,
        text=text,
        spans=spans,
        fit={"community_manager": community, "social_media_manager": manager},
        meta={"batch": f"b{number // 8 % 4}"},
    )
