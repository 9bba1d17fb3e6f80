"""What can go wrong, as a tree; every error says what happened, which value, and what to do.

UmranError
├── SettingsError      a setting is unknown or has a wrong value
├── StoreError         something about the graph store
│   ├── StoreUnreachable   no server answers, or the password is wrong
│   ├── StoreInUse         another process owns the embedded files
│   ├── StoreBusy          the store could not do it now: locks
│   ├── StoreNotEmpty      a restore would mix with what is there
│   ├── StoreFull          one transaction is more than the store's memory holds
│   └── ConstraintViolated a node with this uid exists already
├── QueryRefused       a text for the reading door that is not a plain reading query
├── QueryStopped       a reading query that ran past its limits
├── Unreadable         one file cannot be taken in; the rest goes on
├── LabelsUnreadable   a file of labelled names is not what it should be
├── ManifestError      the manifest of a folder is wrong
├── SourceTaken        a name that belongs to another folder
├── SourceEmpty        a folder that has lost all its files
├── SourceBusy         a folder that another process is reading in
├── FetchFailed        an address that cannot, or may not, be fetched
├── ScheduleError      a schedule that cannot be had, or not so
├── Stopped            someone asked a long piece of work to end
├── ArchiveBroken      an export or backup that is damaged, or of another version
├── TargetRefused      similarities that training may not aim at
├── CheckpointRefused  a checkpoint is damaged, or of another training
├── ModelMissing       a model or an optional package is not installed here
└── NotFound           a name that the graph does not know
"""


class UmranError(Exception):
    """Base of all errors that are shown to the user as one line, without a traceback."""

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(f"{what} {hint}".strip())
        self.what = what
        self.hint = hint


class SettingsError(UmranError):
    """A setting is unknown or has a value that it cannot have."""


class StoreError(UmranError):
    """The graph store cannot do what was asked."""


class StoreUnreachable(StoreError):
    """No server answers at the address, or it refuses the user and password."""


class StoreInUse(StoreError):
    """Another process owns the files of the embedded store."""


class StoreBusy(StoreError):
    """The store could not do it now, for a lock or for want of memory; it may later."""


class StoreNotEmpty(StoreError):
    """A restore fills empty stores only, unless it is told to replace what is there."""


class StoreFull(StoreError):
    """One transaction needs more memory than the store has; trying again would not help."""


class ConstraintViolated(StoreError):
    """A node with this uid exists already."""


class QueryRefused(UmranError):
    """The reading door did not let a text through; `at` is (line, column), from 1, if known."""

    def __init__(self, what: str, *, hint: str = "", at: tuple[int, int] | None = None) -> None:
        where = f"Line {at[0]}, column {at[1]}: " if at else ""
        super().__init__(where + what, hint=hint)
        self.at = at


class QueryStopped(UmranError):
    """A reading query was ended because it ran past its limits."""


class Unreadable(UmranError):
    """One file cannot be taken in; callers set it aside with this reason and go on."""


class LabelsUnreadable(UmranError):
    """A file of labelled names cannot be read; the line or record is in the message."""


class ManifestError(UmranError):
    """The manifest of a folder does not say what a manifest must."""


class SourceTaken(UmranError):
    """The default name of a source is another folder's already."""


class SourceEmpty(UmranError):
    """All of a source would be taken out of the graph, since its folder holds nothing."""


class SourceBusy(UmranError):
    """Another process is bringing the same folder into the graph."""


class FetchFailed(UmranError):
    """An address was not fetched: our rules, its robots.txt, its server or our limits."""


class ScheduleError(UmranError):
    """A schedule that does not exist, exists already, or says what cannot be done."""


class Stopped(UmranError):
    """Someone asked the work to end; what was finished is kept, nothing is half-written."""


class ArchiveBroken(UmranError):
    """An export on disk is not what was saved, or of another version."""


class TargetRefused(UmranError):
    """Declared similarities that say too little, contradict themselves, or copy an input."""


class CheckpointRefused(UmranError):
    """A checkpoint is damaged, or was made by another configuration, graph or version."""


class ModelMissing(UmranError):
    """A model or an optional package that was asked for is not here."""


class NotFound(UmranError):
    """A culture, theme, run or document that the graph does not know."""
