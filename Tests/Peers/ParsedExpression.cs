namespace Infra.Tests.Peers;

/// <summary>What a product's own grammar finds in an expression.</summary>
/// <param name="Id">The name under which the expression was handed in.</param>
/// <param name="Errors">Where it is not in the language.</param>
/// <param name="Selectors">PromQL: the vector selectors, in the order of the text.</param>
/// <param name="Groupings">The labels in lists after <c>by</c>, <c>without</c>, <c>on</c>, <c>ignoring</c>, <c>group_left</c> and <c>group_right</c>.</param>
/// <param name="Functions">Functions and aggregations.</param>
/// <param name="Streams">LogQL: the labels of each stream selector.</param>
/// <param name="Fields">LogQL: the fields that lines are expected to have, without those that the expression has named itself.</param>
/// <param name="LineFilters">LogQL: what lines are searched for.</param>
/// <param name="Parsers">LogQL: <c>json</c>, <c>logfmt</c> and their like.</param>
/// <param name="Attributes">TraceQL: attributes with their scopes (<c>resource.service.name</c>) and intrinsics (<c>duration</c>).</param>
public sealed record ParsedExpression(
    string Id,
    IReadOnlyList<ParseError> Errors,
    IReadOnlyList<ParsedSelector> Selectors,
    IReadOnlyList<string> Groupings,
    IReadOnlyList<string> Functions,
    IReadOnlyList<IReadOnlyList<ParsedMatcher>> Streams,
    IReadOnlyList<string> Fields,
    IReadOnlyList<ParsedLineFilter> LineFilters,
    IReadOnlyList<string> Parsers,
    IReadOnlyList<string> Attributes);

/// <summary>A place in an expression that its grammar cannot read.</summary>
/// <param name="From">Its first character, counted from 0.</param>
/// <param name="To">The one after its last.</param>
public sealed record ParseError(int From, int To, string Message);

/// <summary>A vector selector.</summary>
/// <param name="Metric">The metric's name; null where there is none.</param>
/// <param name="Matchers">The labels, without the metric's name.</param>
/// <param name="Range">Whether it is a range vector's.</param>
/// <param name="Offset">How far back it looks, as it is written; null where it does not.</param>
public sealed record ParsedSelector(string? Metric, IReadOnlyList<ParsedMatcher> Matchers, bool Range, string? Offset);

/// <summary>A label and what its value has to be.</summary>
public sealed record ParsedMatcher(string Label, string Op, string Value);

/// <summary>A text that lines have to have or must not have.</summary>
public sealed record ParsedLineFilter(string Op, string Value);
