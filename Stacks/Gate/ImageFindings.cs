using System.Text.RegularExpressions;

namespace Infra.Stacks.Gate;

/// <summary>Images that may be others tomorrow, or are from nobody knows where.</summary>
internal static partial class ImageFindings
{
    public static IEnumerable<GateFinding> Of(StackSettings settings)
    {
        var images = settings.Images;
        foreach (var service in settings.Services.Order(StringComparer.Ordinal))
        {
            var reference = images.Reference(service);
            var isOverride = images.Overrides.ContainsKey(service);
            var setting = isOverride ? $"images.{service}" : images.Local ? "imageSource" : "pinImageDigests";
            if (!reference.Contains("@sha256:", StringComparison.Ordinal))
                yield return new(GateRule.ImageWithoutDigest, setting, reference, $"an image of {service} with its digest (…@sha256:…); ./infra images lock finds it");
            if (!FixedTag().IsMatch(reference.Split('@')[0]))
                yield return new(GateRule.MutableTag, setting, reference, $"an image of {service} with a full version, such as :v3.14.0");
            if (isOverride && !images.IsFromKnownRegistry(reference))
                yield return new(GateRule.UnknownRegistry, setting, reference, $"an image of {service} from where the project's own are, from imageMirror, or from one of imageRegistries");
        }
    }

    // A tag that names one version: at least two numbers, or a release's date.
    [GeneratedRegex(@":[A-Za-z._-]*\d+(\.\d+)+[A-Za-z0-9._-]*$|:[A-Za-z._-]*\d{4}-\d{2}-\d{2}[A-Za-z0-9._-]*$|:\d{3}$")]
    private static partial Regex FixedTag();
}
