using System.Net;
using System.Text.RegularExpressions;

namespace Infra.Stacks.Settings;

/// <summary>How services reach each other and who reaches them.</summary>
internal sealed partial record NetworkSettings
{
    /// <summary>The address of this machine on which ports are published.</summary>
    public required string PublishAddress { get; init; }

    /// <summary>Whether the services' network has no way out; those that need one get a second network.</summary>
    public required bool Isolated { get; init; }

    /// <summary>The Docker network of the lakehouse; null where its services are reached by other ways.</summary>
    public required string? Lakehouse { get; init; }

    public static NetworkSettings Read(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PublishAddress = reader.Text(
            "publishAddress", "127.0.0.1", text => IPAddress.TryParse(text, out var address) && address.ToString() == text,
            "an IP address of this machine, such as 127.0.0.1"),
        Isolated = reader.Flag("isolatedNetwork", defaults.IsolatedNetwork),
        Lakehouse = reader.Optional("lakehouseNetwork", DockerName().IsMatch, "the name of a Docker network, or none"),
    };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex DockerName();
}
