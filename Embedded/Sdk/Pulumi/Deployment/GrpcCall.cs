using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Pulumi;

/// <summary>The statuses that the program tells apart, by gRPC's numbers.</summary>
internal enum GrpcStatus
{
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    Unimplemented = 12,
    Unavailable = 14,
}

/// <summary>A call that the other side has answered with an error.</summary>
internal sealed class GrpcException(GrpcStatus status, string detail) : Exception(detail)
{
    public GrpcStatus Status { get; } = status;
}

/// <summary>Calls methods of gRPC services on this machine that take one message and give one back.</summary>
/// <remarks>
/// That is one HTTP/2 request with a frame of five bytes before the message. A general client costs a program that makes
/// a few dozen such calls a third of its start-up time, which goes into compiling what it does not use.
/// </remarks>
internal sealed class GrpcCall(string address)
{
    private const int FrameHeaderSize = 5;

    // One for all addresses: it keeps a connection for each.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private readonly ConcurrentDictionary<string, Uri> _uris = new();

    /// <exception cref="GrpcException">The other side has answered with an error.</exception>
    /// <exception cref="HttpRequestException">The other side is not there.</exception>
    /// <exception cref="IOException">The other side went away.</exception>
    public async Task<TResponse> InvokeAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse>
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _uris.GetOrAdd(method, static (name, host) => new($"http://{host}/{name}"), address))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = ToContent(request),
        };
        message.Headers.TryAddWithoutValidation("te", "trailers");
        using var response = await Http.SendAsync(message, CancellationToken.None).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
        // An answer that is nothing but an error has its status among the headers.
        Check(response, response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers);
        if (body.Length < FrameHeaderSize || body[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) != body.Length - FrameHeaderSize)
            throw new GrpcException(GrpcStatus.Unknown, $"{method} was answered with something that is not one plain message.");
        return parser.ParseFrom(body, FrameHeaderSize, body.Length - FrameHeaderSize);
    }

    private static ByteArrayContent ToContent(IMessage request)
    {
        var size = request.CalculateSize();
        var frame = new byte[FrameHeaderSize + size];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)size);
        request.WriteTo(frame.AsSpan(FrameHeaderSize));
        var content = new ByteArrayContent(frame);
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        return content;
    }

    private static void Check(HttpResponseMessage response, HttpHeaders headers)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new GrpcException(GrpcStatus.Unknown, $"The answer is HTTP {(int)response.StatusCode}; is there an engine at {response.RequestMessage?.RequestUri?.Authority}?");
        var status = headers.TryGetValues("grpc-status", out var values) && int.TryParse(values.First(), CultureInfo.InvariantCulture, out var number)
            ? (GrpcStatus)number
            : GrpcStatus.Unknown;
        if (status == GrpcStatus.Ok)
            return;
        var detail = headers.TryGetValues("grpc-message", out var messages) ? Uri.UnescapeDataString(messages.First()) : $"status {(int)status}";
        throw new GrpcException(status, detail);
    }
}
