using System.Globalization;

namespace Infra.Stacks.Settings;

/// <summary>The ports of this machine on which services are published.</summary>
internal static class PortSettings
{
    /// <returns>The port of each service; 0 for none.</returns>
    public static IReadOnlyDictionary<string, int> Read(SettingReader reader, StackEnvironment environment)
    {
        var ports = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var owners = new Dictionary<int, string>();
        foreach (var service in ServiceDefaults.All)
        {
            if (service.PortSetting is not { } key)
            {
                ports[service.Name] = 0;
                continue;
            }

            var port = reader.Port(key, service.Port(environment));
            ports[service.Name] = port;
            if (port != 0 && !owners.TryAdd(port, key))
                reader.Mistake(key, port.ToString(CultureInfo.InvariantCulture), $"already the port of {owners[port]}, expected another");
        }

        return ports;
    }
}
