using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Embedded.Engine.Values;

namespace Embedded.Engine.Providers.Docker;

/// <summary>The rules for a container's inputs that go beyond their types. All mistakes are found at once.</summary>
internal sealed partial class ContainerCheck
{
    private readonly ImmutableArray<CheckFailure>.Builder _failures = ImmutableArray.CreateBuilder<CheckFailure>();

    public static ImmutableArray<CheckFailure> Run(PropertyMap inputs)
    {
        var check = new ContainerCheck();
        check.Scalars(inputs);
        check.Ports(inputs);
        check.Uploads(inputs);
        check.Mounts(inputs);
        check.Healthcheck(inputs);
        return check._failures.ToImmutable();
    }

    private void Scalars(PropertyMap inputs)
    {
        Matches(inputs, "restart", RestartPolicies(), "one of no, on-failure, always, unless-stopped");
        Matches(inputs, "cpuSet", CpuSets(), "CPUs such as 0-1 or 0,2");
        if (inputs.Text("cpus") is { } cpus
            && !(decimal.TryParse(cpus, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count > 0))
            Fail("cpus", "a number of CPUs such as 1.5", cpus);
        foreach (var name in (ReadOnlySpan<string>)["memory", "memoryReservation", "cpuShares", "cpuPeriod", "cpuQuota", "shmSize", "maxRetryCount", "destroyGraceSeconds", "waitTimeout", "stopTimeout"])
            if (inputs.Whole(name) is < 0 and var value)
                Fail(name, "0 or more", value.ToString(CultureInfo.InvariantCulture));
        if (inputs.Whole("memorySwap") is { } swap)
        {
            if (swap < -1)
                Fail("memorySwap", "megabytes, or -1 for no limit", swap.ToString(CultureInfo.InvariantCulture));
            else if (swap > 0 && inputs.Amount("memory") is { } memory && swap < memory)
                Fail("memorySwap", $"at least the memory of {memory} (it is memory and swap together)", swap.ToString(CultureInfo.InvariantCulture));
            else if (swap > 0 && inputs.Amount("memory") is null && inputs.Get("memory") is not UnknownValue)
                Fail("memorySwap", "a memory limit beside it", "none");
        }
        if (inputs.Texts("command") is { } command && command.Contains(""))
            Fail("command", "no empty words", "one");
        foreach (var (mapping, index) in inputs.Objects("devices").Select((device, index) => (device, index)))
            Matches(mapping, "permissions", DevicePermissions(), "letters of rwm", $"devices[{index}].");
    }

    private void Ports(PropertyMap inputs)
    {
        foreach (var (port, index) in inputs.Objects("ports").Select((port, index) => (port, index)))
        {
            if (port.Whole("internal") is { } inside and (< 1 or > 65535))
                Fail($"ports[{index}].internal", "a port from 1 to 65535", inside.ToString(CultureInfo.InvariantCulture));
            if (port.Whole("external") is { } outside and (< 0 or > 65535))
                Fail($"ports[{index}].external", "a port from 1 to 65535, or none for any free one", outside.ToString(CultureInfo.InvariantCulture));
            Matches(port, "protocol", Protocols(), "one of tcp, udp, sctp", $"ports[{index}].");
            if (port.Text("ip") is { } address && !System.Net.IPAddress.TryParse(address, out _))
                Fail($"ports[{index}].ip", "an IP address of this host such as 127.0.0.1", address);
        }
    }

    private void Uploads(PropertyMap inputs)
    {
        foreach (var (upload, index) in inputs.Objects("uploads").Select((upload, index) => (upload, index)))
        {
            var path = $"uploads[{index}]";
            if (!upload.ContainsUnknown)
            {
                string[] sources = [.. ((string[])["content", "contentBase64", "source"]).Where(name => upload.Text(name) is not null)];
                if (sources.Length != 1)
                    _failures.Add(new CheckFailure(path,
                        $"needs exactly one of content, contentBase64 and source, not empty (file {upload.Text("file")}); found "
                        + (sources.Length == 0 ? "none of them" : string.Join(" and ", sources))));
            }
            if (upload.Text("contentBase64") is { } encoded && !Convert.TryFromBase64String(encoded, new byte[encoded.Length], out _))
                _failures.Add(new CheckFailure(path + ".contentBase64", "expected base64, found text that is not"));
            Matches(upload, "permissions", Permissions(), "four octal digits such as 0644", path + ".");
        }
    }

    private void Mounts(PropertyMap inputs)
    {
        foreach (var (mount, index) in inputs.Objects("mounts").Select((mount, index) => (mount, index)))
        {
            var path = $"mounts[{index}]";
            Matches(mount, "type", MountTypes(), "one of bind, volume, tmpfs", path + ".");
            if (mount.Text("target") is { } target && !target.StartsWith('/'))
                Fail(path + ".target", "an absolute path in the container", target);
            if (mount.Text("type") == "bind" && mount.Get("source") is not UnknownValue && mount.Text("source") is null)
                Fail(path + ".source", "the path on the host that is mounted", "none");
            if (mount.Object("bindOptions") is { } options)
                Matches(options, "propagation", Propagations(), "one of private, rprivate, shared, rshared, slave, rslave", path + ".bindOptions.");
        }
        foreach (var (volume, index) in inputs.Objects("volumes").Select((volume, index) => (volume, index)))
        {
            if (volume.ContainsUnknown)
                continue;
            var (from, inside) = (volume.Text("fromContainer"), volume.Text("containerPath"));
            if ((from is null) == (inside is null))
                Fail($"volumes[{index}]", "either containerPath or fromContainer", from is null ? "neither" : "both");
            if (volume.Text("hostPath") is { } host && !host.StartsWith('/'))
                Fail($"volumes[{index}].hostPath", "an absolute path on the host (a volume's name belongs in volumeName)", host);
            Matches(volume, "selinuxRelabel", Relabels(), "z or Z", $"volumes[{index}].");
        }
    }

    private void Healthcheck(PropertyMap inputs)
    {
        if (inputs.Object("healthcheck") is not { } healthcheck)
            return;
        foreach (var name in (ReadOnlySpan<string>)["interval", "timeout", "startPeriod", "startInterval"])
            if (healthcheck.Text(name) is { } text)
            {
                if (!GoDuration.TryParse(text, out var duration))
                    Fail("healthcheck." + name, "a duration such as 30s or 1m30s", text);
                else if (duration > TimeSpan.Zero && duration < TimeSpan.FromMilliseconds(1))
                    Fail("healthcheck." + name, "at least 1ms, or 0s for Docker's own", text);
            }
        if (healthcheck.Whole("retries") is < 0 and var retries)
            Fail("healthcheck.retries", "0 or more", retries.ToString(CultureInfo.InvariantCulture));
        if (healthcheck.Texts("tests") is [var first, ..] && first is not ("CMD" or "CMD-SHELL" or "NONE"))
            Fail("healthcheck.tests", "CMD, CMD-SHELL or NONE as the first word", first);
    }

    private void Matches(PropertyMap map, string name, Regex pattern, string expected, string prefix = "")
    {
        if (map.Text(name) is { } text && !pattern.IsMatch(text))
            Fail(prefix + name, expected, text);
    }

    private void Fail(string path, string expected, string found) =>
        _failures.Add(new CheckFailure(path, $"expected {expected}, found {found}"));

    [GeneratedRegex("^(no|on-failure|always|unless-stopped)$")]
    private static partial Regex RestartPolicies();

    [GeneratedRegex(@"^\d+([,-]\d+)*$")]
    private static partial Regex CpuSets();

    [GeneratedRegex("^[rwm]{1,3}$")]
    private static partial Regex DevicePermissions();

    [GeneratedRegex("^(tcp|udp|sctp)$")]
    private static partial Regex Protocols();

    [GeneratedRegex("^0[0-7]{3}$")]
    private static partial Regex Permissions();

    [GeneratedRegex("^(bind|volume|tmpfs)$")]
    private static partial Regex MountTypes();

    [GeneratedRegex("^r?(private|shared|slave)$")]
    private static partial Regex Propagations();

    [GeneratedRegex("^[zZ]$")]
    private static partial Regex Relabels();
}
