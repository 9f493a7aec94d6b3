across-title = One section over all units
across-place = Unit { $it } of { $of }
across-unit-before = Unit before
across-unit-after = Next unit
across-units = Units
across-nobody = No unit owes a report in this campaign yet.
across-nothing-sent = { $it } has sent nothing yet.
across-open = Open this unit's report
