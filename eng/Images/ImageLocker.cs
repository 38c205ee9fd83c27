using Infra.Components.Containers;
using Infra.Shared;

namespace Infra.Images;

/// <summary>Looks every image's version up and writes the lock: all of them, or none.</summary>
internal sealed class ImageLocker(RegistryClient registries, IEnumerable<ContainerImage> images, TextWriter output, TextWriter errors)
{
    private const int AtOnce = 4;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string file, LockOptions options, CancellationToken cancellation)
    {
        var before = File.Exists(file) ? ReadOld(await File.ReadAllTextAsync(file, cancellation)) : ImageLock.Of([]);
        var wanted = images.OrderBy(image => image.Name, StringComparer.Ordinal).ToList();
        var found = await ResolveAllAsync(wanted, options.Mirror, cancellation);

        var failures = found.Where(result => result.Failure is not null).ToList();
        foreach (var result in failures)
            await errors.WriteLineAsync(SafeText.Visible($"{result.Image.Reference(options.Mirror)}: {result.Failure}"));
        if (failures.Count > 0)
        {
            await errors.WriteLineAsync($"{failures.Count} of {wanted.Count} images could not be looked up; {ImageLock.File} is as it was.");
            return ExitCode.Failed;
        }

        var after = ImageLock.Of(found.Select(result => (result.Image, result.Manifest!.Digest)));
        var changes = found.Count(result => Report(result, before));
        if (after.ToString() == before.ToString())
        {
            await output.WriteLineAsync($"{ImageLock.File} is up to date: {wanted.Count} images.");
            return ExitCode.Ok;
        }
        if (options.Check)
        {
            await errors.WriteLineAsync($"{ImageLock.File} is not up to date. Run {ImageLock.Command}, and read the difference before you commit it.");
            return ExitCode.Failed;
        }
        await WriteAsync(file, after.ToString(), cancellation);
        await output.WriteLineAsync($"{ImageLock.File}: {changes} of {wanted.Count} images changed. Read the difference before you commit it.");
        return ExitCode.Ok;
    }

    private async Task<IReadOnlyList<Resolved>> ResolveAllAsync(List<ContainerImage> wanted, string? mirror, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(wanted.Select(async image =>
        {
            await places.WaitAsync(cancellation);
            try
            {
                return new Resolved(image, await registries.ResolveAsync(ImageAddress.Of(image, mirror), cancellation), null);
            }
            catch (RegistryException failure)
            {
                return new Resolved(image, null, failure.Message);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    /// <returns>Whether it has another digest than before.</returns>
    private bool Report(Resolved result, ImageLock before)
    {
        if (!result.Manifest!.IsMultiPlatform)
            errors.WriteLine($"{result.Image.Name}:{result.Image.Tag} is an image for one platform alone.");
        var old = before.DigestOf(result.Image);
        if (old == result.Manifest.Digest)
            return false;
        output.WriteLine($"{result.Image.Name}:{result.Image.Tag}  {old ?? "(not locked)"} → {result.Manifest.Digest}");
        return true;
    }

    // A file that somebody has spoilt is written anew, which is what its error says.
    private static ImageLock ReadOld(string text)
    {
        try
        {
            return ImageLock.Parse(text);
        }
        catch (FormatException)
        {
            return ImageLock.Of([]);
        }
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellation)
    {
        var beside = $"{file}.{Environment.ProcessId}.new";
        await File.WriteAllTextAsync(beside, text, cancellation);
        File.Move(beside, file, overwrite: true);
    }

    private sealed record Resolved(ContainerImage Image, ImageManifest? Manifest, string? Failure);
}
