"""The entrance of pupils: their first page on the phone."""
