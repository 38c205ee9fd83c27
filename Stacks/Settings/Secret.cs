using Pulumi;

namespace Infra.Stacks.Settings;

/// <summary>A value that no message, log or difference shows.</summary>
internal sealed record Secret(string Value)
{
    /// <summary>The value as a secret of Pulumi's, encrypted wherever it is kept.</summary>
    public Output<string> ToOutput() => Output.CreateSecret(Value);

    public override string ToString() => "(secret)";
}
