timing-no-date = no date set
timing-ahead = { $it ->
    [one] 1 day left
   *[other] { $it } days left
}
timing-soon = { $it ->
    [one] due soon, 1 day left
   *[other] due soon, { $it } days left
}
timing-today = due today
timing-late = { $it ->
    [one] 1 day late
   *[other] { $it } days late
}
timing-done = sent
timing-done-early = sent early
timing-done-on-time = sent on time
timing-done-late = { $it ->
    [one] sent 1 day late
   *[other] sent { $it } days late
}

road-crumbs = Path
road-due = due { $it }
road-campaign = Campaign
road-addressee = Addressee
road-channel = Sent through
road-files = Evidence attached
road-history = What happened
road-presentation = Presented for signature
road-withdrawal = Taken back unsigned
road-given-back = Given back to the drafter, unsigned
road-submission = Signed and sent, version { $it }, receipt { $of }
road-reception = Version { $it } received
road-return = Version { $it } sent back
road-return-due = Version { $it } sent back, new date { $of }
road-acceptance = Version { $it } accepted
road-correction = Opened again for correction
road-overtaken = This report was sent before the campaign was amended at { $it }. { $of }.
road-overtaken-why = Reason: { $it }
road-forwarding = Version { $it } passed on to { $of }

sheet-written = Answered
sheet-nil = Nil
sheet-missing = Missing
sheet-blank = Optional
sheet-indicator = Indicator

fate-exact = The sentence is unchanged.
fate-moved = The sentence has moved.
fate-changed = The sentence was changed
fate-gone = The sentence is gone.

presentation-title = Sign
presentation-open = Present, sign and send
presentation-returned = The report was sent back.
presentation-to-slip = See reasons, comments and what to do
presentation-content = The whole report
presentation-missing = { $it ->
    [one] 1 section is still empty
   *[other] { $it } sections are still empty
}
presentation-back-to-writing = Back to writing
presentation-unread = Taken over from the last campaign or a file and not read since, or counted in another unit of measure now
presentation-back-to-reading = Open the report to read them
presentation-blank = Tables in which nothing is filled in
presentation-broken = Figures do not agree
presentation-waiting = The report waits for the leader's signature.
presentation-changed = The text was changed after it was presented. What you see is the latest.
presentation-correcting = An accepted report is being corrected. Reason: { $it }
presentation-locked = The report is accepted and locked
presentation-to-receipt = See the receipt
presentation-correct-reason = Reason for the correction
presentation-correct-hint = The receiver sees this reason. The accepted version stays until the correction is sent.
presentation-correct = Open a correction
presentation-corrected = The correction is open. Change what is needed and present it again.
presentation-sent = The report was sent and is with the receiver. Sending it again needs a reason.
presentation-sign-title = Sign and send
presentation-sign-why = This signs exactly what this page shows and sends it to { $it }.
presentation-again-reason = Why it is sent again
presentation-again-hint = Needed unless the receiver sent the report back.
presentation-sign = Sign and send
presentation-present-title = Present to the leader
presentation-note = A note to the leader
presentation-present = Present for signature
presentation-done = Presented to the leader.
presentation-unanswered = { $it ->
    [one] 1 remark of the receiver has no answer. You may present all the same; better deal with it first.
   *[other] { $it } remarks of the receiver have no answer. You may present all the same; better deal with them first.
}
presentation-to-remarks = See the remarks
presentation-reason = Reason
presentation-hand-back-title = Hand back to the drafter
presentation-hand-back = Hand back unsigned
presentation-take-back-title = Take back what was presented
presentation-take-back = Take back
presentation-withdrawn = The report is with the drafter again, unsigned.

given-back-title = The report came back from the leader, unsigned
given-back-by = { $it } gave it back { $of }.

slip-title = Version { $it } was sent back
slip-by = { $it } sent it back at { $of }.
slip-due = To be sent again by { $it }.
slip-remarks = Comments to deal with

remark-title = Comment
remark-quote = Sentence
remark-quote-copy = Copy the sentence out of the draft into this box; leave it empty to comment on the whole section.
remark-whole = The whole section
remark-cell = Or a figure
remark-no-cell = No figure
remark-text = What you say
remark-add = Comment
remark-list = Comments ({ $it })
remark-none = No comments on this section.
remark-settled = Settled
remark-open = To be settled
remark-answer = Answer, if needed
remark-answer-was = The unit answered: { $it }
remark-settle = Done

submission-list-title = Reports received
submission-heaps = Source
submission-heap-sent = Sent to this unit
submission-heap-campaigns = Whole campaign
submission-heap-forwarded = Passed on to us
submission-desk = Desk of
submission-campaign = Campaign
submission-state = State
submission-from = Sending unit
submission-late = Late ones only
submission-filter = Filter
submission-all = All
submission-none = Nothing has come in yet. A report appears here once its unit signs and sends it.
submission-none-found = No report fits the filter.
submission-show-all = Clear the filter
submission-unit = Unit
submission-sent-at = Sent at
submission-timing = Deadline
submission-acts = To do
submission-version = version { $it }, no. { $of }
submission-nth = version { $it }
submission-open = Open
submission-receive = Receive
submission-pages = Pages
submission-up = Row above
submission-down = Row below
submission-older = Next page
submission-docx = As Word
submission-pdf = As PDF
submission-read = Read section by section
submission-later = The unit has sent a newer version.
submission-to-later = Open the latest version
submission-version-sent = Version
submission-signed-by = Signed by
submission-reason-again = Why it was sent again
submission-sections = Sections
submission-section = Section
submission-answer = Content
submission-remarks-open = Open comments
submission-across = Read across
submission-all-units = All units
submission-changed = Changed
submission-changes = What changed since the last version
submission-changes-in-text = Figures and evidence are the same. Changed sections are marked above.
submission-accept-title = Accept
submission-accept-why = An accepted report is locked. The unit can change it only by a correction with a reason.
submission-note = Note
submission-accept = Accept
submission-accepted = The report is accepted.
submission-return-title = Send back
submission-reasons = Reasons (at least one)
submission-return-text = What is to be done
submission-return-due = To be sent again by
submission-return-due-hint = Leave it empty to keep the old date.
submission-return = Send back to the unit
submission-returned = The report was sent back. The unit is told.
submission-forward-title = Pass on to { $it }
submission-forward = Pass on
submission-forwarded = The report was passed on.
submission-received = The report is received.
submission-commented = The comment is kept.
submission-settled = The comment is settled.
submission-sent = The report is signed and sent. Keep this receipt.
submission-versions = Versions sent
submission-content = What was sent
submission-previous = Section before
submission-next = Next section
submission-whole = Whole report

notice-presented = A report waits for the leader’s signature: { $it }
notice-given-back = The leader gave a report back, unsigned: { $it }
notice-taken-back = What was presented was taken back: { $it }
notice-delegated = Sections given to write: { $it }
notice-returned = A report was sent back: { $it }
notice-accepted = A report was accepted: { $it }
notice-corrected = An accepted report was opened again for correction: { $it }
notice-forwarded = A report was passed on to us: { $it }
submission-quoted = The place that the consolidation leads to
