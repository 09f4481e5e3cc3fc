using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>The fields of one header. They are stored as positions; objects are created on first use.</summary>
internal sealed class HeaderBlock(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> raw, int bodyStart, HeaderBlock.Position[] positions)
{
    private readonly Position[] _positions = positions;
    private readonly MimeHeader?[] _fields = new MimeHeader?[positions.Length];
    private bool _complete;
    private IReadOnlyList<Encoding>? _charsets;

    public ReadOnlyMemory<byte> Raw { get; } = raw;

    /// <summary>The position in the message of the body that belongs to this header.</summary>
    public int BodyStart { get; } = bodyStart;

    /// <summary>Returns the charsets that are declared outside of this header, such as that of the message's text.</summary>
    public Func<IEnumerable<Encoding>>? Around { get; set; }

    /// <summary>The charsets that raw bytes beyond ASCII in these fields may have, the likeliest first.</summary>
    public IEnumerable<Encoding> Charsets
    {
        get
        {
            // The Content-Type is read here without them; otherwise it would need itself.
            _charsets ??= DeclaredCharsets.Of(
                Raw.Span, First("Content-Type") is { } type ? HeaderText.Unfold(type.RawValue.Span, header: null) : null);
            return Around is null ? _charsets : _charsets.Concat(Around());
        }
    }

    public IReadOnlyList<MimeHeader> All
    {
        get
        {
            for (var i = _complete ? _fields.Length : 0; i < _fields.Length; i++)
            {
                Field(i);
            }

            _complete = true;
            return _fields!;
        }
    }

    public MimeHeader? First(string name)
    {
        for (var i = 0; i < _positions.Length; i++)
        {
            if (IsNamed(i, name))
            {
                return Field(i);
            }
        }

        return null;
    }

    public IEnumerable<MimeHeader> Every(string name)
    {
        for (var i = 0; i < _positions.Length; i++)
        {
            if (IsNamed(i, name))
            {
                yield return Field(i);
            }
        }
    }

    private bool IsNamed(int i, string name)
    {
        var position = _positions[i];
        return position.NameLength == name.Length
            && Ascii.EqualsIgnoreCase(message.Span.Slice(position.Start, position.NameLength), name);
    }

    private MimeHeader Field(int i)
    {
        var (start, nameLength, valueStart, end) = _positions[i];
        return _fields[i] ??= new MimeHeader(this, message[start..end], nameLength, valueStart);
    }

    /// <summary>A field from <paramref name="Start"/> to <paramref name="End"/> in the message, and the offset of its value.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Position(int Start, int NameLength, int ValueStart, int End);
}
