"""The lists of what a foreign text may use, against the names that the engines have."""

import pytest

from kg.allowed import function_is_plain, operator_reads


@pytest.mark.parametrize(
    "operator",
    [
        "ProduceResults",
        "Expand(All)",
        "OptionalExpand(Into)",
        "VarLengthExpand(Pruning,BFS,All)",
        "Repeat(Trail)",
        "Repeat(All, Walk)",
        "BidirectionalRepeat(Trail)",
        "StatefulShortestPath(All, Trail)",
        "PartitionedNodeByLabelScan",
        "PartitionedUndirectedUnionRelationshipTypesScan",
        "DirectedRelationshipIndexSeekByRange",
        "UndirectedAllRelationshipsScan",
        "DynamicDirectedRelationshipTypeLookup",
        "DynamicLabelNodeLookup",
        "NodeUniqueIndexSeek",
        "PartitionedUnwind",
    ],
)
def test_steps_that_read(operator: str) -> None:
    assert operator_reads(operator)


@pytest.mark.parametrize(
    "operator",
    [
        "",
        "LoadCSV",
        "ShowTransactions",
        "ShowSettings",
        "ShowIndexes",
        "TerminateTransactions",
        "TransactionApply",
        "TransactionForeach",
        "AdministrationCommand",
        "Create",
        "Merge",
        "MergeInto",
        "LockingMerge",
        "LockNodes",
        "NodeUniqueIndexSeek(Locking)",
        "DetachDelete",
        "SetProperty",
        "SetLabels",
        "RemoveLabels",
        "Foreach",
        "CreateIndex",
        "DropConstraint",
        "DoNothingIfExists(INDEX)",
        "RunQueryAt",
        "External",
        "AssertingMultiNodeIndexSeek",
        "ExpandLoadCSV",
        "Something(All)",
    ],
)
def test_steps_that_do_something_else(operator: str) -> None:
    assert not operator_reads(operator)


@pytest.mark.parametrize("name", ["count", "toUpper", "date.truncate", "DATE.TRUNCATE", "point"])
def test_functions_of_the_language(name: str) -> None:
    assert function_is_plain(name)


@pytest.mark.parametrize(
    "name", ["util.sleep", "UTIL.SLEEP", "create.vNode", "apoc.load.json", "eval", "date.evil", ""]
)
def test_functions_that_an_engine_adds(name: str) -> None:
    assert not function_is_plain(name)
