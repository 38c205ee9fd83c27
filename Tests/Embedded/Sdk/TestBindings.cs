using System.Collections.Immutable;
using Pulumi;

namespace Infra.Tests.Embedded.Sdk;

/// <summary>A provider's bindings in the shape in which they are generated.</summary>
public sealed class Server : CustomResource
{
    public const string Token = "test:index/server:Server";

    public Server(string name, ServerArgs? args, CustomResourceOptions? options = null)
        : base(Token, name, args ?? new ServerArgs(), MakeResourceOptions(options, ""))
    {
    }

    private Server(string name, Input<string> id, ServerState? state, CustomResourceOptions? options)
        : base(Token, name, state, MakeResourceOptions(options, id))
    {
    }

    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    [Output("size")]
    public Output<int?> Size { get; private set; } = null!;

    [Output("ratio")]
    public Output<double> Ratio { get; private set; } = null!;

    [Output("ports")]
    public Output<ImmutableArray<ServerPort>> Ports { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("level")]
    public Output<Level> Level { get; private set; } = null!;

    [Output("address")]
    public Output<Union<string, ServerPort>> Address { get; private set; } = null!;

    [Output("password")]
    public Output<string> Password { get; private set; } = null!;

    public static Server Get(string name, Input<string> id, ServerState? state = null, CustomResourceOptions? options = null)
        => new(name, id, state, options);

    private static CustomResourceOptions MakeResourceOptions(CustomResourceOptions? options, Input<string>? id)
    {
        var merged = CustomResourceOptions.Merge(new() { Version = "1.2.3", AdditionalSecretOutputs = { "password" } }, options);
        merged.Id = id ?? merged.Id;
        return merged;
    }
}

public sealed class ServerArgs : ResourceArgs
{
    [Input("envs")]
    private InputList<string>? _envs;

    [Input("ports")]
    private InputList<ServerPortArgs>? _ports;

    [Input("tags")]
    private InputMap<string>? _tags;

    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("size")]
    public Input<int>? Size { get; set; }

    [Input("peer")]
    public Input<Resource>? Peer { get; set; }

    [Input("level")]
    public Input<Level>? Level { get; set; }

    [Input("address")]
    public InputUnion<string, int>? Address { get; set; }

    [Input("anything")]
    public Input<object>? Anything { get; set; }

    [Input("file")]
    public Input<AssetOrArchive>? File { get; set; }

    [Input("settings")]
    public InputJson? Settings { get; set; }

    public InputList<string> Envs { get => _envs ??= []; set => _envs = value; }

    public InputList<ServerPortArgs> Ports { get => _ports ??= []; set => _ports = value; }

    public InputMap<string> Tags { get => _tags ??= []; set => _tags = value; }
}

public sealed class ServerPortArgs : ResourceArgs
{
    [Input("internal", required: true)]
    public Input<int> Internal { get; set; } = null!;

    [Input("ip")]
    public Input<string>? Ip { get; set; }
}

public sealed class ServerState : ResourceArgs
{
    [Input("name")]
    public Input<string>? Name { get; set; }
}

[OutputType]
public sealed class ServerPort
{
#pragma warning disable CA1051 // As generated output types have them.
    public readonly int Internal;
    public readonly string? Ip;
#pragma warning restore CA1051

    [OutputConstructor]
    private ServerPort(int @internal, string? ip) => (Internal, Ip) = (@internal, ip);
}

[EnumType]
public readonly struct Level : IEquatable<Level>
{
    private readonly string _value;

    private Level(string value) => _value = value;

    public static Level High { get; } = new("high");

    public static explicit operator string(Level value) => value._value;

    public static bool operator ==(Level left, Level right) => left.Equals(right);

    public static bool operator !=(Level left, Level right) => !left.Equals(right);

    public bool Equals(Level other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Level other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}

public sealed class TestProvider(string name, TestProviderArgs? args = null, CustomResourceOptions? options = null)
    : ProviderResource("test", name, args ?? new TestProviderArgs(), options);

public sealed class TestProviderArgs : ResourceArgs
{
    [Input("accounts", json: true)]
    private InputList<ServerPortArgs>? _accounts;

    [Input("retries", json: true)]
    public Input<int>? Retries { get; set; }

    public InputList<ServerPortArgs> Accounts { get => _accounts ??= []; set => _accounts = value; }

    [Input("url")]
    public Input<string>? Url { get; set; }
}

/// <summary>A component as programs write them.</summary>
public sealed class Site : ComponentResource
{
    public Site(string name, ComponentResourceOptions? options = null)
        : base("test:index:Site", name, options)
    {
        Server = new Server($"{name}-server", new ServerArgs { Name = name }, new() { Parent = this });
        Url = Output.Format($"http://{Server.Name}");
        RegisterOutputs();
    }

    public Server Server { get; }

    [Output("url")]
    public Output<string> Url { get; private set; }

    [Output]
    public Output<string> Motto { get; private set; } = Output.Create("hello");
}
