using System.Buffers.Binary;
using System.Text;

namespace Infra.Tests.Embedded.Engine.Protocol;

/// <summary>A gRPC call as bytes on a connection, and a client of two lines: what an attacker needs, with no library between.</summary>
internal static class RawCall
{
    /// <summary>
    /// Sends its standard input to the loopback port that is its first argument and says how many bytes came back until the
    /// call was answered or the connection closed.
    /// </summary>
    public const string Client =
        """
        export LC_ALL=C
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit
        cat >&3
        answer=
        while IFS= read -r -N1 byte <&3 && [[ $answer != *grpc-status* ]]; do answer+=$byte; done
        echo "${#answer} bytes came back"
        """;

    public const string Nothing = "0 bytes came back\n";

    /// <summary>A log message to the engine.</summary>
    public static byte[] Log(string message) => Call("/pulumirpc.Engine/Log", [.. Varint(1, 1), .. Text(2, message)]);

    /// <summary>The registration of a custom resource without properties.</summary>
    public static byte[] Register(string type, string name) =>
        Call("/pulumirpc.ResourceMonitor/RegisterResource", [.. Text(1, type), .. Text(2, name), .. Varint(4, 1)]);

    private static byte[] Call(string path, byte[] message)
    {
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        byte[] headers =
        [
            0x83, 0x86, // :method POST, :scheme http
            0x04, .. Literal(path), 0x01, .. Literal("127.0.0.1"), // :path, :authority
            0x0f, 0x10, .. Literal("application/grpc"), // content-type
            0x00, .. Literal("te"), .. Literal("trailers"),
        ];
        return
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Frame(type: 4, flags: 0, stream: 0, []),
            .. Frame(type: 1, flags: 4, stream: 1, headers),
            .. Frame(type: 0, flags: 1, stream: 1, [.. prefix, .. message]),
        ];
    }

    private static byte[] Frame(byte type, byte flags, byte stream, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];

    private static byte[] Literal(string text) => [checked((byte)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Text(int field, string text) => [(byte)((field << 3) | 2), .. Literal(text)];

    private static byte[] Varint(int field, byte value) => [(byte)(field << 3), value];
}
