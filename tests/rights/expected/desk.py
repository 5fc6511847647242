"""The desk: whoever works here comes in; a case is shown and served only where its area, or oneself, has part in it."""

from tests.rights.table import Answers

row = Answers("""
                   anonymous owner colleague stranger employee agent neighbour manager head auditor admin disabled
staff              in        403   403       403      200      200   200       200     200  200     200   in
staff-are-led      in        403   403       403      302      302   302       302     302  302     302   in
who-serves         in        403   403       403      403      200   200       200     200  403     403   in
who-serves-acts    in        403   403       403      403      302   302       302     302  403     403   in
sees-first-area    in        403   403       403      404      200   404       200     200  200     404   in
sees-second-area   in        403   403       403      404      404   200       404     200  200     404   in
sees-both          in        403   403       403      404      200   200       200     200  200     404   in
sees-alarm         in        403   403       403      403      200   404       200     200  403     403   in
repairs-in-first   in        403   403       403      403      404   404       422     422  403     403   in
acts-in-first      in        403   403       403      403      302   404       302     302  403     403   in
refused-in-first   in        403   403       403      403      422   404       422     422  403     403   in
says-in-first      in        403   403       403      403      200   404       200     200  403     403   in
acts-in-second     in        403   403       403      403      404   302       404     302  403     403   in
staff-acts         in        403   403       403      302      302   302       302     302  302     302   in
looks-at-teams     in        403   403       403      403      403   403       200     200  200     403   in
looks-at-first     in        403   403       403      403      403   403       200     200  200     403   in
leads-first        in        403   403       403      403      403   403       200     200  403     403   in
leads-first-acts   in        403   403       403      403      403   403       302     302  403     403   in
leads-refused      in        403   403       403      403      403   403       422     422  403     403   in
nobody-decides     in        403   403       403      404      404   404       404     404  404     404   in
answers-ideas      in        403   403       403      403      403   403       302     302  403     403   in
acts-in-both       in        403   403       403      403      302   302       302     302  403     403   in
tells-whoever      in        403   403       403      403      204   204       204     204  403     403   in
takes-back         in        403   403       403      403      302   422       302     302  403     403   in
mine-at-once       in        403   403       403      403      302   422       422     422  403     403   in
mine-alone-led     in        403   403       403      404      302   404       404     404  404     404   in
acts-or-has-none   in        403   403       403      403      302   422       302     302  403     403   in
mine-alone         in        403   403       403      403      200   404       404     404  403     403   in
mine-alone-acts    in        403   403       403      403      302   404       404     404  403     403   in
looks-alike        in        403   403       403      403      403   403       200     200  403     200   in
joins-both         in        403   403       403      403      404   200       404     200  403     200   in
joins-both-acts    in        403   403       403      403      404   302       404     302  403     302   in
joins-owner-acts   in        403   403       403      403      302   302       302     302  403     302   in
nobody-joins       in        403   403       403      403      404   404       404     404  403     404   in
""").row

WORDS = {"kind": "note", "note": "x", "text": "x", "reason": "x", "title": "x", "outcome": "x", "why": "customer"}
OUTSIDE = {"email": "supplier@proveedor.example", "text": "Have you one?"}
SOON = {"due": "2031-01-01T10:00"}

SEEN = {"writes": {"ideas_following"}, "why": "Who reads an idea that they follow has seen what is new."}

