using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Embedded.Engine.Providers.Random;

/// <summary>
/// Random numbers: cryptographic ones, or, with a seed, a sequence that the seed determines. (The official provider's
/// sequence for the same seed is another one.)
/// </summary>
internal sealed class RandomSource(string? seed = null)
{
    private ulong _counter;

    /// <summary>A number from 0 to <paramref name="limit"/> - 1, each as likely as any other.</summary>
    public ulong Below(ulong limit)
    {
        ArgumentOutOfRangeException.ThrowIfZero(limit);
        // The last, incomplete stretch of the range would favour small numbers.
        var excess = (ulong.MaxValue % limit + 1) % limit;
        ulong number;
        do
        {
            number = Next();
        }
        while (number > ulong.MaxValue - excess);

        return number % limit;
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[(int)Below((ulong)items.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var index = items.Count - 1; index > 0; index--)
        {
            var other = (int)Below((ulong)index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }

    private ulong Next()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (seed is null)
        {
            RandomNumberGenerator.Fill(bytes[..sizeof(ulong)]);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes($"{_counter++}:{seed}"), bytes);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
