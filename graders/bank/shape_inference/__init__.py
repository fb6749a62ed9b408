"""Shape inference by hand: what lazy layers work out from the first batch."""
