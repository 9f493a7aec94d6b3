today-title = Today
today-came = came in since { $it }
today-waiting = Waiting for an answer
today-waiting-of = waiting for an answer
today-waiting-none = No report waits for an answer.
today-late = Late, not sent
today-late-none = No report is late.
today-soon = fall due within 7 days
today-choose-all = Choose all
today-choose = Choose
today-fresh = new
today-version = version { $it }
today-more = Showing { $it } of { $of } reports.
today-look-first = Tick reports at the beginning of their rows. Every act shows first what it would come to.
today-accept = Accept the chosen reports…
today-return = Send the chosen reports back with one reason
today-return-look = See what sending back would come to…
today-reasons = Reasons
today-text = What else is said to the unit
today-new-day = New day
today-why = Why the day is moved
today-extend = Give the chosen units a new day
today-extend-look = See what a new day would come to…
today-draft = Draft of the consolidation
today-draft-brought-up = Brought up to date last: { $it }
today-draft-moved = The draft's sources moved since { $it }:
today-draft-same = Nothing moved under the draft since { $it }.
today-draft-came = reports were accepted
today-draft-corrected = reports were replaced by corrected ones
today-draft-reopened = reports were opened again and their new version is not in yet
today-draft-withdrawn = reports were withdrawn from the campaign
today-draft-ended = units were merged, split or dissolved
today-draft-behind = { $it ->
    [one] 1 report differs from what the draft says.
   *[other] { $it } reports differ from what the draft says.
}
today-draft-look = Look, and bring the draft up to date
today-draft-level = The draft says what the counting reports say.
many-title = One act on many reports
many-accept = Accept many reports
many-return = Send many reports back
many-extend = A new day for many units
many-able = It can be done to { $it } of the { $of } chosen reports. Nothing is changed yet.
many-done = It was done to { $it } of { $of } reports.
many-outcome = Outcome
many-text = Said with it:
many-will-accept = will be accepted and locked
many-will-return = will be sent back
many-will-extend = will have a new day, and the unit is told
many-was-done = done
many-go-accept = { $it ->
    [one] Accept 1 report
   *[other] Accept { $it } reports
}
many-go-return = { $it ->
    [one] Send 1 report back
   *[other] Send { $it } reports back
}
many-go-extend = { $it ->
    [one] Extend the day for 1 report
   *[other] Extend the day for { $it } reports
}
many-cancel = Cancel
many-back = Back to Today
today-gone = { $it ->
    [one] 1 report lies with a unit that no longer stands (merged, split or dissolved). Its successor sees it only once the duties are made over.
   *[other] { $it } reports lie with units that no longer stand (merged, split or dissolved). Their successors see them only once the duties are made over.
}
today-gone-transfer = Make duties over
many-day-off = { $it } (a day off)
many-due-before = was due { $it }
many-noted = { $it ->
    [one] 1 thing to look at
   *[other] { $it } things to look at
}
many-comparing = The reports are still being compared with each other, so it is not known yet which have something to look at. Look again in a few seconds before you accept.
many-look-again = Look again
