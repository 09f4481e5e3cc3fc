using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Storage.Moving;

/// <summary>A row in the form that is compared: the same for both databases if they hold the same.</summary>
/// <param name="Hash">SHA-256 of all columns, each as one byte for its kind, its length and its bytes.</param>
/// <param name="Key">The values of the primary key.</param>
/// <param name="Bytes">Length of its texts and byte columns.</param>
internal sealed record RowDigest(byte[] Hash, IReadOnlyList<object> Key, long Bytes)
{
    private const int BufferBytes = 81920;

    /// <summary>Reads each column once and in order, and long ones in parts: a row may be larger than the memory for it.</summary>
    /// <param name="reader">At the row.</param>
    /// <param name="table">Of the row.</param>
    /// <param name="open">Gives the bytes of the column with a number.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<RowDigest> ReadAsync(DbDataReader reader, TableShape table, Func<int, Stream> open, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var key = new object[table.Key.Length];
        long bytes = 0;
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var kind = table.Columns[i].Kind;
            if (await reader.IsDBNullAsync(i, cancellationToken))
            {
                hash.AppendData([0]);
                continue;
            }

            if (kind == ColumnKind.Bytes)
            {
                bytes += await AppendStreamAsync(hash, open(i), cancellationToken);
                continue;
            }

            var value = RowValue.Read(reader, i, kind);
            bytes += Append(hash, value);
            if (table.Key.IndexOf(i) is >= 0 and var place)
            {
                key[place] = value;
            }
        }

        return new(hash.GetHashAndReset(), key, bytes);
    }

    /// <summary>Less than zero if this row comes before the other one in the order of the key.</summary>
    public int CompareKey(RowDigest other) => Key.Zip(other.Key, Compare).FirstOrDefault(result => result != 0);

    private static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        _ => Comparer<object>.Default.Compare(left, right),
    };

    private static long Append(IncrementalHash hash, object value)
    {
        if (value is string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            AppendStart(hash, ColumnKind.Text, utf8.Length);
            hash.AppendData(utf8);
            return utf8.Length;
        }

        AppendStart(hash, value is bool ? ColumnKind.YesNo : ColumnKind.Number, value is bool isTrue ? Convert.ToInt64(isTrue) : (long)value);
        return 0;
    }

    private static async Task<long> AppendStreamAsync(IncrementalHash hash, Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            AppendStart(hash, ColumnKind.Bytes, stream.Length);
            var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    hash.AppendData(buffer, 0, count);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return stream.Length;
        }
    }

    private static void AppendStart(IncrementalHash hash, ColumnKind kind, long number)
    {
        Span<byte> start = stackalloc byte[1 + sizeof(long)];
        start[0] = (byte)((int)kind + 1);
        BinaryPrimitives.WriteInt64LittleEndian(start[1..], number);
        hash.AppendData(start);
    }
}
