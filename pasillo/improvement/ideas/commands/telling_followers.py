"""Followers are told of each change: on their page, and by mail in their own language."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from pasillo.ground.effects import commands as effects
from pasillo.ground.kit.words import _
from pasillo.ground.people.models import Person
from pasillo.improvement.ideas.models import Answer, Comment, Following, Idea, News
from pasillo.improvement.ideas.states import LABELS, State

ADDRESS = "/app/ideas/{}"
NOTICE = "ideas_by_mail"


ANSWERED = _("Hello %(name)s,\n\n%(who)s answered the idea “%(title)s”. It is now: %(state)s.\n\n%(words)s\n\n%(link)s")
YOURS, THEIRS = _("Your idea %(number)s: %(state)s"), _("Idea %(number)s: %(state)s")
COMMENTED = _("Hello %(name)s,\n\n%(who)s wrote about the idea “%(title)s”:\n\n%(words)s\n\n%(link)s")
NEW_COMMENT = _("A new comment on idea %(number)s")


def tell_of_answer(idea: Idea, answer: Answer, *, at: datetime) -> None:
    """Everybody who follows learns what becomes of it, except who said so."""
    for person in _told(idea, but=answer.person_id):
        News.objects.create(person=person, idea=idea, answer=answer, told_at=at)
        with translation.override(person.language):
            state = str(LABELS[State(answer.state)])
            text = ANSWERED % (_words(person, idea, answer.person, answer.words) | {"state": state})
            subject = (YOURS if person.pk == idea.author_id else THEIRS) % {"number": idea.pk, "state": state}
        _write(person, idea, f"answer:{answer.pk}", str(subject), str(text), at=at)


def tell_of_comment(idea: Idea, comment: Comment, *, at: datetime) -> None:
    """Everybody who follows learns that somebody added their thoughts, except who did."""
    for person in _told(idea, but=comment.person_id):
        News.objects.create(person=person, idea=idea, comment=comment, told_at=at)
        with translation.override(person.language):
            text = COMMENTED % _words(person, idea, comment.person, comment.words)
            subject = NEW_COMMENT % {"number": idea.pk}
        _write(person, idea, f"comment:{comment.pk}", str(subject), str(text), at=at)


def see(idea_id: int, *, person_id: int, at: datetime) -> None:
    """This person has seen what is new about an idea."""
    News.objects.filter(idea_id=idea_id, person_id=person_id, seen_at=None).update(seen_at=at)


def _told(idea: Idea, *, but: int) -> list[Person]:
    following = Following.objects.filter(idea=idea).exclude(person_id=but).values("person_id")
    return list(Person.objects.filter(pk__in=following, is_active=True).order_by("pk"))


def _words(person: Person, idea: Idea, who: Person, words: str) -> dict[str, str]:
    link = settings.BASE_URL + ADDRESS.format(idea.pk)
    return {"name": person.name, "title": idea.title, "who": who.name, "words": words, "link": link}


def _write(person: Person, idea: Idea, what: str, subject: str, text: str, *, at: datetime) -> None:
    if not person.email or person.preferences.get("notices", {}).get(NOTICE) is False:
        return
    letter = {"template": "idea", "to": person.email, "language": person.language, "subject": subject, "text": text}
    effects.promise("mail", key=f"{idea.ref}:{what}:{person.pk}", payload=letter, about=idea.ref, at=at)
