duty-title = What my unit owes
duty-why = The most pressing comes first.
duty-crumbs = Where this page is
duty-notices = Unread notices
duty-notice-read = Mark as read
duty-notice-opened = A campaign has opened; your unit has tasks in it.
duty-notice-amended = A campaign was amended.
duty-notice-amended-is = The campaign was amended: { $it }
duty-notice-closed = A campaign was closed.
duty-none = Your unit owes nothing. Tasks appear here when the standing agency opens a campaign.
duty-owed = To be done
duty-all-done = Your unit has nothing left to do.
duty-done = Done, or sent
duty-delegated = Sections given to me to write
duty-what = Task
duty-due = Due
duty-to = To
duty-status = Status
duty-request = Request
duty-coordinate = Working along
duty-as-written = The plan says: “{ $it }”
duty-via = through { $it }
duty-no-day = No day is set
duty-late = { $it ->
    [one] 1 day late
   *[other] { $it } days late
}
duty-today = Due today
duty-left = { $it ->
    [one] 1 day left
   *[other] { $it } days left
}
duty-named = Named in the plan as
duty-open-report = Open the report
duty-status-not-opened = Not begun
duty-status-drafting = Being written
duty-status-correcting = Opened again for a correction
duty-status-waiting-for-signature = Waiting for signature
duty-status-submitted = Sent
duty-status-received = Received
duty-status-returned = Sent back
duty-status-accepted = Accepted
duty-status-answered = Answered
duty-status-unanswered = Not answered
duty-answer = Answer
duty-answer-again = Add to the answer
duty-note = What was done
duty-note-hint = What was done, when, with what result. Only numbers of groups and activities; nothing about persons.
duty-file-refused = The file “{ $it }” was not taken. { $of } What you wrote still stands above.
duty-proof = Proof
duty-send-answer = Send the answer
duty-answered = The answer is recorded.
duty-answers = Answers
duty-no-answer = The unit has not answered this.
duty-sign = Read and sign
duty-unit-ended = { $it } stands no more since { $of }.
duty-unit-nothing-left = Nothing is left undone under its name.
duty-unit-left = Not done yet, for the standing agency of the campaign to settle: { $it }.
duty-unit-passed = Passed on: { $it }.
duty-unit-passed-to = { $it } to { $of }
duty-unit-needs-role = Whoever goes on with what was passed on and has no role at { $it } needs one from an administrator.
duty-no-role = The account has no role at any unit, or no longer, so nothing is shown here. Ask an administrator.
duty-handed-on = Sent before it was passed on
duty-handed-on-why = Reports that the unit sent and another unit has now: they can be read, not changed.
duty-handed-on-receipt = receipt no. { $it }
