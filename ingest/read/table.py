"""Tables, by what the manifest says of their columns."""

from ingest.document import CultureColumns, DataSet, SourceFile, TableDocument
from ingest.read.cultures import cultures
from ingest.read.grid import Remarks
from ingest.read.traits import traits
from kg.errors import Unreadable


def read(file: SourceFile) -> TableDocument:
    """Cultures or traits, and remarks on what was left out.

    Raises Unreadable where the table is not as the manifest says, or nothing in it can be used.
    """
    if file.table is None or isinstance(file.table, DataSet):
        raise Unreadable("No rule in the manifest says what its columns are.")
    remarks = Remarks()
    if isinstance(file.table, CultureColumns):
        declared = cultures(file.location, file.table, remarks)
        document = TableDocument(file.metadata, declared, (), remarks.all())
    else:
        coded = traits(file, file.table, remarks)
        keyed = bool(file.table.keys)
        document = TableDocument(file.metadata, (), coded, remarks.all(), declared=keyed)
    if not document.cultures and not document.traits:
        first = f" ({document.remarks[0]})" if document.remarks else ""
        raise Unreadable(f"No row of the table can be used{first}.")
    return document
