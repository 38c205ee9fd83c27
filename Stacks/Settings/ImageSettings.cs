using System.Text.Json;
using System.Text.RegularExpressions;
using Infra.Components.Containers;
using Infra.Configs;

namespace Infra.Stacks.Settings;

/// <summary>Where images come from.</summary>
internal sealed partial record ImageSettings
{
    /// <summary>Whether the images are the ones built on this machine.</summary>
    public required bool Local { get; init; }

    /// <summary>A registry that mirrors the public ones; null for these themselves.</summary>
    public required string? Mirror { get; init; }

    public required bool PinDigests { get; init; }

    /// <summary>References that replace the project's own, by service.</summary>
    public required IReadOnlyDictionary<string, string> Overrides { get; init; }

    /// <summary>Registries, with a path or without, that images may come from besides.</summary>
    public IReadOnlyList<string> Registries { get; init; } = [];

    /// <summary>What has the digests.</summary>
    public ImageLock Lock { get; init; } = ImageLock.Own;

    public static ImageSettings Read(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        Local = reader.OneOf("imageSource", defaults.LocalImages, ("registry", false), ("local", true)),
        Mirror = reader.Optional("imageMirror", RegistryPath().IsMatch, "a registry and its path, such as registry.example.com/mirror, or none"),
        PinDigests = reader.Flag("pinImageDigests", defaults.PinImageDigests),
        Overrides = reader.Map(
            "images", ServiceNames.All, element => Matching(element, ImageReference()),
            "an image reference, such as prom/prometheus:v3.14.0"),
        Registries = reader.List(
            "imageRegistries", [], RegistryPath().IsMatch, "registries, with a path or without, separated by commas, such as registry.example.com or docker.io/ourselves, or none"),
    };

    /// <summary>Notes the images whose version the lock has not followed, where they are to be pinned by it.</summary>
    /// <remarks>An image that the lock does not have at all is deployed by its version; where that is not wanted, the gate says so.</remarks>
    public void RequireCurrentLock(SettingReader reader, IEnumerable<string> services)
    {
        if (Local || !PinDigests)
            return;

        foreach (var service in services.Where(service => !Overrides.ContainsKey(service)))
        {
            var image = ContainerImages.Of(service);
            if (Lock.IsStale(image))
                reader.Mistake($"images.{service}", image.Reference(Mirror), $"pinImageDigests asks for its digest, but {Lock.Lacks(image)}");
        }
    }

    /// <summary>The reference of a service's image.</summary>
    public string Reference(string service)
    {
        if (Overrides.TryGetValue(service, out var reference))
            return reference;
        if (Local)
            return ContainerImages.Local(service);

        var image = ContainerImages.Of(service);
        return image.Reference(Mirror, PinDigests ? Lock.DigestOf(image) : null);
    }

    /// <summary>Whether somebody has said of the place that an image is from that images may come from there: the project, or the stack's file.</summary>
    /// <remarks>Docker Hub has images of everybody: it is its accounts that are known.</remarks>
    public bool IsFromKnownRegistry(string reference)
    {
        var repository = ContainerImage.FullRepository(reference);
        return ContainerImages.All.Select(image => image.Name[..image.Name.LastIndexOf('/')])
            .Concat(Mirror is null ? Registries : [Mirror, .. Registries])
            .Any(known => repository.StartsWith($"{known}/", StringComparison.Ordinal));
    }

    private static string? Matching(JsonElement element, Regex pattern) =>
        element.ValueKind == JsonValueKind.String && pattern.IsMatch(element.GetString()!) ? element.GetString() : null;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*$")]
    private static partial Regex RegistryPath();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex ImageReference();
}
