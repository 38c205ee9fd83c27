namespace Embedded.Bindings;

/// <summary>Where the providers' code and their schema disagree, the code is right: it is what acts.</summary>
internal static class Corrections
{
    /// <summary>Defaults by <c>Class.property</c>: those that no description names, and (null) those that it only tells of.</summary>
    public static readonly Dictionary<string, object?> Defaults = new()
    {
        ["Container.containerReadRefreshTimeoutMilliseconds"] = 15000.0,
        ["Container.memoryReservation"] = 0.0,
        // The engine's choice, which the provider reads back.
        ["Volume.driver"] = null,
        ["RemoteImageBuild.platform"] = null,
    };

    private static readonly HashSet<string> Replacing = ["MessageTemplate.name", "MessageTemplate.disableProvenance"];

    /// <summary>Whether a change replaces the resource, where the schema does not say or errs; else null.</summary>
    public static bool? ReplaceOf(string owner, string property)
    {
        // What these two packages make is a value: nothing can be updated, apart from how early a certificate is renewed.
        if (owner.StartsWith("random:", StringComparison.Ordinal)) return true;
        if (owner.StartsWith("tls:", StringComparison.Ordinal)) return property != "earlyRenewalHours";
        return Replacing.Contains(Names.ClassOf(owner) + "." + property) ? true : null;
    }
}
