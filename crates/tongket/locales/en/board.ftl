board-title = Board
board-views = Ways to look at progress
board-view-table = Table
board-view-grid = Map of units
board-view-days = Day by day
board-sum = How far the reports are
board-as-of = As of { $it } (the server's clock)
board-all = reports owed
board-in-hand = have come in
board-accepted = accepted
board-returned = sent back, not sent again
board-late = late and not sent
board-sent-late = sent late
board-hand-of = { $it }/{ $of } reports have come in
board-late-of = { $it } late
board-under-way-of = { $it } being written or to be mended
board-unreachable = { $it ->
    [one] Mail to 1 unit comes back. Tell it in another way, and correct its address.
   *[other] Mail to { $it } units comes back. Tell these units in another way, and correct their addresses.
}
board-tiers = By tier and kind of unit
board-tier = Tier
board-kind = Kind of unit
board-tag = Tag
board-level = Tier: { $it }
board-no-level = No tier given
board-total = Total
board-owed = Owed
board-nil-why = A report that says “nothing to report” was sent and is not missing. Late is counted beside the status: a report that is being written or was sent back may be late too.
board-list = List
board-timing = Against its day
board-timing-late = Late, not sent
board-timing-soon = Due soon
board-timing-sent-late = Sent late
board-timing-nil = Sent with “nothing to report”
board-found = { $it } of { $of } reports
board-show-all = Show all
board-none = There is no such report
board-none-way = Ask for less, or show all.
board-nil = Nothing to report
board-returns = { $it ->
    [one] sent back 1 time
   *[other] sent back { $it } times
}
board-mail-back = Mail comes back
board-page = Page { $it }/{ $of }
board-legend = Signs of the map
board-all-groups = All groups
board-nobody-above = Units with nobody above
board-open-group = { $it ->
    [one] Show the 1 unit of this group
   *[other] Show the { $it } units of this group
}
board-as-table = Show as a table
board-chart = Reports sent and accepted, by day
board-chart-why = Solid line: reports sent for the first time, added up by day. Dashed line: acceptances, added up. Upright lines: days due. The figures stand in the table below.
board-chart-figures = The figures of the chart
board-line-sent = Sent
board-line-accepted = Accepted
board-line-due = Due
board-due = due { $it }
board-day = Day
board-days = Day by day
board-nothing-yet = Nothing has happened yet
board-day-due = { $it ->
    [one] Fell due: 1 report
   *[other] Fell due: { $it } reports
}
board-day-begun = { $it ->
    [one] Begun: 1 report
   *[other] Begun: { $it } reports
}
board-day-sent = { $it ->
    [one] Sent for the first time: 1 report
   *[other] Sent for the first time: { $it } reports
}
board-day-again = { $it ->
    [one] Sent again: 1 report
   *[other] Sent again: { $it } reports
}
board-day-returned = { $it ->
    [one] Sent back: 1 report
   *[other] Sent back: { $it } reports
}
board-day-accepted = { $it ->
    [one] Accepted: 1 report
   *[other] Accepted: { $it } reports
}
board-day-corrected = { $it ->
    [one] Opened for correction: 1 report
   *[other] Opened for correction: { $it } reports
}

letter-title = Urging letter
letter-why = The letter names exactly the units that are late at its moment. Number, date and signature are left open for the registry.
letter-nobody = Nobody is late
letter-names = { $it ->
    [one] Made now, the letter names 1 unit
   *[other] Made now, the letter names { $it } units
}
letter-and-more = and { $it } more, on the board
letter-list = Units that are named
letter-returned = Sent back, not sent again
letter-make = Make the urging letter
letter-make-why = What is left empty is left open in the letter, to be filled in by hand.
letter-new-deadline = Asked to send before
letter-contact = Whom to ask
letter-contact-hint = Office and telephone, like: Office, 0200 000 000
letter-more = Issuer and signature
letter-issuer = Issuer
letter-issuer-hint = Empty: the issuer of the plan, { $it }
letter-parent = Body above the issuer
letter-abbreviation = Abbreviation in the notation
letter-place = Place
letter-signature = Authority and position of the signer
letter-signature-hint = A line each, like: TL. CHỦ TỊCH, then CHÁNH VĂN PHÒNG
letter-signer = Name of the signer
letter-made = The urging letter was made; its files are at the end of the page.
letter-those-made = Letters that were made
letter-none-made = None was made.
letter-at = As of
letter-whom = Names
letter-units = { $it ->
    [one] 1 unit
   *[other] { $it } units
}
letter-files = Files

reminder-title = Reminders
reminder-why = Units that owe a report are reminded on their page of duties and by mail to their office, at the steps below. Who has sent is not reminded. Only in working hours; each step once.
reminder-back = { $it ->
    [one] Mail comes back: 1 unit
   *[other] Mail comes back: { $it } units
}
reminder-back-way = Tell these units in another way. Once the address is corrected on the unit's page, mail goes there again.
reminder-no-server = No mail server is set: units are reminded in the pages alone. The administrator sets it on the page Mail.
reminder-without-address = { $it ->
    [one] 1 unit has no mail address and is reminded in the pages alone.
   *[other] { $it } units have no mail address and are reminded in the pages alone.
}
reminder-ladder = Steps
reminder-for-day = for reports due { $it }
reminder-no-steps = No steps.
reminder-step-before = { $it } working days before
reminder-step-on = On the day due
reminder-step-after = { $it } working days after
reminder-steps = Steps, in working days
reminder-steps-hint = Below 0: before the day due; 0: on it; above: after it. Parted by commas. Empty reminds nobody.
reminder-by-mail = By mail too
reminder-save = Save the steps
reminder-amended = The steps are saved.
reminder-next = To be reminded now
reminder-next-none = Nobody is to be reminded now.
reminder-next-units = { $it ->
    [one] 1 unit will be reminded within minutes:
   *[other] { $it } units will be reminded within minutes:
}
reminder-rounds = Rounds that were made
reminder-rounds-none = None was made.
reminder-at = At
reminder-step = Step
reminder-reports = Reports
reminder-mails = By mail
reminder-post = Mails
reminder-attempts = { $it ->
    [one] 1 attempt
   *[other] { $it } attempts
}
reminder-answer = The mail server said
reminder-mark = Mark as come back
reminder-mark-this = Mark that mail to { $it } comes back
reminder-marked = Marked: mail to this address comes back.
reminder-marked-by-hand = marked by what the postmaster wrote
reminder-notice-due = A report falls due soon: { $it }
reminder-notice-late = A report is late: { $it }
reminder-mail-subject = Reminder of a report: { $it }
reminder-mail-to = To: { $it }
reminder-mail-about = Your unit still owes reports in the campaign “{ $it }”:
reminder-mail-sent = Written at { $it } (the server's clock). If the report was sent since, please ignore this mail.
reminder-mail-from = Sent automatically for { $it }; please do not answer to this address.
