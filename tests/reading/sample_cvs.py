"""Invented CVs that the PDF generators lay out, and what a right reading of them must keep together."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    dates: str
    position: str
    employer: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Cv:
    language: str
    name: str
    headline: str
    titles: dict[str, str]  # section -> heading
    profile: tuple[str, ...]  # sentences of one paragraph
    jobs: tuple[Job, ...]
    skills: tuple[str, ...]
    contact: tuple[str, ...]
    hobbies: tuple[str, ...] = field(default=())

    @property
    def sentences(self) -> list[str]:
        return [*self.profile, *(duty for job in self.jobs for duty in job.duties)]

    @property
    def dated(self) -> list[tuple[str, str]]:
        return [(job.dates, job.position) for job in self.jobs]

    @property
    def aside(self) -> list[str]:
        """What a sidebar holds."""
        return [*self.contact, *self.skills, *self.hobbies]


ENGLISH = Cv(
    language="en",
    name="Maud Verrinder",
    headline="Community manager and editor",
    titles={
        "profile": "Profile",
        "jobs": "Experience",
        "skills": "Skills",
        "contact": "Contact",
        "hobbies": "Interests",
    },
    profile=(
        "Editor with nine years of practice in speaking online for museums, theatres and one stubborn ferry "
        "company, always in the voice of the house and never in my own.",
        "I like calendars that people really follow, answers that arrive before lunch, and figures that a board can "
        "read without a translator.",
    ),
    jobs=(
        Job(
            "March 2017 - present",
            "Community Manager",
            "Harrow Quay Maritime Museum",
            (
                "Run the museum's pages on Facebook, Instagram and YouTube, with a weekly calendar agreed with the "
                "curators and the education team every Monday morning.",
                "Answer some two hundred comments and messages a week, and pass complaints about safety on to the "
                "press office within the hour, as the protocol asks.",
                "Report reach, engagement and ticket clicks to the trustees each quarter in two pages that nobody "
                "has yet asked me to shorten.",
            ),
        ),
        Job(
            "September 2013 - February 2017",
            "Digital Content Officer",
            "Lantern Street Theatre",
            (
                "Wrote the posts, the newsletter and the programme notes for eleven productions a season, and "
                "filmed rehearsals for a channel that grew from nothing to 9,400 subscribers.",
                "Organised the public's questions to the actors on Twitter, moderated the replies and kept a list "
                "of what people asked most often for the box office.",
            ),
        ),
        Job(
            "June 2011 - August 2013",
            "Ticket Desk Assistant",
            "Pellow Ferries",
            (
                "Sold tickets, wrote the notices about late boats and, when the web desk was on holiday, posted "
                "them on the company's page as well.",
                "Trained the summer staff in telling a cancelled crossing from a delayed one without making the queue "
                "any angrier.",
            ),
        ),
    ),
    skills=("Editorial calendars", "Moderation", "Photo editing", "Google Analytics", "Hootsuite"),
    contact=("14 Tannery Lane", "Harrow Quay", "maud@example.org", "555 0147"),
    hobbies=("Sea swimming", "Choir", "Bookbinding"),
)

FRENCH = Cv(
    language="fr",
    name="Éloïse Tarrandeau",
    headline="Chargée des médias sociaux",
    titles={
        "profile": "Profil",
        "jobs": "Expérience",
        "skills": "Compétences",
        "contact": "Coordonnées",
        "hobbies": "Loisirs",
    },
    profile=(
        "Rédactrice de formation, j'anime depuis huit ans les communautés en ligne d'organismes culturels et d'une "
        "coopérative laitière, toujours au nom de la maison et jamais au mien.",
        "J'aime les calendriers éditoriaux que l'équipe suit vraiment, les réponses données avant midi et les "
        "bilans que la direction lit jusqu'au bout.",
    ),
    jobs=(
        Job(
            "avril 2018 - présent",
            "Chargée des médias sociaux",
            "Coopérative laitière du Val d'Orne",
            (
                "Gestion quotidienne des pages Facebook et Instagram de la coopérative, avec un calendrier validé "
                "chaque lundi par le service des communications et les producteurs.",
                "Réponse aux commentaires et aux messages privés des consommateurs, et transmission à l'équipe des "
                "relations publiques de toute plainte qui touche la qualité du lait.",
                "Présentation trimestrielle au comité de direction d'un bilan de la portée, de l'engagement et des "
                "visites du site venues des réseaux sociaux.",
            ),
        ),
        Job(
            "septembre 2014 - mars 2018",
            "Animatrice de communauté",
            "Théâtre de la Lanterne",
            (
                "Rédaction des publications, de l'infolettre et des programmes de onze spectacles par saison, et "
                "tournage de répétitions pour une chaîne passée de zéro à 9 400 abonnés.",
                "Organisation de rencontres en direct entre le public et les comédiens, modération des échanges et "
                "relevé des questions les plus fréquentes pour la billetterie.",
            ),
        ),
        Job(
            "juin 2012 - août 2014",
            "Préposée à l'accueil",
            "Traversier de l'Île-aux-Merles",
            (
                "Vente des billets, rédaction des avis de retard et, pendant les congés de l'équipe du site, "
                "publication de ces avis sur la page de la compagnie.",
                "Formation du personnel saisonnier à l'art de distinguer une traversée annulée d'une traversée "
                "retardée sans fâcher la file d'attente.",
            ),
        ),
    ),
    skills=("Calendrier éditorial", "Modération", "Retouche photo", "Google Analytics", "Hootsuite"),
    contact=("27, rue du Pressoir", "Val-d'Orne", "eloise@example.org", "555 0162"),
    hobbies=("Nage en rivière", "Chorale", "Reliure"),
)

CVS = {"en": ENGLISH, "fr": FRENCH}
