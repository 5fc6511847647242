"""The addresses of improvement, and of what waits for somebody's yes or no."""

from django.urls import path

from pasillo.doors.desk.pages import approvals, board, idea_acts, ideas

urlpatterns = [
    path("approvals/<int:approval_id>", approvals.show, name="approval"),
    path("approvals/<int:approval_id>/decision", approvals.decision, name="approval-decision"),
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
