using Infra.Configs.Alloy.Logs;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Alloy.Syntax;
using Infra.Configs.Alloy.Traces;

namespace Infra.Configs.Alloy;

/// <summary>Renders the configuration folder of Alloy.</summary>
internal static class AlloyFiles
{
    public const string ConfigFile = "config.alloy";

    /// <summary>What keeps the lines that wait for Loki within their limit.</summary>
    public const string WalLimitFile = "wal-limit.sh";

    /// <summary>The path that tells whether Alloy is ready, for everybody.</summary>
    public const string ReadyPath = "/-/ready";

    /// <summary>The port of gRPC for OTLP.</summary>
    public const int OtlpGrpcPort = 4317;

    /// <summary>The port of HTTP for OTLP.</summary>
    public const int OtlpHttpPort = 4318;

    /// <summary>All files by their path in the folder.</summary>
    public static IReadOnlyDictionary<string, string> Render(AlloyConfig config) =>
        new Dictionary<string, string> { [ConfigFile] = Build(config).Render(), [WalLimitFile] = ConfigResources.Text($"Alloy.{WalLimitFile}") };

    /// <summary>The configuration before it is text.</summary>
    public static AlloyFile Build(AlloyConfig config)
    {
        var loki = LokiWriter.Of(config.Loki, config.Stack);
        var process = LogPipeline.Of(config.Logs, loki);
        var file = new AlloyFile
        {
            new AlloyBlock("logging") { { "level", "info" }, { "format", "logfmt" } },
        };
        if (config.Http is not null)
            file.Add(Http(config.Http));
        file.Add(ContainerDiscovery.Of(config.Logs, process));
        file.Add(process);
        if (config.Queries is not null)
            file.Add(QueryLogPipeline.Of(config.Queries, loki));
        file.Add(loki);
        if (config.Traces is not null)
            file.Add(TracePipeline.Of(config.Traces));

        return file;
    }

    private static IEnumerable<AlloyBlock> Http(HttpAccess access)
    {
        var password = new AlloyComponent(AlloyComponentKind.LocalFile, "http_password")
        {
            { "filename", access.PasswordFile },
            { "is_secret", true },
        };
        yield return password;
        yield return new AlloyBlock("http")
        {
            new AlloyBlock("tls", "Both files are read at each handshake, so that a renewed certificate needs no restart.")
            {
                { "cert_file", access.Tls.IdentityFile },
                { "key_file", access.Tls.IdentityFile },
                { "min_version", "TLS12" },
            },
            new AlloyBlock("auth")
            {
                new AlloyBlock("basic") { { "username", access.User }, { "password", password.Export("content") } },
                new AlloyBlock("filter", "Without a filter no path at all would ask for the password. This one lets nobody in but to ask for readiness.")
                {
                    { "paths", new[] { ReadyPath } },
                    { "authenticate_matching_paths", false },
                },
            },
        };
    }
}
