using System.Net;

namespace Infra.Stacks.Settings;

/// <summary>How services reach each other and who reaches them.</summary>
internal sealed record NetworkSettings
{
    private const string GatewayModeKey = "networkGatewayMode";

    /// <summary>The address of this machine on which ports are published.</summary>
    public required string PublishAddress { get; init; }

    /// <summary>Whether the services' network has no way out; those that need one get a second network.</summary>
    public required bool Isolated { get; init; }

    /// <summary>Whether networks without a way out are to have no address of the machine in them, by which its services could be reached.</summary>
    public bool WithoutGateway { get; init; }

    public static NetworkSettings Read(SettingReader reader, EnvironmentDefaults defaults)
    {
        var settings = ReadEach(reader, defaults);
        if (settings.WithoutGateway && !settings.Isolated)
            reader.Mistake(GatewayModeKey, "expected nat, as isolatedNetwork is false: only a network without a way out can do without a gateway");
        return settings;
    }

    private static NetworkSettings ReadEach(SettingReader reader, EnvironmentDefaults defaults) => new()
    {
        PublishAddress = reader.Text(
            "publishAddress", "127.0.0.1", text => IPAddress.TryParse(text, out var address) && address.ToString() == text,
            "an IP address of this machine, such as 127.0.0.1"),
        Isolated = reader.Flag("isolatedNetwork", defaults.IsolatedNetwork),
        WithoutGateway = reader.OneOf(GatewayModeKey, false, ("nat", false), ("isolated", true)),
    };
}
