search-title = Search
search-why = With or without diacritics, đ as d. Words between quotation marks must follow each other.
search-words = Words
search-where = Search in
search-anywhere = Everything
search-go = Search
search-units = Units
search-more-units = { $it ->
    [one] See all 1 unit
   *[other] See all { $it } units
}
search-texts = Texts
search-kind-submission = Report
search-kind-report = Report
search-kind-plan = Plan
search-item = item { $it }
search-pages = Pages of results
search-next = Next results
search-empty = Type some words to search reports that were sent, plans and units.
search-none = Nothing was found in what you may see. Try fewer words, or leave out the quotation marks.
