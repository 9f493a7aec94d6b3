api-why = Everything the pages do, other programs can do: same paths, same fields, answering JSON. Use a key of yours, in the header Authorization: Bearer KEY.
api-path = Path
api-method = Method
api-summary = What it does
