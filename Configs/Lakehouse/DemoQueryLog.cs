namespace Infra.Configs.Lakehouse;

/// <summary>Where the demo's Trino posts the queries that have ended.</summary>
/// <param name="Url">The address with scheme and path: <c>http://alloy:3500/loki/api/v1/raw</c>.</param>
internal sealed record DemoQueryLog(string Url)
{
    /// <summary>The files by which it proves who it is and checks who answers; null for plain HTTP.</summary>
    public QueryLogFiles? Files { get; init; }
}

/// <summary>Files in PEM format.</summary>
/// <param name="Identity">Certificate and private key.</param>
/// <param name="Authority">The authority that the other side's certificate must come from.</param>
internal sealed record QueryLogFiles(string Identity, string Authority);
