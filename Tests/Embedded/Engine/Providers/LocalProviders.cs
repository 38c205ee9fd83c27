using Embedded.Engine.Providers;
using Embedded.Engine.Values;

namespace Infra.Tests.Embedded.Engine.Providers;

/// <summary>What the engine does with a provider, in one call.</summary>
internal static class LocalProviders
{
    /// <summary>Checks and creates; the inputs have to be right.</summary>
    public static async Task<ResourceResult> MakeAsync(this IResourceProvider provider, string type, PropertyMap inputs)
    {
        var check = provider.Check(type, "name", null, inputs);
        Assert.Empty(check.Failures);
        return await provider.CreateAsync(new CreateRequest(type, "name", check.Inputs, null, "operation"), TestContext.Current.CancellationToken);
    }

    public static IEnumerable<string> Mistakes(this IResourceProvider provider, string type, PropertyMap inputs) =>
        provider.Check(type, "name", null, inputs).Failures.Select(failure => $"{failure.Property}: {failure.Reason}");

    public static string Text(this ResourceResult result, string name) => Assert.IsType<StringValue>(result.Outputs[name]).Value;
}
