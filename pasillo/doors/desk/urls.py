"""The addresses of the desk: nouns; a change is posted to one."""

from django.urls import path

from pasillo.doors.desk import improvement_urls
from pasillo.doors.desk.pages import (
    actions,
    composer,
    customers,
    drafts,
    landing,
    opening,
    searching,
    sendings,
    tasks,
    work,
)

app_name = "desk"
urlpatterns = [
    path("", landing.show, name="landing"),
    path("work", work.show, name="work"),
    path("cases/new", opening.new, name="new"),
    path("cases/callers", opening.callers, name="callers"),
    path("cases/<int:number>", work.case, name="case"),
    path("cases/<int:number>/messages", composer.send, name="messages"),
    path("cases/<int:number>/draft", drafts.save, name="draft"),
    path("cases/<int:number>/draft/files", drafts.add_files, name="draft-files"),
    path("cases/<int:number>/draft/files/<int:file_id>/removal", drafts.drop_file, name="draft-file-away"),
    path("draft-files/<int:file_id>", drafts.show_file, name="draft-file"),
    path("sendings/<int:sending_id>/undo", sendings.taken_back, name="taken-back"),
    path("sendings/<int:sending_id>/now", sendings.sent_now, name="sent-now"),
    path("cases/<int:number>/assignment", actions.assignment, name="assignment"),
    path("cases/<int:number>/area", actions.area, name="area"),
    path("cases/<int:number>/waiting", actions.waiting, name="waiting"),
    path("cases/<int:number>/resumption", actions.resumption, name="resumption"),
    path("cases/<int:number>/resolution", actions.resolution, name="resolution"),
    path("cases/<int:number>/cancellation", actions.cancellation, name="cancellation"),
    path("cases/<int:number>/tasks", actions.asked, name="asked"),
    path("cases/<int:number>/admission", actions.admission, name="admission"),
    path("tasks", tasks.show, name="tasks"),
    path("tasks/<int:task_id>/completion", actions.completion, name="completion"),
    path("tasks/<int:task_id>/time", actions.new_time, name="new-time"),
    path("customers/<int:person_id>", customers.show, name="customer"),
    path("search", searching.show, name="search"),
    path("palette", searching.palette, name="palette"),
    *improvement_urls.urlpatterns,
]
