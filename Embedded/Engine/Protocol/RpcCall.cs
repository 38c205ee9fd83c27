using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;

namespace Embedded.Engine.Protocol;

/// <summary>A unary gRPC call on HTTP/2: one length-prefixed message in, one out, the status in the trailers.</summary>
internal static class RpcCall
{
    // As Pulumi has it: a program can send a file's whole content as a property.
    private const int MaximumMessageSize = 400 * 1024 * 1024;
    private const int PrefixLength = 5;
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";

    /// <summary>Reads a request of its type, has it handled, and gives back the answer.</summary>
    public delegate Task<IMessage> Handler(ReadOnlySequence<byte> message);

    public static Handler Unary<TRequest, TResponse>(MessageParser<TRequest> parser, Func<TRequest, Task<TResponse>> handle)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage =>
        async message =>
        {
            TRequest request;
            try
            {
                request = parser.ParseFrom(message);
            }
            catch (InvalidProtocolBufferException exception)
            {
                throw new RpcException(RpcStatus.InvalidArgument, exception.Message);
            }
            return await handle(request);
        };

    public static async Task ServeAsync(IFeatureCollection call, Handler? handler)
    {
        var response = call.Get<IHttpResponseFeature>()!;
        response.Headers.ContentType = "application/grpc";
        try
        {
            if (handler is null)
                throw new RpcException(RpcStatus.Unimplemented, "This engine does not serve that call.");
            var answer = await HandleAsync(call.Get<IRequestBodyPipeFeature>()!, handler);
            var writer = call.Get<IHttpResponseBodyFeature>()!.Writer;
            Write(writer, answer);
            await writer.FlushAsync();
            call.Get<IHttpResponseTrailersFeature>()!.Trailers[StatusHeader] = Text(RpcStatus.Ok);
        }
        catch (RpcException exception)
        {
            response.Headers[StatusHeader] = Text(exception.Status);
            response.Headers[MessageHeader] = Encode(exception.Message);
        }
    }

    private static async Task<IMessage> HandleAsync(IRequestBodyPipeFeature body, Handler handler)
    {
        var reader = body.Reader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (Message(read.Buffer) is { } message)
            {
                // The handler reads the message before it first waits, and the buffer is needed no longer than that.
                var answer = handler(message);
                reader.AdvanceTo(read.Buffer.End);
                return await answer;
            }
            if (read.IsCompleted)
                throw new RpcException(RpcStatus.InvalidArgument, "The call ended before its message did.");
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ReadOnlySequence<byte>? Message(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < PrefixLength)
            return null;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] != 0)
            throw new RpcException(RpcStatus.Unimplemented, "This engine reads no compressed messages.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > MaximumMessageSize)
            throw new RpcException(RpcStatus.ResourceExhausted, $"The message of {length} bytes is longer than {MaximumMessageSize}.");
        return buffer.Length < PrefixLength + length ? null : buffer.Slice(PrefixLength, length);
    }

    private static void Write(PipeWriter writer, IMessage message)
    {
        var prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.CalculateSize());
        writer.Advance(PrefixLength);
        message.WriteTo(writer);
    }

    private static string Text(RpcStatus status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    // Headers are printable ASCII; all else travels percent-encoded.
    private static string Encode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var value in Encoding.UTF8.GetBytes(message))
            if (value is < (byte)' ' or > (byte)'~' or (byte)'%')
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            else
                encoded.Append((char)value);
        return encoded.ToString();
    }
}

/// <summary>The statuses of gRPC that this engine answers with.</summary>
internal enum RpcStatus
{
    Ok = 0,
    Unknown = 2,
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
}

/// <summary>A call that ends with a status other than success.</summary>
internal sealed class RpcException(RpcStatus status, string message) : Exception(message)
{
    public RpcStatus Status { get; } = status;
}
