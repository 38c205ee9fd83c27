using System.Globalization;

namespace Infra.Components.Containers;

/// <summary>Health checks with what images bring.</summary>
internal static class HealthChecks
{
    /// <summary>Succeeds when the service in the container answers with a success, by busybox' wget.</summary>
    public static IReadOnlyList<string> Http(int port, string path) => ["CMD", "wget", "-q", "-O", "/dev/null", $"http://127.0.0.1:{port}{path}"];

    /// <summary>
    /// Succeeds when the container listens on the port: for a service that answers nobody without a certificate and a
    /// password, in an image without a client that could have them. Prometheus scrapes it as well and tells when it cannot.
    /// </summary>
    public static IReadOnlyList<string> Listening(int port) =>
        // As the kernel lists it: the local port in hexadecimal, any remote address, state 0A (listening).
        ["CMD", "grep", "-qE", string.Create(CultureInfo.InvariantCulture, $":{port:X4} [0-9A-F]+:[0-9A-F]+ 0A "), "/proc/net/tcp", "/proc/net/tcp6"];
}
