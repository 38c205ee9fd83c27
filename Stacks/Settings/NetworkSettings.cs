using System.Net;

namespace Infra.Stacks.Settings;

/// <summary>How services reach each other and who reaches them.</summary>
internal sealed record NetworkSettings
{
    /// <summary>The address of this machine on which ports are published.</summary>
    public required string PublishAddress { get; init; }

    /// <summary>Whether the services' network has no way out; those that need one get a second network.</summary>
    public required bool Isolated { get; init; }

    public static NetworkSettings Read(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PublishAddress = reader.Text(
            "publishAddress", "127.0.0.1", text => IPAddress.TryParse(text, out var address) && address.ToString() == text,
            "an IP address of this machine, such as 127.0.0.1"),
        Isolated = reader.Flag("isolatedNetwork", defaults.IsolatedNetwork),
    };
}
