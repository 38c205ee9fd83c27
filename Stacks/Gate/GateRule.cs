namespace Infra.Stacks.Gate;

/// <summary>The rules that a stack in prod keeps, by the names under which each can be waived.</summary>
internal static class GateRule
{
    public const string WeakCredential = "weak-credential";
    public const string UnencryptedSecret = "unencrypted-secret";
    public const string UnboundSecret = "unbound-secret";
    public const string SharedSecret = "shared-secret";
    public const string MisplacedSecret = "misplaced-secret";
    public const string ImageWithoutDigest = "image-without-digest";
    public const string MutableTag = "mutable-tag";
    public const string UnknownRegistry = "unknown-registry";
    public const string PublishedPort = "published-port";
    public const string RawDockerSocket = "raw-docker-socket";
    public const string HostAccess = "host-access";
    public const string MissingMemoryLimit = "missing-memory-limit";
    public const string MissingCpuLimit = "missing-cpu-limit";
    public const string MissingProcessLimit = "missing-process-limit";
    public const string MissingLogLimit = "missing-log-limit";
    public const string WritableRoot = "writable-root";
    public const string MissingRetention = "missing-retention";
    public const string MissingByteCap = "missing-byte-cap";
    public const string SenselessLimit = "senseless-limit";
    public const string SenselessTime = "senseless-time";
    public const string TlsOff = "tls-off";
    public const string ReceiverWithoutDestination = "receiver-without-destination";
    public const string SharedNetwork = "shared-network";
    public const string RootContainer = "root-container";
    public const string WholeMachine = "whole-machine";
    public const string DemoLakehouse = "demo-lakehouse";

    /// <summary>All of them, with what each is for.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [WeakCredential] = "a password that can be guessed, or is a product's default",
        [UnencryptedSecret] = "a secret that stands readable in the stack's file",
        [UnboundSecret] = "an encrypted value that was encrypted for another setting",
        [SharedSecret] = "a secret that opens two things",
        [MisplacedSecret] = "an encrypted value where it is shown",
        [ImageWithoutDigest] = "an image that may be another one tomorrow",
        [MutableTag] = "a tag that is meant to move, such as latest or 3",
        [UnknownRegistry] = "an image of somebody who is not named",
        [PublishedPort] = "a service other than Grafana on a port of the machine",
        [RawDockerSocket] = "a service that can do with Docker what it likes",
        [HostAccess] = "a service that is given more of the machine than what it is given it for",
        [MissingMemoryLimit] = "a service that can take all memory",
        [MissingCpuLimit] = "a service that can take all processors",
        [MissingProcessLimit] = "a service that can start processes without end",
        [MissingLogLimit] = "a container's log that can fill the disk",
        [WritableRoot] = "a container that an intruder can change",
        [MissingRetention] = "a store that keeps everything for ever",
        [MissingByteCap] = "a store that can fill the disk",
        [SenselessLimit] = "a limit that limits nothing, or lets nothing through",
        [SenselessTime] = "a time with which alerts or certificates come too late",
        [TlsOff] = "a listener that everybody can read and speak to, or another machine that is written to, or sent a secret, in the clear or without a look at its certificate",
        [ReceiverWithoutDestination] = "alerts that reach nobody",
        [SharedNetwork] = "services in one network with others that they have nothing to do with",
        [RootContainer] = "a service that runs as root",
        [WholeMachine] = "a service that sees all files of the machine",
        [DemoLakehouse] = "a demonstration beside what others depend on",
    };
}

/// <summary>Something in a stack that breaks a rule.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Setting">The setting that is to be changed; with a part of it after a full stop.</param>
/// <param name="Value">What was found.</param>
/// <param name="Expectation">Completes «expected …».</param>
internal sealed record GateFinding(string Rule, string Setting, string? Value, string Expectation);
