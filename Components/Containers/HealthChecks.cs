using System.Globalization;

namespace Infra.Components.Containers;

/// <summary>Health checks with what images bring.</summary>
internal static class HealthChecks
{
    /// <summary>Succeeds when the service in the container answers with a success, by busybox' wget.</summary>
    public static IReadOnlyList<string> Http(int port, string path) => ["CMD", "wget", "-q", "-O", "/dev/null", $"http://127.0.0.1:{port}{path}"];

    /// <summary>The same by curl.</summary>
    public static IReadOnlyList<string> Curl(int port, string path) => ["CMD", "curl", "-fsS", "-o", "/dev/null", $"http://127.0.0.1:{port}{path}"];

    /// <summary>The same by what bash does itself, and grep.</summary>
    public static IReadOnlyList<string> Bash(int port, string path) =>
    [
        "CMD", "/bin/bash", "-c",
        $@"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && grep -q '^HTTP/1.1 200' <&3",
    ];

    /// <summary>The same by Python's own library.</summary>
    public static IReadOnlyList<string> Python(int port, string path) =>
        ["CMD", "python", "-c", $"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}{path}', timeout=4).read()"];

    /// <summary>
    /// Succeeds when the container listens on the port: for a service that answers nobody without a certificate and a
    /// password, in an image without a client that could have them. Prometheus scrapes it as well and tells when it cannot.
    /// </summary>
    public static IReadOnlyList<string> Listening(int port) =>
        // As the kernel lists it: the local port in hexadecimal, any remote address, state 0A (listening).
        ["CMD", "grep", "-qE", string.Create(CultureInfo.InvariantCulture, $":{port:X4} [0-9A-F]+:[0-9A-F]+ 0A "), "/proc/net/tcp", "/proc/net/tcp6"];
}
