namespace Infra.Configs.Contract;

/// <summary>A label and what its value has to be, as a selector of metrics or log streams says it.</summary>
/// <param name="Operator"><c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</param>
internal sealed record LabelMatcher(string Label, string Operator, string Value);
