"""See it happen: no size is given, and the first batch fixes them all."""
