using System.Text.RegularExpressions;

namespace Infra.Components.Containers;

/// <summary>
/// What each version stood for when it was looked up: a reviewed file of full references, one a line, written by
/// <c>./infra images lock</c> and built into the program.
/// </summary>
internal sealed partial class ImageLock
{
    public const string File = "images.lock";

    /// <summary>The command that brings the file up to date.</summary>
    public const string Command = "./infra images lock";

    private const string Header =
        $"# What each image's version stands for. Written by {Command}; read the difference before you commit it.\n";

    private static readonly Lazy<ImageLock> OwnLock = new(ReadOwn);

    private readonly SortedDictionary<string, (string Tag, string Digest)> _locked;

    private ImageLock(SortedDictionary<string, (string Tag, string Digest)> locked) => _locked = locked;

    /// <summary>The lock that the program was built with.</summary>
    public static ImageLock Own => OwnLock.Value;

    /// <summary>The lock in which these images have these digests.</summary>
    public static ImageLock Of(IEnumerable<(ContainerImage Image, string Digest)> images)
    {
        var locked = new SortedDictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var (image, digest) in images)
            locked[image.Name] = (image.Tag, digest);
        return new ImageLock(locked);
    }

    /// <exception cref="FormatException">A line is no reference with a digest.</exception>
    public static ImageLock Parse(string text)
    {
        var locked = new SortedDictionary<string, (string, string)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var match = Reference().Match(line);
            if (!match.Success)
                throw new FormatException($"{File}, line {number} is '{line}'; expected registry/repository:tag@sha256:digest. Write the file anew: {Command}");
            if (!locked.TryAdd(match.Groups["name"].Value, (match.Groups["tag"].Value, match.Groups["digest"].Value)))
                throw new FormatException($"{File}, line {number} has {match.Groups["name"].Value} a second time. Write the file anew: {Command}");
        }

        return new ImageLock(locked);
    }

    /// <summary>The digest of an image's version; null where the lock does not have that version.</summary>
    public string? DigestOf(ContainerImage image) =>
        _locked.TryGetValue(image.Name, out var locked) && locked.Tag == image.Tag ? locked.Digest : null;

    /// <summary>Whether the image is locked in another version.</summary>
    public bool IsStale(ContainerImage image) => _locked.TryGetValue(image.Name, out var locked) && locked.Tag != image.Tag;

    /// <summary>Why an image has no digest here, and what to do; null where it has one.</summary>
    public string? Lacks(ContainerImage image) =>
        !_locked.TryGetValue(image.Name, out var locked) ? $"{File} has no digest of {image.Name}:{image.Tag}; run {Command}"
        : locked.Tag != image.Tag ? $"{File} has {image.Name} in version {locked.Tag}, and the program wants {image.Tag}; run {Command}"
        : null;

    /// <summary>The file: the same images give the same bytes.</summary>
    public override string ToString() =>
        Header + string.Concat(_locked.Select(image => $"{image.Key}:{image.Value.Tag}@{image.Value.Digest}\n"));

    private static ImageLock ReadOwn()
    {
        using var resource = typeof(ImageLock).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The program was built without {File}.");
        using var reader = new StreamReader(resource);
        return Parse(reader.ReadToEnd());
    }

    [GeneratedRegex("^(?<name>[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+):(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})@(?<digest>sha256:[0-9a-f]{64})$")]
    private static partial Regex Reference();
}
