using System.Diagnostics;
using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Embedded.Engine.Providers.Docker;

/// <summary>Pulls one image, telling how far it is.</summary>
internal sealed class ImagePull : IProgress<JSONMessage>
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);
    private const double Megabyte = 1024 * 1024;

    private readonly Dictionary<string, (long Current, long Total)> _layers = new(StringComparer.Ordinal);
    private readonly Stopwatch _sinceTold = Stopwatch.StartNew();
    private readonly string _name;
    private readonly Action<string> _progress;
    private readonly CancellationTokenSource _watchdog;
    private string? _error;

    private ImagePull(string name, Action<string> progress, CancellationTokenSource watchdog)
    {
        _name = name;
        _progress = progress;
        _watchdog = watchdog;
    }

    public static async Task RunAsync(
        DockerConnection docker, string name, string? platform, Action<string> progress, CancellationToken cancellation)
    {
        var image = ImageName.Parse(name);
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        watchdog.CancelAfter(Silence);
        var pull = new ImagePull(name, progress, watchdog);
        progress($"pulling {name}");
        try
        {
            await docker.CallAsync(
                "pulling an image",
                (client, token) => client.Images.CreateImageAsync(
                    new ImagesCreateParameters { FromImage = image.Repository, Tag = image.Version, Platform = platform },
                    docker.Registries.For(name),
                    pull,
                    token),
                watchdog.Token,
                Limit);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderException(
                $"Image {name}: nothing has come from the registry for {Silence.TotalMinutes:0} minutes. Check the engine's network, then run again.", failure);
        }
        catch (DockerApiException failure)
        {
            throw Failed(name, failure.Words(), failure);
        }
        if (pull._error is { } error)
            throw Failed(name, error, null);
    }

    /// <summary>Called as the engine tells; on the reading thread, so in order.</summary>
    public void Report(JSONMessage value)
    {
        _watchdog.CancelAfter(Silence);
        if (value.Error is { } error)
            _error = (error.Message ?? "unknown error").Trim().TrimEnd('.');
        if (value.ID is not { } layer || value.Progress is not { Total: > 0 } progress)
            return;
        if (value.Status == "Downloading")
            _layers[layer] = (progress.Current ?? 0, progress.Total ?? 0);
        if (_sinceTold.ElapsedMilliseconds < 200)
            return;
        _sinceTold.Restart();
        _progress(string.Create(
            CultureInfo.InvariantCulture,
            $"pulling {_name}: {_layers.Values.Sum(part => part.Current) / Megabyte:0} of {_layers.Values.Sum(part => part.Total) / Megabyte:0} MB"));
    }

    private static ProviderException Failed(string name, string words, Exception? failure)
    {
        var advice = words.Contains("denied", StringComparison.OrdinalIgnoreCase) || words.Contains("unauthorized", StringComparison.OrdinalIgnoreCase)
            ? "Check the name, and log in: docker:registryAuth takes an address with username and password."
            : words.Contains("not found", StringComparison.OrdinalIgnoreCase) || words.Contains("unknown", StringComparison.OrdinalIgnoreCase)
                ? "Check the name and the tag or digest."
                : "Check that the engine reaches the registry; on a machine that does not, load the image first (`docker load`).";
        return new ProviderException(
            $"Image {name} is not on the Docker engine and cannot be pulled from {RegistryCredentials.RegistryOf(name)}: {words}. {advice}", failure);
    }
}
