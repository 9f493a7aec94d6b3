consolidation-title = Consolidation
consolidation-tiers-why = Each tier puts together the reports that it accepted or that were passed on to it.
consolidation-to-campaign = To the campaign
consolidation-open = Open the consolidation
consolidation-begun-badge = Being drafted
consolidation-of = Consolidation of { $it }
consolidation-coverage = Accepted reports
consolidation-have = { $it }/{ $of } units
consolidation-without = None yet from: { $it }
consolidation-and-more = and { $it } more
consolidation-waiting = Sent, not yet accepted: { $it }.
consolidation-correcting = Open again for correction: { $it }. The version accepted last counts until the new one is accepted.
consolidation-returned = Sent back to be put right: { $it }. A version that was accepted before goes on counting.
consolidation-correcting-badge = Being corrected
consolidation-ended = Unit no longer stands
consolidation-unit-ended = is no longer in today’s list of units; its accepted report still counts under the old name.
consolidation-unit-went = now belongs to { $it }; its accepted report still counts under the old name.
consolidation-unit-twice = now belongs to { $it }, which has an accepted report too. Both reports are counted: check that nothing is added twice.
consolidation-lost-released = owes no report since { $it }, because: { $of }
consolidation-lost-closed = its duty to report was closed on { $it }
consolidation-lost-corrected = version { $it }, which was accepted, does not say this any more
consolidation-lost-elsewhere = the report does not go to this unit any more
consolidation-passed-twice = has a report of its own and passed on those of { $it }. All of them count: where its own puts the others together, figures are added twice; please check.
consolidation-mixed = units count in different units of measure, so they are not added up ({ $it })
consolidation-left-out = Sections that the outline has no more
consolidation-left-out-why = The outline has these sections no more, so the document leaves them out. What was written is kept here.
consolidation-docx = Word, with sources
consolidation-pdf = PDF, with sources
consolidation-xlsx = Figures (Excel)
consolidation-docx-clean = Word without sources
consolidation-pdf-clean = PDF without sources
consolidation-begin = Begin the draft
consolidation-begin-why = A draft is composed on the outline from the accepted reports: figures are added up, like sentences are put together, and each leads back to its report. Reports that come later go in without losing a letter that you changed.
consolidation-begun = The draft was begun.
consolidation-not-begun = The draft was not begun.
consolidation-brought-up = Last brought up to date: { $it }, { $of }
consolidation-generations = { $it ->
    [one] brought up to date 1 time
   *[other] brought up to date { $it } times
}
consolidation-behind = Source reports have changed
consolidation-came = { $it } new reports: { $of }
consolidation-replaced = { $it ->
    [one] 1 report in another version: { $of }
   *[other] { $it } reports in another version: { $of }
}
consolidation-went = Counts no longer: { $it }
consolidation-amended = The campaign was amended: { $it } ({ $of })
consolidation-refresh = Bring the draft up to date
consolidation-refresh-why = What nobody edited follows its source; what was edited stays and is noted.
consolidation-refresh-here = Press “Save and bring up to date” below the text to take it into this section.
consolidation-refresh-section = Save and bring up to date
consolidation-refreshed = Brought up to date with its sources.
consolidation-up-to-date = The draft agrees with the reports accepted so far.
consolidation-units = Units
consolidation-figures = Figures
consolidation-statements = Statements
consolidation-table-rows = { $it ->
    [one] 1 table row
   *[other] { $it } table rows
}
consolidation-draft = Draft
consolidation-answered = { $it }/{ $of } units say something
consolidation-nil = { $it } have nothing to report
consolidation-missing = { $it } leave it out
consolidation-gone-count = { $it } without source
consolidation-news-count = { $it ->
    [one] 1 change
   *[other] { $it } changes
}
consolidation-remarks-count = { $it ->
    [one] 1 comment
   *[other] { $it } comments
}
consolidation-nothing-new = Nothing new
consolidation-unplaced = Text that found no place in the outline
consolidation-unplaced-why = These passages stand outside the outline in the reports. They are not taken into the draft by themselves.
consolidation-to-whole = To the consolidation
consolidation-text = Draft of the section
consolidation-text-how = Put the cursor into a sentence or a figure to see its source beside. Words with a dotted line are the drafter’s own and lead to no report.
consolidation-read-how = Choose a sentence or a figure to see from which report it came. Words with a dotted line are the drafter’s own.
consolidation-source = Source
consolidation-source-how = Put the cursor into a sentence or a figure of the draft.
consolidation-kind-sentence = Sentence from reports
consolidation-kind-figure = Figure from reports
consolidation-kind-cell = Cell of a figure table
consolidation-kind-frame = Framing words of the program
consolidation-piece-gone = The source of this piece is there no more: the report was corrected or withdrawn, or the unit owes no report any longer.
consolidation-piece-mixed = The units count in different units of measure, so the figures were not added up.
consolidation-piece-none = This piece leads to no report.
consolidation-sum = { $it ->
    [one] Sum of 1 report: { $of }
   *[other] Sum of { $it } reports: { $of }
}
consolidation-all-sources = All { $it } sources
consolidation-spread = { $it } reports, whose figures are never added up:
consolidation-spread-lowest = lowest { $it }
consolidation-spread-median = median { $it }
consolidation-spread-highest = highest { $it }
consolidation-news = Changes at the sources ({ $it })
consolidation-news-entered = New
consolidation-news-followed = Followed its source
consolidation-news-kept = Your edit stays, the source differs
consolidation-news-gone = No source any more
consolidation-moved-from = This sentence was moved here from the section
consolidation-moved-to = This sentence stands now in the section
consolidation-seen-all = All seen
consolidation-seen = Seen
consolidation-keep-edit = Keep the edit
consolidation-follow = Follow the source
consolidation-keep-own = Keep as the drafter’s own
consolidation-drop = Take it out
consolidation-came-in = new
consolidation-no-longer = no longer
consolidation-measure-changed = Unit of measure changed
consolidation-answered-news = Noted.
consolidation-settle = Dealt with
consolidation-own = The drafter’s own words ({ $it })
consolidation-own-why = These words lead to no report.
consolidation-findings = To be checked
consolidation-findings-wait = The reports are being checked; the list appears when that is done.
consolidation-sources = Figures and statements of the units
consolidation-more-sources = More
consolidation-no-sources = No unit reported on this yet.
consolidation-side-by-side = side by side, not added
consolidation-of-units = { $it ->
    [one] 1 report
   *[other] { $it } reports
}
consolidation-fate = Where the report of { $it } went
consolidation-fate-short = Where it went
consolidation-fate-why = Every sentence and figure of the accepted version, and its place in the consolidation.
consolidation-fate-none = This report is not in any consolidation yet.
consolidation-fate-at = In the consolidation of { $it } (from version { $of })
consolidation-fate-words = In the report
consolidation-fate-what = In the consolidation
consolidation-fate-kept = As it was
consolidation-fate-edited = Edited
consolidation-fate-left = Left out
consolidation-fate-together = { $it ->
    [one] together with 1 report
   *[other] together with { $it } reports
}
consolidation-save-back = Save, to the consolidation
consolidation-lost = { $it ->
    [one] 1 place of the draft has lost its source (the report was withdrawn or replaced, or the unit released) and still stands in the text and in what is downloaded. Decide in its section whether it stays.
   *[other] { $it } places of the draft have lost their sources (reports withdrawn or replaced, or units released) and still stand in the text and in what is downloaded. Decide in their sections whether they stay.
}
