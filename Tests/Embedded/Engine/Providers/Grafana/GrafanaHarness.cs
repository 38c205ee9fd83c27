using Embedded.Engine.Providers;
using Embedded.Engine.Providers.Grafana;
using Embedded.Engine.Values;
using Infra.Tests.Support.Grafana;
using static Infra.Tests.Embedded.Engine.Values.BriefValues;

namespace Infra.Tests.Embedded.Engine.Providers.Grafana;

/// <summary>The provider against a double; at the end nothing must have been asked that the published description does not have.</summary>
internal sealed class GrafanaHarness : IAsyncDisposable
{
    public const string DataSource = "grafana:oss/dataSource:DataSource";
    public const string Folder = "grafana:oss/folder:Folder";
    public const string Dashboard = "grafana:oss/dashboard:Dashboard";
    public const string Preferences = "grafana:oss/organizationPreferences:OrganizationPreferences";
    public const string ServiceAccount = "grafana:oss/serviceAccount:ServiceAccount";
    public const string ServiceAccountToken = "grafana:oss/serviceAccountToken:ServiceAccountToken";
    public const string RuleGroup = "grafana:alerting/ruleGroup:RuleGroup";
    public const string ContactPoint = "grafana:alerting/contactPoint:ContactPoint";
    public const string NotificationPolicy = "grafana:alerting/notificationPolicy:NotificationPolicy";
    public const string MessageTemplate = "grafana:alerting/messageTemplate:MessageTemplate";
    public const string MuteTiming = "grafana:alerting/muteTiming:MuteTiming";

    private GrafanaHarness(GrafanaDouble grafana) => Grafana = grafana;

    public GrafanaDouble Grafana { get; }

    public GrafanaProvider Provider { get; } = new();

    public GrafanaOrganization Content => Grafana.Content;

    public List<string> Progress { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GrafanaHarness> StartAsync(GrafanaDoubleOptions? options = null, params (string Name, object Value)[] settings)
    {
        var harness = new GrafanaHarness(await GrafanaDouble.StartAsync(options));
        harness.Provider.Configure(Map([("url", harness.Grafana.Url), ("auth", harness.Grafana.Auth), ("retryWait", "0"), .. settings]));
        return harness;
    }

    /// <summary>Checked inputs; the test fails where the check does.</summary>
    public PropertyMap Checked(string type, PropertyMap inputs, PropertyMap? old = null)
    {
        var result = Provider.Check(type, "test", old, inputs);
        Assert.Empty(result.Failures);
        return result.Inputs;
    }

    public async Task<Thing> CreateAsync(string type, PropertyMap inputs, string operationId = "0123456789abcdef0123456789abcdef")
    {
        var given = Checked(type, inputs);
        var result = await Provider.CreateAsync(new CreateRequest(type, "test", given, null, operationId) { Progress = Progress.Add }, Cancellation);
        return new Thing(type, result.Id, given, result.Outputs);
    }

    public async Task<Thing> UpdateAsync(Thing thing, PropertyMap inputs)
    {
        var given = Checked(thing.Type, inputs, thing.Inputs);
        var result = await Provider.UpdateAsync(new UpdateRequest(thing.Type, "test", thing.Id, thing.Inputs, thing.Outputs, given, null), Cancellation);
        return new Thing(thing.Type, result.Id, given, result.Outputs);
    }

    public Task<ReadResult?> ReadAsync(Thing thing) => Provider.ReadAsync(thing.Type, thing.Id, thing.Inputs, thing.Outputs, Cancellation);

    /// <summary>Takes what is there into a stack.</summary>
    public Task<ReadResult?> ImportAsync(string type, string id) => Provider.ReadAsync(type, id, PropertyMap.Empty, PropertyMap.Empty, Cancellation);

    public Task DeleteAsync(Thing thing) => Provider.DeleteAsync(thing.Type, thing.Id, thing.Inputs, thing.Outputs, null, Cancellation);

    public Task<string?> RecoverAsync(string type, PropertyMap inputs, string operationId = "0123456789abcdef0123456789abcdef") =>
        Provider.RecoverCreateAsync(type, inputs, operationId, Cancellation);

    /// <summary>What an update would change, by path.</summary>
    public IEnumerable<string> Changes(Thing thing, PropertyMap inputs) =>
        Provider.Diff(thing.Type, thing.Id, thing.Inputs, thing.Outputs, Checked(thing.Type, inputs, thing.Inputs)).Detailed
            .Select(change => $"{change.Key} {change.Value}");

    /// <summary>What a refresh would show as changed by hand, by path.</summary>
    public async Task<IEnumerable<string>> DriftAsync(Thing thing)
    {
        var read = await ReadAsync(thing);
        Assert.NotNull(read);
        return Provider.Diff(thing.Type, read.Id, read.Inputs, read.Outputs, thing.Inputs).Detailed.Keys;
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await Grafana.DisposeAsync();
        Assert.Empty(Grafana.Violations);
    }
}

/// <summary>A resource that a test has made.</summary>
internal sealed record Thing(string Type, string Id, PropertyMap Inputs, PropertyMap Outputs)
{
    public string Text(string name) => Assert.IsType<StringValue>(Outputs[name]).Value;
}
