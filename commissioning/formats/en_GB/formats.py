"""The forms of dates that a field reads: Django's own for British English lack the month in words."""

DATE_FORMAT = "j F Y"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
