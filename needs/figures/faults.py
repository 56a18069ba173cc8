"""What is wrong with a file, and what is wrong with one row of it."""


class BadFile(Exception):
    """The whole file cannot be taken; the message says why and what to do, in plain words."""


class BadRow(Exception):
    """One row cannot be taken; the message is its reason."""


class Unmapped(BadFile):
    """No layout fits the heading: somebody has to say what the columns hold."""

    def __init__(self, heading: list[str]) -> None:
        self.heading = heading
        shown = ", ".join(name or "(no name)" for name in heading[:12])
        more = f" and {len(heading) - 12} more" if len(heading) > 12 else ""  # noqa: PLR2004
        super().__init__(
            f"This layout is not one we know. Its columns are: {shown}{more}. Say what each of them holds."
        )


class Stopped(Exception):
    """Somebody asked the job to stop."""
