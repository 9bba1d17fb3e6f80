"""What a foreign text may use: plan operators of Neo4j, procedures and functions of both stores.

Lists of what is allowed, so that what a later version adds is refused until it is looked at.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROCEDURES = frozenset(
    {
        "db.index.fulltext.queryNodes",
        "db.index.vector.queryNodes",
        "db.labels",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
    }
)

_FUNCTIONS = _words(
    """
    abs acos all allreduce any asin atan atan2 avg btrim cardinality ceil ceiling char_length
    character_length coalesce collect cos cosh cot coth count date datetime degrees duration e
    elementid endnode exists exp floor format haversin head id isempty isnan keys labels last left
    length ln localdatetime localtime log log10 lower ltrim max min none nodes normalize nullif
    percentile_cont percentile_disc percentilecont percentiledisc pi point properties radians rand
    randomuuid range reduce relationships replace reverse right round rtrim shortestpath
    allshortestpaths sign sin single sinh size split sqrt startnode stdev stdevp substring sum tail
    tan tanh time timestamp toboolean tobooleanlist tobooleanornull tofloat tofloatlist
    tofloatornull tointeger tointegerlist tointegerornull tolower tostring tostringlist
    tostringornull toupper trim type upper valuetype
    date.realtime date.statement date.transaction date.truncate
    datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement
    datetime.transaction datetime.truncate
    duration.between duration.indays duration.inmonths duration.inseconds
    localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
    localtime.realtime localtime.statement localtime.transaction localtime.truncate
    time.realtime time.statement time.transaction time.truncate
    point.distance point.withinbbox vector.similarity.cosine vector.similarity.euclidean
    """
)

_SCANS = _words(
    """
    AllNodesScan AllRelationshipsScan NodeByElementIdSeek NodeByIdSeek NodeByLabelScan
    NodeFulltextIndexSearch NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek
    NodeIndexSeekByRange NodeUniqueIndexSeek NodeUniqueIndexSeekByRange NodeVectorIndexSearch
    MultiNodeIndexSeek IntersectionNodeByLabelsScan SubtractionNodeByLabelsScan
    UnionNodeByLabelsScan UnionRelationshipTypesScan RelationshipByElementIdSeek
    RelationshipByIdSeek RelationshipFulltextIndexSearch RelationshipIndexContainsScan
    RelationshipIndexEndsWithScan RelationshipIndexScan RelationshipIndexSeek
    RelationshipIndexSeekByRange RelationshipTypeScan RelationshipUniqueIndexSeek
    RelationshipUniqueIndexSeekByRange RelationshipVectorIndexSearch
    NodeCountFromCountStore RelationshipCountFromCountStore
    DynamicLabelNodeLookup DynamicRelationshipTypeLookup
    """
)
_STEPS = _words(
    """
    Anti AntiConditionalApply AntiSemiApply Apply Argument ArgumentTracker AssertSameNode
    AssertSameRelationship BidirectionalRepeat CacheProperties CartesianProduct ConditionalApply
    Distinct Eager EagerAggregation EmptyResult EmptyRow ExhaustiveLimit Expand Filter Input
    LetAntiSemiApply LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit
    NodeHashJoin NodeLeftOuterHashJoin NodeRightOuterHashJoin NullifyMetadata Optional
    OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion PartialSort PartialTop
    PathPropagatingBFS PreserveOrder ProcedureCall ProduceResults ProjectEndpoints Projection
    RemoteBatchProperties RemoteBatchPropertiesWithFilter Repeat RepeatOptions RollUpApply
    SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort StatefulShortestPath
    Top Top1WithTies TriadicBuild TriadicFilter TriadicSelection Union Unwind ValueHashJoin
    ValueMergeJoin VarLengthExpand
    """
)
_VARIANT = re.compile(
    r"(?:Partitioned)?(?:Dynamic(?=Directed|Undirected))?(?:Directed|Undirected)?(\w+)(?:\(.*\))?"
)


def operator_reads(operator: str) -> bool:
    """Whether this step of a Neo4j plan only reads the graph: not LoadCSV, Show..., and so on."""
    name = _VARIANT.fullmatch(operator)
    if not name or "Locking" in operator:
        return False
    return name[1] in _STEPS | _SCANS or f"Dynamic{name[1]}" in _SCANS


def function_is_plain(name: str) -> bool:
    """Whether this is a function of the Cypher language, not one that an engine adds."""
    return name.lower() in _FUNCTIONS
