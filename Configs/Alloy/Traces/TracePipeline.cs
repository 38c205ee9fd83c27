using Infra.Configs.Alloy.Syntax;
using Infra.Configs.Tls;

namespace Infra.Configs.Alloy.Traces;

/// <summary>Takes traces by OTLP, holds back when memory is short, picks which to keep, and passes them on to Tempo.</summary>
internal static class TracePipeline
{
    // Certificates are renewed while Alloy runs.
    private static readonly Duration ReloadInterval = Duration.Minutes(10);

    private static readonly string[] Errors = ["ERROR"];

    private static readonly string[] Canary = [ServiceNames.Canary];

    public static IEnumerable<AlloyBlock> Of(TraceCollection traces)
    {
        var access = traces.Access is null ? null : Access(traces.Access);
        var login = traces.Tempo.Credential is null ? null : Login(traces.Tempo.Credential);
        var exporter = Exporter(traces.Tempo, login);
        var batch = Batch(exporter);
        var sampling = traces.Sampling is null ? null : Sampling(traces.Sampling, batch);
        var limiter = MemoryLimiter(traces.MemoryLimitMegabytes, sampling ?? batch);
        AlloyBlock?[] blocks = [access, Receiver(traces.Access?.Tls, access, limiter), limiter, sampling, batch, login, exporter];
        return blocks.OfType<AlloyBlock>();
    }

    private static AlloyComponent Receiver(ServerTls? tls, AlloyComponent? access, AlloyComponent next) => new(AlloyComponentKind.OtelcolReceiverOtlp, "default")
    {
        new AlloyBlock("grpc") { { "endpoint", $"0.0.0.0:{AlloyFiles.OtlpGrpcPort}" }, { "auth", access?.Export("handler") }, ServerTls(tls) },
        new AlloyBlock("http") { { "endpoint", $"0.0.0.0:{AlloyFiles.OtlpHttpPort}" }, { "auth", access?.Export("handler") }, ServerTls(tls) },
        Output(next),
    };

    private static AlloyComponent Access(OtlpAccess access) => new(AlloyComponentKind.OtelcolAuthBasic, "senders", "Who may send traces.")
    {
        new AlloyBlock("htpasswd") { { "file", access.UsersFile } },
    };

    private static AlloyComponent MemoryLimiter(int megabytes, AlloyComponent next) =>
        new(AlloyComponentKind.OtelcolProcessorMemoryLimiter, "default", "Senders are asked to come back later before memory runs out.")
        {
            { "check_interval", Duration.Seconds(1) },
            { "limit", $"{megabytes}MiB" },
            Output(next),
        };

    private static AlloyComponent Sampling(TraceSampling sampling, AlloyComponent next) =>
        new(AlloyComponentKind.OtelcolProcessorTailSampling, "default", "A trace is kept if any of these wants it.")
        {
            { "decision_wait", Duration.Seconds(30) },
            new AlloyBlock("policy")
            {
                { "name", "errors" },
                { "type", "status_code" },
                new AlloyBlock("status_code") { { "status_codes", Errors } },
            },
            new AlloyBlock("policy")
            {
                { "name", "slow" },
                { "type", "latency" },
                new AlloyBlock("latency") { { "threshold_ms", (int)sampling.SlowerThan.Value.TotalMilliseconds } },
            },
            new AlloyBlock("policy")
            {
                { "name", "share" },
                { "type", "probabilistic" },
                new AlloyBlock("probabilistic") { { "sampling_percentage", sampling.Percentage } },
            },
            // Whether a span arrives must not be a matter of chance.
            new AlloyBlock("policy")
            {
                { "name", "canary" },
                { "type", "string_attribute" },
                new AlloyBlock("string_attribute") { { "key", "service.name" }, { "values", Canary } },
            },
            Output(next),
        };

    // Small enough for the 4 MiB that a gRPC server takes at once.
    private static AlloyComponent Batch(AlloyComponent next) => new(AlloyComponentKind.OtelcolProcessorBatch, "default")
    {
        { "timeout", Duration.Seconds(1) },
        { "send_batch_size", 1024 },
        { "send_batch_max_size", 2048 },
        Output(next),
    };

    private static AlloyComponent Login(FileCredential credential) => new(AlloyComponentKind.OtelcolAuthBasic, "tempo")
    {
        new AlloyBlock("client_auth") { { "username", credential.User }, { "password_file", credential.PasswordFile } },
    };

    private static AlloyComponent Exporter(TempoTarget tempo, AlloyComponent? login) => new(AlloyComponentKind.OtelcolExporterOtlp, "tempo")
    {
        new AlloyBlock("client")
        {
            { "endpoint", tempo.Address },
            { "auth", login?.Export("handler") },
            tempo.Plain ? new AlloyBlock("tls") { { "insecure", true } } : ClientTls(tempo.Tls),
        },
        new AlloyBlock("sending_queue", "What Tempo has not taken yet waits in memory: so many spans at most.")
        {
            { "queue_size", 100000 },
            { "sizer", "items" },
        },
        new AlloyBlock("retry_on_failure", "For as long as there is room: 0 is no end.") { { "max_elapsed_time", Duration.Seconds(0) } },
    };

    private static AlloyBlock Output(AlloyComponent next) => new("output") { { "traces", new[] { next.Export("input") } } };

    private static AlloyBlock? ServerTls(ServerTls? tls) => tls is null ? null : new AlloyBlock("tls")
    {
        { "cert_file", tls.IdentityFile },
        { "key_file", tls.IdentityFile },
        { "min_version", "1.2" },
        { "reload_interval", ReloadInterval },
    };

    private static AlloyBlock? ClientTls(ClientTls? tls) => tls is null ? null : new AlloyBlock("tls")
    {
        { "ca_file", tls.AuthorityFile },
        { "cert_file", tls.IdentityFile },
        { "key_file", tls.IdentityFile },
        { "server_name", tls.ServerName },
        { "min_version", "1.2" },
        { "reload_interval", ReloadInterval },
    };
}
