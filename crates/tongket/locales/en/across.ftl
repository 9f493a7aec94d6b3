across-title = One section over all units
across-place = Unit { $it } of { $of }
across-unit-before = Unit before
across-unit-after = Next unit
across-units = Units
across-nobody = No unit owes a report in this campaign yet.
across-nothing-sent = { $it } has sent nothing yet.
across-open = Open this unit's report
across-views = Views
across-by-unit = Unit by unit
across-folded = Like statements folded
across-folded-sum = { $it } sentences, folded into { $of } statements
across-folded-units = { $it ->
    [one] by 1 unit
   *[other] by { $it } units
}
across-folded-why = Near-equal sentences of several units stand once; what most units say comes first. Open a statement to see who wrote it, and how. Every sentence of every unit stands in one place: sentences that only state figures and those that say there is nothing stand last.
across-folded-figures = Sentences that only state figures
across-folded-nil = Sentences that say there is nothing
across-folded-tables = Tables in reports
across-folded-tables-why = with a table of figures in this section; open the report of a unit to see it whole
across-folded-more = { $it } more sentences
across-folded-all = All statements of this section
across-folded-none = No unit has written this section yet
across-units-say = { $it ->
    [one] 1 unit
   *[other] { $it } units
}
across-same-words = in these very words
across-comparing = Being compared with the reports of other units…
across-look-again = Look again
across-too-many = Too many reports were sent to compare them all at once (more than 3,000). Each can still be read here; the consolidation of each unit puts statements together tier by tier.
across-nothing-noted = Compared with every report that was sent: nothing noteworthy in this section.
across-notes = { $it ->
    [one] 1 thing to look at
   *[other] { $it } things to look at
}
across-kind-copy = Shared with another report
across-kind-contradiction = Figures contradict
across-kind-outlier = Unusual figure
across-kind-stale = Old text or name
across-kind-out-of-period = Outside the period
across-another-unit = another unit
across-same-report = In this report too
across-send-back-for = Send back for this
across-found = The program would look at
across-found-in = The program would look at: { $it }
across-found-see = See what the program would look at in this report
across-found-nothing = Held against the reports of all units, the program finds nothing to look at. It does not read in anybody's place: figures and words still want a reader.
across-found-later = A later version was sent; only the last one is compared.
