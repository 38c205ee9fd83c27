using Infra.Components.Alertmanager;
using Infra.Components.Containers;
using Infra.Components.Loki;
using Infra.Components.ObjectStore;
using Infra.Components.Prometheus;
using Infra.Components.Tempo;
using Infra.Configs;
using Infra.Configs.ObjectStore;

namespace Infra.Stacks;

// Where logs and traces are kept.
internal sealed partial class ObservabilityStack
{
    private LokiServer LokiStore(ContainerPolicy policy, AlertmanagerServer alertmanager) => new(ServiceNames.Loki, new LokiServerArgs
    {
        Profile = Profile(policy, ServiceNames.Loki),
        Retention = _settings.Loki.Retention,
        DiskFullThreshold = _settings.Loki.DiskLimitPercent / 100m,
        Bucket = Bucket(_settings.ObjectStore.LokiBucket),
        BucketSince = _settings.ObjectStore.LokiBucketSince,
        AlertmanagerUrl = $"{alertmanager.Service.Scheme}://{alertmanager.Service.Address}",
        AlertmanagerCredential = Security(ServiceNames.Alertmanager)?.Credential,
    });

    private TempoServer TempoStore(ContainerPolicy policy, PrometheusServer prometheus) => new(ServiceNames.Tempo, new TempoServerArgs
    {
        Profile = Profile(policy, ServiceNames.Tempo),
        Retention = _settings.Tempo.Retention,
        IngestionRateMegabytes = _settings.Tempo.IngestionRateMegabytes,
        Bucket = Bucket(_settings.ObjectStore.TempoBucket),
        PrometheusUrl = $"{prometheus.Service.Scheme}://{prometheus.Service.Address}",
        PrometheusCredential = Security(ServiceNames.Prometheus)?.Credential,
    });

    private BucketAccess? Bucket(string? name)
    {
        var store = _settings.ObjectStore;
        if (name is null)
            return null;

        return new BucketAccess(new S3Bucket(store.Endpoint!, name) { Region = store.Region, Insecure = store.Insecure })
        {
            Key = store is { AccessKey: { } access, SecretKey: { } secret } ? new BucketKey(access.ToOutput(), secret.ToOutput()) : null,
            Authority = store.Authority,
            Networks = store.IsContainer ? _settings.Lakehouse.Networks : [],
        };
    }
}
