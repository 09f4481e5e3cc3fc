using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>
/// Writes XML like WCF's text writer: no declaration, no white space, empty elements closed at once. The output stays in rented blocks
/// until it is sent; large binary values are not copied, they are encoded while they are sent. A reply that becomes too large is a <see
/// cref="ServiceModel.FaultException"/>.
/// </summary>
public sealed class ContractWriter(ReplyLimits? limits = null) : IDisposable
{
    private const int FirstBlock = 4 * 1024;
    private const int Block = 64 * 1024;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c is not ('\t' or '\n')), '<', '>', '&', '\uFFFE', '\uFFFF']);

    private readonly List<ReplyBlock> _blocks = [];
    private readonly List<(XmlNamespace Namespace, int Prefix)> _scope = [];
    private byte[] _block = ArrayPool<byte>.Shared.Rent(FirstBlock);
    private int _used;
    private long _written;
    private long _held;
    private BudgetClaim? _claim;

    /// <summary>Converts each date to the form that the client needs; null for no conversion.</summary>
    public Func<DateTime, DateTime>? Dates { get; set; }

    /// <summary>Bytes that <see cref="CopyToAsync"/> will send.</summary>
    public long Length => _written + _used;

    /// <summary>Declares a prefix for the following elements, until <see cref="EndScope"/>.</summary>
    public void BeginScope(XmlNamespace ns, int prefix) => _scope.Add((ns, prefix));

    /// <summary>Declares the next free letter for the namespace.</summary>
    public int BeginScope(XmlNamespace ns)
    {
        var prefix = Prefixes.FirstLetter;
        while (_scope.Exists(scope => scope.Prefix == prefix))
        {
            prefix++;
        }

        BeginScope(ns, prefix);
        return prefix;
    }

    public void EndScope() => _scope.RemoveAt(_scope.Count - 1);

    public void WriteStart(ElementTag tag, ReadOnlySpan<byte> attributes = default)
    {
        WriteRaw(tag.Open(PrefixOf(tag.Namespace)));
        WriteRaw(attributes);
        WriteRaw(">"u8);
    }

    public void WriteEnd(ElementTag tag) => WriteRaw(tag.Close(PrefixOf(tag.Namespace)));

    public void WriteEmpty(ElementTag tag, ReadOnlySpan<byte> attributes = default)
    {
        WriteRaw(tag.Open(PrefixOf(tag.Namespace)));
        WriteRaw(attributes);
        WriteRaw("/>"u8);
    }

    public void WriteNil(ElementTag tag, ReadOnlySpan<byte> attributes = default)
    {
        WriteRaw(tag.Open(PrefixOf(tag.Namespace)));
        WriteRaw(" i:nil=\"true\""u8);
        WriteRaw(attributes);
        WriteRaw("/>"u8);
    }

    /// <summary>Writes text that is XML already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _block.Length - _used)
        {
            var part = _block.Length - _used;
            bytes[..part].CopyTo(_block.AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
            NextBlock(Block);
        }

        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Writes text. A character that XML 1.0 forbids becomes U+FFFD: mail often contains such characters, and one would make the
    /// whole reply invalid.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var special = text.IndexOfAny(Special);
            if (special < 0)
            {
                WriteUtf8(text);
                return;
            }

            WriteUtf8(text[..special]);
            WriteRaw(text[special] switch
            {
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '&' => "&amp;"u8,
                '\r' => "&#xD;"u8,
                _ => "\uFFFD"u8,
            });
            text = text[(special + 1)..];
        }
    }

    public void WriteNumber(long value)
    {
        Ensure(20);
        Utf8Formatter.TryFormat(value, _block.AsSpan(_used), out var written);
        _used += written;
    }

    public void WriteBase64(byte[] value)
    {
        if (value.Length > Block)
        {
            NextBlock(Block);
            Add(ReplyBlock.Binary(value));
            return;
        }

        var length = Base64.GetMaxEncodedToUtf8Length(value.Length);
        Ensure(length);
        Base64.EncodeToUtf8(value, _block.AsSpan(_used), out _, out var written);
        _used += written;
    }

    /// <summary>Sends everything and returns the rented memory.</summary>
    public async Task CopyToAsync(System.IO.Pipelines.PipeWriter output, CancellationToken cancellation)
    {
        foreach (var block in _blocks)
        {
            await block.CopyToAsync(output, cancellation);
        }

        output.Write(_block.AsSpan(0, _used));
        await output.FlushAsync(cancellation);
    }

    /// <summary>Discards the output.</summary>
    public void Clear()
    {
        foreach (var block in _blocks)
        {
            block.Dispose();
        }

        _blocks.Clear();
        _scope.Clear();
        _used = 0;
        _written = _held = 0;
        _claim?.Dispose();
        _claim = null;
    }

    public void Dispose()
    {
        Clear();
        ArrayPool<byte>.Shared.Return(_block);
        _block = [];
    }

    /// <summary>Text without special characters; a lone surrogate becomes U+FFFD.</summary>
    private void WriteUtf8(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (_block.Length - _used < 4)
            {
                NextBlock(Block);
            }

            Utf8.FromUtf16(text, _block.AsSpan(_used), out var read, out var written);
            _used += written;
            text = text[read..];
        }
    }

    private int PrefixOf(XmlNamespace ns)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_scope[i].Namespace, ns))
            {
                return _scope[i].Prefix;
            }
        }

        throw new InvalidOperationException($"Namespace '{ns.Uri}' is not in scope.");
    }

    private void Ensure(int bytes)
    {
        if (_block.Length - _used < bytes)
        {
            NextBlock(Math.Max(bytes, Block));
        }
    }

    private void NextBlock(int size)
    {
        Pay(size);
        var next = ArrayPool<byte>.Shared.Rent(size);
        var full = ReplyBlock.Rented(_block, _used);
        _block = next;
        _used = 0;
        Add(full);
    }

    private void Add(ReplyBlock block)
    {
        _blocks.Add(block);
        _written += block.Length;
        if (_written > limits?.MaxBytes)
        {
            throw ProtocolFault.ReplyTooLarge();
        }
    }

    private void Pay(int bytes)
    {
        _held += bytes;
        if (_held > ReplyLimits.FreeSize && limits is not null)
        {
            (_claim ??= limits.Claim()).Take(bytes);
        }
    }
}