ROUTES = [
    row("desk:landing", "GET", "staff-are-led"),
    row("desk:work", "GET", "staff"),
    row("desk:day", "GET", "staff"),
    row("desk:filter", "GET", "staff"),
    row("desk:keys", "GET", "staff"),
    row("desk:keys", "POST", "staff-are-led", send={"single_keys": "1"}),
    row("desk:customers", "GET", "staff"),
    row("desk:matching", "GET", "who-serves"),
    row("desk:many-hands", "GET", "who-serves", ask="words=a"),
    row("desk:hands", "GET", "says-in-first", number="case"),
    row("desk:places", "GET", "says-in-first", number="case"),
    row("desk:many-places", "GET", "who-serves"),
    row("desk:new-view", "GET", "who-serves"),
    row("desk:keep-view", "POST", "who-serves-acts", send={"name": "Hot", "list": "split=todo"}),
    row("desk:view", "GET", "mine-alone-led", view_id="view"),
    row("desk:drop-view", "POST", "mine-at-once", view_id="view", missing=422),
    row("desk:many", "POST", "acts-or-has-none", send={"do": "priority:2", "case": "{case.number}"}),
    row("desk:round", "GET", "mine-alone", round_id="round"),
    row("desk:round-undo", "POST", "mine-at-once", round_id="round", missing=422),
    row("desk:team", "GET", "looks-at-teams"),
    row("desk:team", "GET", "looks-at-first", ask="area={centre}"),
    row("desk:rebalance", "GET", "leads-first", area_id="centre"),
    row("desk:rebalance", "POST", "leads-refused", area_id="centre", send={"move": "1:2:3"}),
    row("desk:rebalance-undo", "POST", "leads-first-acts", round_id="rebalance"),
    row("desk:alarms", "GET", "staff"),
    row("desk:alarm-seen", "GET", "sees-alarm", alarm_id="alarm"),
    row("desk:alarm-seen", "POST", "acts-in-first", alarm_id="alarm", send={"reason": "x"}),
    row("desk:tasks", "GET", "staff"),
    row("desk:search", "GET", "staff", ask="q=alarm"),
    row("desk:palette", "GET", "staff", ask="q=alarm"),
    row("desk:callers", "GET", "who-serves", ask="name=elena"),
    row("desk:new", "GET", "who-serves"),
    row("desk:new", "POST", "who-serves-acts", send=WORDS | {"name": "Nuria", "service": "{moving}"}),
    row("desk:case", "GET", "sees-first-area", number="case"),
    row("desk:case", "GET", "sees-second-area", number="theirs"),
    row("desk:case", "GET", "sees-both", number="shared"),
    row("desk:clock", "GET", "sees-first-area", number="case", clock_id="clock"),
    row("desk:clock-repair", "POST", "repairs-in-first", number="case", clock_id="clock", send=WORDS),
    row("desk:messages", "POST", "acts-in-first", number="case", send=WORDS),
    row("desk:messages", "POST", "acts-in-second", number="theirs", send=WORDS),
    row("desk:messages", "POST", "acts-in-both", number="shared", send=WORDS),
    row("desk:draft", "POST", "says-in-first", number="case", send=WORDS),
    row("desk:draft-files", "POST", "says-in-first", number="case", send=WORDS),
    row("desk:draft-file", "GET", "mine-alone", file_id="draft file"),
    row("desk:draft-file-away", "POST", "mine-alone-acts", number="case", file_id="draft file", send=WORDS),
    row("desk:taken-back", "POST", "takes-back", sending_id="sending", send=WORDS, missing=422),
    row("desk:sent-now", "POST", "mine-at-once", sending_id="sending", send=WORDS, missing=422),
    row("desk:again", "POST", "refused-in-first", number="case", message_id="message", send=WORDS),
    row("desk:presence", "POST", "tells-whoever", number="case", send={"doing": "look", "tab": "a1"}, missing=204),
    row("desk:here", "GET", "says-in-first", number="case"),
    row("desk:news", "GET", "who-serves"),
    row("desk:call", "GET", "mine-alone", call_id="call"),
    row("desk:case-macros", "GET", "says-in-first", number="case"),
    row("desk:colleagues", "GET", "says-in-first", number="case"),
    row("desk:macro-used", "POST", "mine-alone-acts", number="case", macro_id="macro", send=WORDS),
    row("desk:macros", "GET", "who-serves"),
    row("desk:macro-new", "GET", "who-serves"),
    row("desk:macro-new", "POST", "who-serves-acts", send={"name": "Visit", "text_en": "x", "owner": "me"}),
    row("desk:macro", "GET", "mine-alone", macro_id="macro"),
    row(
        "desk:macro", "POST", "mine-alone-acts", macro_id="macro", send={"name": "Visit", "text_en": "x", "owner": "me"}
    ),
    row("desk:macro-retired", "POST", "mine-alone-acts", macro_id="macro", send=WORDS),
    row("desk:assignment", "POST", "acts-in-first", number="case", send={"assignee": ""}),
    row("desk:assignment", "POST", "refused-in-first", number="case", send={"assignee": "{neighbour}"}),
    row("desk:area", "POST", "acts-in-first", number="case", send=WORDS | {"area": "{field}"}),
    row("desk:waiting", "POST", "acts-in-first", number="case", send={"why": "supplier"}),
    row("desk:resumption", "POST", "refused-in-first", number="case", send=WORDS),
    row("desk:resolution", "POST", "acts-in-first", number="case", send={"without_reply": "1"}),
    row("desk:cancellation", "POST", "acts-in-first", number="case", send=WORDS),
    row("desk:merging", "POST", "refused-in-first", number="case", send={"other": "{case.number}"}),
    row("desk:unmerge", "GET", "refused-in-first", number="case"),
    row("desk:unmerge", "POST", "refused-in-first", number="case"),
    row("desk:split", "GET", "says-in-first", number="case"),
    row("desk:split", "POST", "refused-in-first", number="case"),
    row("desk:call-back", "GET", "says-in-first", number="case"),
    row("desk:call-back", "POST", "refused-in-first", number="case", send={"slot": ""}),
    row("desk:asides", "GET", "says-in-first", number="case"),
    row("desk:asides", "POST", "acts-in-first", number="case", send=OUTSIDE),
    row("desk:asked", "POST", "acts-in-first", number="case", send=WORDS | SOON | {"area": "{field}"}),
    row("desk:admission", "POST", "refused-in-first", number="case", send={"message": "{message}"}),
    row("desk:completion", "POST", "acts-in-both", task_id="task", send=WORDS),
    row("desk:new-time", "POST", "acts-in-both", task_id="task", send=SOON),
    row("desk:customer", "GET", "sees-both", person_id="owner"),
    row("desk:alike", "GET", "looks-alike"),
    row("desk:identities", "POST", "joins-owner-acts", person_id="owner", send={"address": "+34 611 22 33 44"}),
    row("desk:identity", "POST", "nobody-joins", person_id="owner", identity_id="no approval"),
    row("desk:joining", "GET", "joins-both", person_id="owner", other_id="stranger"),
    row("desk:joining", "POST", "joins-both-acts", person_id="owner", other_id="stranger", send={"both": "1"}),
    row("desk:apart", "POST", "joins-both-acts", person_id="owner", other_id="stranger"),
    row("desk:parting", "GET", "nobody-joins", joining_id="no approval"),
    row("desk:parting", "POST", "nobody-joins", joining_id="no approval"),
    row("desk:reading", "POST", "nobody-joins", joining_id="no approval"),
    row("desk:approval", "GET", "nobody-decides", approval_id="no approval"),
    row("desk:approval-decision", "POST", "nobody-decides", approval_id="no approval", send={"decision": "give"}),
    row("desk:thanks", "POST", "refused-in-first", number="case", send=WORDS),
    row("desk:formality", "POST", "refused-in-first", number="case", send=WORDS),
    row("desk:settlement", "POST", "refused-in-first", number="case", send=WORDS),
    row("desk:board", "GET", "staff"),
    row("desk:ideas", "GET", "staff"),
    row("desk:ideas-similar", "GET", "staff", ask="title=say"),
    row("desk:idea-new", "GET", "staff"),
    row("desk:idea-new", "POST", "staff-acts", send={"title": "Knock twice", "words": "Then wait."}),
    row("desk:idea", "GET", "staff", number="idea", **SEEN),
    row("desk:idea-answer", "POST", "answers-ideas", number="idea", send={"to": "looking", "words": "Yes."}),
    row("desk:idea-vote", "POST", "staff-acts", number="idea", send={"vote": "on"}),
    row("desk:idea-comments", "POST", "staff-acts", number="idea", send={"words": "I would too."}),
    row("desk:idea-following", "POST", "staff-acts", number="idea", send={"follow": "no"}),
]
