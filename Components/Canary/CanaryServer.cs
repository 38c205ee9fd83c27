using Infra.Components.Containers;
using Infra.Configs.Canary;
using Pulumi;

namespace Infra.Components.Canary;

/// <summary>What the canary is given.</summary>
internal sealed record CanaryServerArgs
{
    public required ContainerProfile Profile { get; init; }

    /// <summary>Where spans are posted, by OTLP over HTTP; null where none are.</summary>
    public required string? TracesUrl { get; init; }

    /// <summary>What the receiver of spans wants to know; null for nothing.</summary>
    public CanaryIdentity? Identity { get; init; }
}

/// <summary>As whom the canary calls.</summary>
/// <param name="User">A name.</param>
/// <param name="Password">A secret.</param>
/// <param name="Authority">The certificates of the authorities that the receiver's certificate must come from, as PEM.</param>
internal sealed record CanaryIdentity(string User, Output<string> Password, Output<string> Authority);

/// <summary>The canary: a process that sleeps, and each minute writes a line and sends a span that are read back.</summary>
internal sealed class CanaryServer : ComponentResource
{
    private const string ScriptPath = "/etc/phlo/canary";
    private const string SecretsPath = "/run/secrets";
    private const string AuthorityPath = "/etc/phlo/authority";

    /// <summary>The container.</summary>
    public ContainerService Service { get; }

    public CanaryServer(string name, CanaryServerArgs args, ComponentResourceOptions? options = null)
        : base("phlo:canary:CanaryServer", name, options)
    {
        Service = new ContainerService(name, new ContainerServiceArgs
        {
            Profile = args.Profile,
            // It listens nowhere.
            Port = 0,
            EntryPoint = ["/bin/sh", $"{ScriptPath}/{CanaryScript.FileName}"],
            Environment = Environment(args),
            Configuration =
            [
                new ConfigurationVolumeArgs
                {
                    Purpose = "config",
                    MountPath = ScriptPath,
                    Files = new Dictionary<string, string> { [CanaryScript.FileName] = CanaryScript.Text },
                },
                .. Secrets(args.Identity),
            ],
            // What it does is read back from the stores each minute: a check would start more processes than it does itself.
            HealthCheck = [],
            // Nobody else's: a password is there to be read.
            User = "64997:64997",
            AlwaysRunsAsUser = true,
            Networks = [NetworkTier.Collection],
        }, new ComponentResourceOptions { Parent = this });

        RegisterOutputs();
    }

    private static Dictionary<string, string> Environment(CanaryServerArgs args)
    {
        var environment = new Dictionary<string, string>();
        if (args.TracesUrl is not null)
        {
            environment["CANARY_TRACES"] = args.TracesUrl;
            environment["CANARY_CURL"] = args.Identity is null ? "/dev/null" : $"{SecretsPath}/{CanaryScript.CurlFile}";
        }

        return environment;
    }

    private static IEnumerable<ConfigurationVolumeArgs> Secrets(CanaryIdentity? identity) => identity is null ? [] :
    [
        new ConfigurationVolumeArgs
        {
            Purpose = "secrets",
            MountPath = SecretsPath,
            SecretFiles = new Dictionary<string, Output<string>>
            {
                [CanaryScript.CurlFile] = identity.Password.Apply(password => CanaryScript.CurlOptions($"{AuthorityPath}/{CanaryScript.AuthorityFile}", identity.User, password)),
            },
        },
        // Read anew by each call.
        new ConfigurationVolumeArgs
        {
            Purpose = "authority",
            MountPath = AuthorityPath,
            SecretFiles = new Dictionary<string, Output<string>> { [CanaryScript.AuthorityFile] = identity.Authority },
            Live = true,
        },
    ];
}
