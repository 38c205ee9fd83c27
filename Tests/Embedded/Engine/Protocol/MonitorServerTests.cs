using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Embedded.Engine.Planning;
using Embedded.Engine.Protocol;
using Embedded.Engine.Values;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Infra.Tests.Embedded.Engine.Protocol;

/// <summary>Speaks to the server byte by byte, as any SDK would: none of its own types are used here.</summary>
public sealed class MonitorServerTests : IAsyncLifetime
{
    private const int Ok = 0;
    private const int InvalidArgument = 3;
    private const int Unimplemented = 12;
    private const int Internal = 13;

    private readonly FakeMonitor _monitor = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private MonitorServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        _client = new HttpClient { BaseAddress = new Uri($"http://{_socket.LocalEndPoint}") };
        _server = await MonitorServer.StartAsync(_socket, _monitor);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _socket.Dispose();
    }

    [Theory]
    [InlineData("secrets", true)]
    [InlineData("resourceReferences", true)]
    [InlineData("aliasSpecs", true)]
    [InlineData("deletedWith", true)]
    [InlineData("replaceWith", true)]
    [InlineData("transforms", false)]
    [InlineData("resourceHooks", false)]
    [InlineData("parameterization", false)]
    [InlineData("outputValues", false)]
    public async Task Says_what_it_supports(string feature, bool supported)
    {
        var answer = await CallAsync("SupportsFeature", (1, feature));

        Assert.Equal(supported, answer.TryGetValue(1, out var value) && (ulong)value == 1);
    }

    [Fact]
    public async Task Registers_a_resource_and_answers_with_secrets_to_who_knows_them()
    {
        var properties = Struct.Parser.ParseJson("""{"envs":["A=1"]}""");
        _monitor.Answer = goal => new Registration(
            RegistrationOutcome.Succeeded, "urn:x", "id-1", goal.Inputs.Set("result", PropertyValue.Secret(PropertyValue.Of("s3cret"))));

        var answer = await CallAsync(
            "RegisterResource", (1, "test:index:Thing"), (2, "a"), (3, "urn:parent"), (4, true), (5, properties.ToByteArray()), (7, "urn:b"), (7, "urn:a"), (13, true));

        var goal = Assert.Single(_monitor.Goals);
        Assert.Equal(("test:index:Thing", "a", "urn:parent", true), (goal.Type, goal.Name, goal.Parent, goal.Custom));
        Assert.Equal(["urn:a", "urn:b"], goal.Dependencies);
        Assert.Null(goal.Protect);
        Assert.Equal("urn:x", Text(answer[1]));
        Assert.Equal("id-1", Text(answer[2]));
        Assert.Equal(
            Struct.Parser.ParseJson(
                """{"envs":["A=1"],"result":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","value":"s3cret"}}"""),
            Struct.Parser.ParseFrom((byte[])answer[3]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_is_a_result_to_who_can_read_it_and_an_error_to_others(bool readsResults)
    {
        _monitor.Answer = _ => new Registration(RegistrationOutcome.Failed, "urn:x", null, PropertyMap.Empty);

        var call = CallAsync("RegisterResource", (1, "t:i:T"), (2, "a"), (32, readsResults));

        if (readsResults)
            Assert.Equal(1UL, (await call)[7]);
        else
            Assert.Equal(Internal, (await Assert.ThrowsAsync<CallFailedException>(() => call)).Status);
    }

    [Fact]
    public async Task What_the_program_did_wrong_travels_as_a_message()
    {
        _monitor.Answer = _ => throw new RegistrationException("no such thing, 100%");

        var exception = await Assert.ThrowsAsync<CallFailedException>(() => CallAsync("RegisterResource", (1, "t:i:T"), (2, "a")));

        Assert.Equal((InvalidArgument, "no such thing, 100%"), (exception.Status, exception.Message));
    }

    [Fact]
    public async Task A_large_property_fits()
    {
        var properties = new Struct();
        properties.Fields["content"] = Value.ForString(new string('x', 20_000_000));

        var answer = await CallAsync("RegisterResource", (1, "t:i:T"), (2, "a"), (5, properties.ToByteArray()));

        Assert.Equal(properties, Struct.Parser.ParseFrom((byte[])answer[3]));
    }

    [Fact]
    public async Task Shutdown_waits_for_all_work()
    {
        var call = CallAsync("SignalAndWaitForShutdown");
        await CallAsync("SupportsFeature", (1, "secrets"));
        Assert.False(call.IsCompleted);

        _monitor.Work.SetResult();

        Assert.Empty(await call);
    }

    [Fact]
    public async Task Logs_reach_the_engine()
    {
        await CallAsync("Log", "Engine", (1, 2UL), (2, "careful"), (3, "urn:a"));

        Assert.Equal((Severity.Warning, "urn:a", "careful"), Assert.Single(_monitor.Logs));
    }

    [Fact]
    public async Task A_call_that_is_not_served_is_unimplemented() =>
        Assert.Equal(
            Unimplemented,
            (await Assert.ThrowsAsync<CallFailedException>(() => CallAsync("RegisterStackTransform"))).Status);

    private Task<Dictionary<int, object>> CallAsync(string method, params (int Field, object Value)[] fields) =>
        CallAsync(method, "ResourceMonitor", fields);

    private async Task<Dictionary<int, object>> CallAsync(string method, string service, params (int Field, object Value)[] fields)
    {
        const int prefix = 5;
        var message = Encode(fields);
        var frame = new byte[prefix + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, prefix);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/pulumirpc.{service}/{method}")
        {
            Content = new ByteArrayContent(frame),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        var status = int.Parse(headers.GetValues("grpc-status").Single(), CultureInfo.InvariantCulture);
        if (status != Ok)
            throw new CallFailedException(status, Uri.UnescapeDataString(headers.TryGetValues("grpc-message", out var text) ? text.Single() : ""));
        return Decode(answer[prefix..]);
    }

    private static byte[] Encode((int Field, object Value)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
            foreach (var (field, value) in fields)
            {
                output.WriteTag(field, value is string or byte[]? WireFormat.WireType.LengthDelimited : WireFormat.WireType.Varint);
                if (value is string text)
                    output.WriteString(text);
                else if (value is byte[] content)
                    output.WriteBytes(ByteString.CopyFrom(content));
                else
                    output.WriteUInt64(value is true ? 1UL : value as ulong? ?? 0UL);
            }
        return stream.ToArray();
    }

    private static Dictionary<int, object> Decode(byte[] message)
    {
        var fields = new Dictionary<int, object>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
            fields[WireFormat.GetTagFieldNumber(tag)] = WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint
                ? input.ReadUInt64()
                : input.ReadBytes().ToByteArray();
        return fields;
    }

    private static string Text(object value) => System.Text.Encoding.UTF8.GetString((byte[])value);

    private sealed class CallFailedException(int status, string message) : Exception(message)
    {
        public int Status { get; } = status;
    }

    private sealed class FakeMonitor : IResourceMonitor
    {
        public Func<ResourceGoal, Registration> Answer { get; set; } = goal => new Registration(RegistrationOutcome.Succeeded, "urn", "id", goal.Inputs);

        public List<ResourceGoal> Goals { get; } = [];

        public List<(Severity, string?, string)> Logs { get; } = [];

        public TaskCompletionSource Work { get; } = new();

        public Task<Registration> RegisterAsync(ResourceGoal goal)
        {
            Goals.Add(goal);
            return Task.FromResult(Answer(goal));
        }

        public Task<Registration> ReadAsync(ReadGoal goal) => throw new NotSupportedException();

        public Task RegisterOutputsAsync(string urn, PropertyMap outputs) => Task.CompletedTask;

        public Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, string? provider, string? version, string? pluginDownloadUrl) =>
            Task.FromResult(arguments);

        public void Log(Severity severity, string? urn, string message, bool ephemeral) => Logs.Add((severity, urn, message));

        public Task WaitForWorkAsync() => Work.Task;
    }
}
