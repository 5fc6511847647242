"""Ideas, and what people say to them: answers, comments, votes, and who wants to know."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pasillo.ground.people.models import Person
from pasillo.improvement.ideas.states import LABELS, State
from pasillo.operations.cases.models import Case
from pasillo.operations.voice.models import Feedback
from pasillo.strategy.catalogue.models import Service

STATES = [(state.value, LABELS[state]) for state in State]


class Idea(models.Model):
    """Something that could be better, and how. Everybody who works here can read it."""

    title = models.CharField(max_length=160)
    words = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.SET_NULL, related_name="+")
    proposer = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="The customer who suggested it."
    )
    state = models.CharField(max_length=10, choices=STATES, default=State.NEW)
    votes = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, help_text="When it was answered for the first time.")
    found_by = SearchVectorField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-votes", "-id"], name="idea_board"),
            models.Index(fields=["author", "-id"], name="idea_of_author"),
            models.Index(fields=["case"], name="idea_of_case", condition=models.Q(case__isnull=False)),
            GinIndex(fields=["found_by"], name="idea_found_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """The name under which the journal knows this idea."""
        return f"idea:{self.pk}"


class Answer(models.Model):
    """What becomes of an idea: in words, by a person, on a day."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")
    state = models.CharField(max_length=10, choices=STATES)
    words = models.TextField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.state} for idea {self.idea_id}"


class Comment(models.Model):
    """What somebody who works here thinks about an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idea", "id"], name="comment_of_idea")]

    def __str__(self) -> str:
        return f"comment {self.pk} on idea {self.idea_id}"


class Vote(models.Model):
    """One person would be glad of it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="ballot")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_vote_a_person")]

    def __str__(self) -> str:
        return f"vote of {self.person_id} for idea {self.idea_id}"


class Following(models.Model):
    """Somebody wants to know how it goes on."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_following_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} follows idea {self.idea_id}"


class News(models.Model):
    """Something about an idea that one of its followers has not seen yet."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="news")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="news_unseen", condition=models.Q(seen_at__isnull=True))]

    def __str__(self) -> str:
        return f"news of idea {self.idea_id} for {self.person_id}"
