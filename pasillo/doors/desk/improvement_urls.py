"""The addresses of improvement, of what waits for a yes or no, and of what only some kinds of case go through."""

from django.urls import path

from pasillo.doors.desk.pages import approvals, board, by_kind, idea_acts, ideas

urlpatterns = [
    path("approvals/<int:approval_id>", approvals.show, name="approval"),
    path("approvals/<int:approval_id>/decision", approvals.decision, name="approval-decision"),
    path("cases/<int:number>/thanks", by_kind.thanks, name="thanks"),
    path("cases/<int:number>/formality", by_kind.formality, name="formality"),
    path("cases/<int:number>/settlement", by_kind.settlement, name="settlement"),
    path("board", board.show, name="board"),
    path("ideas", ideas.mine, name="ideas"),
    path("ideas/new", ideas.new, name="idea-new"),
    path("ideas/similar", ideas.similar, name="ideas-similar"),
    path("ideas/<int:number>", ideas.show, name="idea"),
    path("ideas/<int:number>/answer", idea_acts.answer, name="idea-answer"),
    path("ideas/<int:number>/vote", idea_acts.vote, name="idea-vote"),
    path("ideas/<int:number>/comments", idea_acts.comments, name="idea-comments"),
    path("ideas/<int:number>/following", idea_acts.following, name="idea-following"),
]
