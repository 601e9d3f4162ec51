"""What can go wrong that a user can mend.

PostauditError
├── UsageError        the command line asks for something impossible
├── SettingsError     a settings file is wrong
├── SourceError       a source cannot be read at all
└── ReportError       a saved report cannot be read
"""


class PostauditError(Exception):
    """A failure with a message for the user: what, where, and what to do. Never shown as a traceback."""


class UsageError(PostauditError):
    """The command line asks for something impossible."""


class SettingsError(PostauditError):
    """A settings file is wrong: names the file, the key and its nearest neighbour."""


class SourceError(PostauditError):
    """A source cannot be read at all (missing, no permission, not a post format)."""


class ReportError(PostauditError):
    """A saved report cannot be read back."""
