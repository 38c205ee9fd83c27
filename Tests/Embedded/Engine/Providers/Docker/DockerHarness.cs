using Docker.DotNet;
using Docker.DotNet.Models;
using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Docker;
using Embedded.Engine.Values;
using Infra.Tests.Support;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Docker;

/// <summary>The provider on the real engine, with everything that a test makes removed at its end.</summary>
internal sealed class DockerHarness : IAsyncDisposable
{
    public const string ContainerType = DockerSchema.ContainerType;
    public const string NetworkType = DockerSchema.NetworkType;
    public const string VolumeType = DockerSchema.VolumeType;
    public const string RemoteImageType = DockerSchema.RemoteImageType;

    private readonly Stack<(string Type, string Id)> _made = new();

    public DockerHarness()
    {
        DockerEngine.SkipUnlessAvailable();
        Provider.Configure(PropertyMap.Empty);
    }

    public DockerProvider Provider { get; } = new();

    public static DockerClient Api => DockerEngine.Client;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public List<string> Progress { get; } = [];

    /// <summary>Checked inputs; the test fails where the check does.</summary>
    public PropertyMap Checked(string type, PropertyMap inputs, PropertyMap? old = null, string name = "test")
    {
        var result = Provider.Check(type, name, old, inputs);
        Assert.Empty(result.Failures);
        return result.Inputs;
    }

    public async Task<Made> CreateAsync(string type, PropertyMap inputs, string? operationId = null)
    {
        var checkedInputs = Checked(type, inputs);
        try
        {
            var result = await Provider.CreateAsync(
                new CreateRequest(type, "test", checkedInputs, null, operationId ?? Guid.NewGuid().ToString()) { Progress = Progress.Add }, Cancellation);
            _made.Push((type, result.Id));
            return new Made(type, result.Id, checkedInputs, result.Outputs);
        }
        catch (PartialResourceException partial)
        {
            _made.Push((type, partial.Id));
            throw;
        }
    }

    public async Task<Made> UpdateAsync(Made made, PropertyMap inputs)
    {
        var checkedInputs = Checked(made.Type, inputs, made.Inputs);
        var result = await Provider.UpdateAsync(
            new UpdateRequest(made.Type, "test", made.Id, made.Inputs, made.Outputs, checkedInputs, null) { Progress = Progress.Add }, Cancellation);
        return new Made(made.Type, result.Id, checkedInputs, result.Outputs);
    }

    public Task<ReadResult?> ReadAsync(Made made) => Provider.ReadAsync(made.Type, made.Id, made.Inputs, made.Outputs, Cancellation);

    public Task DeleteAsync(Made made) => Provider.DeleteAsync(made.Type, made.Id, made.Inputs, made.Outputs, null, Cancellation);

    public DiffResult Diff(Made made, PropertyMap oldInputs, PropertyMap newInputs) =>
        Provider.Diff(made.Type, made.Id, oldInputs, made.Outputs, Checked(made.Type, newInputs, oldInputs));

    public static Task<ContainerInspectResponse> InspectAsync(Made made) => Api.Containers.InspectContainerAsync(made.Id, Cancellation);

    /// <summary>Removed at the end, although the provider did not make it.</summary>
    public void Track(string type, string id) => _made.Push((type, id));

    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var made))
            await Provider.DeleteAsync(made.Type, made.Id, PropertyMap.Empty, PropertyMap.Empty, null, CancellationToken.None);
        await Provider.DisposeAsync();
    }
}

/// <summary>A resource that a test has made.</summary>
internal sealed record Made(string Type, string Id, PropertyMap Inputs, PropertyMap Outputs)
{
    public string Name => ((StringValue)Inputs["name"]).Value;
}

/// <summary>The image that these tests run and the network that they run it in, made once.</summary>
public sealed class BusyboxImage : IAsyncLifetime
{
    /// <summary>A network of their own: not every engine has the default bridge.</summary>
    public string Network { get; } = DockerEngine.UniqueName("net");

    public string Name { get; } = DockerEngine.UniqueName("busybox") + ":1";

    public string Id { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!DockerEngine.Available)
            return;
        Id = await TestImage.CreateAsync(Name, "CMD [\"/bin/sleep\",\"300\"]");
        await DockerEngine.Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = Network });
    }

    public async ValueTask DisposeAsync()
    {
        if (!DockerEngine.Available)
            return;
        await TestImage.RemoveAsync(Name);
        await DockerEngine.Client.Networks.DeleteNetworkAsync(Network);
    }

    /// <summary>Inputs of a container that does nothing for a while.</summary>
    internal PropertyMap Sleeping(params (string Name, object Value)[] more) => Map([
        ("image", Id), ("name", DockerEngine.UniqueName("container")),
        .. more.Any(property => property.Name == "networksAdvanced")
            ? more
            : [("networksAdvanced", List(Map(("name", Network)))), .. more],
    ]);

    /// <summary>Inputs of a container that runs a shell script.</summary>
    internal PropertyMap Running(string script, params (string Name, object Value)[] more) =>
        Sleeping([("command", List("/bin/sh", "-c", script)), .. more]);
}

/// <summary>One test at a time: they ask after ports and count objects of one engine.</summary>
[CollectionDefinition(Name)]
public sealed class DockerTests : ICollectionFixture<BusyboxImage>
{
    public const string Name = "Docker engine";
}
