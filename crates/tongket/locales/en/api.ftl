api-why = Everything the pages do, other programs can do: same paths, same fields, answering JSON. Use a key from the page of keys: Authorization: Bearer ….
api-path = Path
api-method = Method
api-summary = What it does
