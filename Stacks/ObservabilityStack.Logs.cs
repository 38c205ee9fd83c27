using Infra.Components.Alloy;
using Infra.Components.Cadvisor;
using Infra.Components.Certificates;
using Infra.Components.Containers;
using Infra.Components.SocketProxy;
using Infra.Configs;
using Infra.Configs.Alloy;
using Infra.Configs.Alloy.Queries;
using Infra.Configs.Tls;
using Infra.Stacks.Settings;
using Pulumi;

namespace Infra.Stacks;

// How logs are collected and traces taken, and how Docker is asked.
internal sealed partial class ObservabilityStack
{
    private const string OtlpUser = "otlp";

    // Of Alloy's memory, what may be in use before senders of traces are asked to come back later.
    private const decimal TraceMemory = 0.6m;

    private Output<string>? _otlpPassword;
    private readonly ClientIdentity? _queryLogClient;

    private bool TakesQueries => _settings.QueryLog.Enabled && _settings.Services.Contains(ServiceNames.Alloy);

    private static string DockerHost(string proxy) => $"tcp://{proxy}:{SocketProxyServer.Port}";

    // A proxy has one list for all whom it answers. Prometheus, which anybody's exporter talks to, needs no container's environment and no
    // logs, so it has a proxy of its own.
    private void SocketProxies(ContainerPolicy policy)
    {
        SocketProxy(policy, ServiceNames.SocketProxy, userId: 64993, SocketProxyServer.ContainersAndLogs, ServiceNames.Alloy, ServiceNames.Cadvisor);
        SocketProxy(policy, ServiceNames.DiscoveryProxy, userId: 64987, SocketProxyServer.Discovery, ServiceNames.Prometheus);
    }

    private SocketProxyServer? SocketProxy(ContainerPolicy policy, string proxy, int userId, IReadOnlyList<string> paths, params string[] clients) =>
        !_settings.Services.Contains(proxy) ? null : new SocketProxyServer(proxy, new SocketProxyServerArgs
        {
            Profile = Profile(policy, proxy),
            SocketPath = _settings.Logs.DockerSocket,
            UserId = userId,
            SocketGroup = _settings.Logs.DockerSocketGroup,
            Paths = paths,
            Clients = [.. clients.Where(_settings.Services.Contains)],
        });

    private CadvisorServer? Cadvisor(ContainerPolicy policy) => !_settings.Services.Contains(ServiceNames.Cadvisor) ? null :
        new CadvisorServer(ServiceNames.Cadvisor, new CadvisorServerArgs
        {
            Profile = Profile(policy, ServiceNames.Cadvisor),
            DockerHost = DockerHost(ServiceNames.SocketProxy),
            DockerRoot = _settings.Logs.DockerRoot,
            StorageDriver = _settings.Machine.StorageDriver,
            ContainerdSocket = _settings.Logs.ContainerdSocket,
            Interval = _settings.Prometheus.ScrapeInterval,
        });

    private AlloyServer? Alloy(ContainerPolicy policy)
    {
        if (!_settings.Services.Contains(ServiceNames.Alloy))
            return null;

        var profile = Profile(policy, ServiceNames.Alloy);
        var secrets = new SortedDictionary<string, Output<string>>(StringComparer.Ordinal);
        var config = new AlloyConfig
        {
            Stack = _settings.Stack,
            Logs = new LogCollection { DockerHost = DockerHost(ServiceNames.SocketProxy), MaxAge = _settings.Logs.MaxAge, LinesPerSecond = _settings.Logs.LinesPerSecond },
            Loki = Loki(secrets),
            Queries = Queries(secrets),
            Traces = new TraceCollection
            {
                MemoryLimitMegabytes = (int)(profile.PlannedMemoryMegabytes * TraceMemory),
                Tempo = Tempo(secrets),
                Sampling = _settings.Traces.SamplePercentage == 100m ? null : new TraceSampling(_settings.Traces.SamplePercentage, _settings.Traces.SlowerThan),
                Access = profile.Security is null ? null : new OtlpAccess(new ServerTls(), SecretFile(secrets, "otlp-users", OtlpPassword().Apply(password => $"{OtlpUser}:{password}\n"))),
            },
            Http = profile.Security?.Credential is not { } credential ? null
                : new Configs.Alloy.HttpAccess(new ServerTls(), credential.User, SecretFile(secrets, "http-password", credential.Password)),
        };
        return new AlloyServer(ServiceNames.Alloy, new AlloyServerArgs
        {
            Profile = profile,
            Files = AlloyFiles.Render(config),
            Secrets = secrets,
            LogDiskMegabytes = _settings.Logs.DiskMegabytes,
            NeedsEgress = _settings.Logs.Loki is not null || _settings.Traces.Tempo is not null,
            SenderNetworks = _settings.Lakehouse.Networks,
        });
    }

    private QueryLogCollection? Queries(SortedDictionary<string, Output<string>> secrets) => !TakesQueries ? null : new QueryLogCollection
    {
        SqlLength = _settings.QueryLog.SqlLength,
        Literals = _settings.QueryLog.Literals,
        Access = _queryLogClient is null ? null : new QueryLogAccess(new ServerTls(), SecretFile(secrets, "query-log-client.pem", _queryLogClient.CertificatePem)),
    };

    /// <summary>What who posts queries shows to Alloy; null where nobody is asked.</summary>
    private ClientIdentity? QueryLogClient()
    {
        if (!TakesQueries || !_settings.Security.Tls)
            return null;

        var client = new ClientIdentity(
            "query-log", $"{_settings.NamePrefix} query log", _settings.Security.ValidityHours, _settings.Security.EarlyRenewalHours);
        _validityEnds["query-log"] = client.ValidityEnd;
        return client;
    }

    private LokiTarget Loki(SortedDictionary<string, Output<string>> secrets)
    {
        if (_settings.Logs.Loki is { } remote)
        {
            return new LokiTarget(remote.Address)
            {
                Outage = _settings.Logs.Outage,
                Tenant = remote.Tenant,
                Credential = Login(remote, secrets, "loki-password"),
            };
        }

        return new LokiTarget($"{(_settings.Security.Tls ? "https" : "http")}://{ServiceNames.Loki}:3100/loki/api/v1/push")
        {
            Outage = _settings.Logs.Outage,
            Tls = _settings.Security.Tls ? new ClientTls() : null,
        };
    }

    private TempoTarget Tempo(SortedDictionary<string, Output<string>> secrets)
    {
        if (_settings.Traces.Tempo is { } remote)
            return new TempoTarget(remote.Address) { Plain = !remote.Tls, Credential = Login(remote, secrets, "tempo-password") };

        return new TempoTarget($"{ServiceNames.Tempo}:{AlloyFiles.OtlpGrpcPort}")
        {
            Plain = !_settings.Security.Tls,
            Tls = _settings.Security.Tls ? new ClientTls() : null,
        };
    }

    private static FileCredential? Login(RemoteStoreSettings remote, SortedDictionary<string, Output<string>> secrets, string file) =>
        remote is { User: { } user, Password: { } password } ? new FileCredential(user, SecretFile(secrets, file, password.ToOutput())) : null;

    private Output<string> OtlpPassword() => _otlpPassword ??=
        _settings.Traces.OtlpPassword?.ToOutput() ?? RotatedPassword("otlp-password", RotationSettings.Otlp).Result;

    private static string SecretFile(SortedDictionary<string, Output<string>> secrets, string name, Output<string> content)
    {
        secrets[name] = content;
        return $"{AlloyServer.SecretsPath}/{name}";
    }
}
