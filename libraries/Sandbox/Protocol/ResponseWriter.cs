using System.Buffers;
using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Buffers responses and applies the faults that are inside the bytes of a reply.</summary>
internal sealed class ResponseWriter(Stream stream)
{
    private const int FlushAt = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private int _literals;

    /// <summary>Set by the script of faults, for one reply.</summary>
    public LiteralCut? Cut { get; set; }

    /// <summary>Set by the script of faults, for one reply.</summary>
    public Func<string, string>? Rewrite { get; set; }

    /// <summary>Called when nothing more must be sent inside a literal; ends when the client disconnects.</summary>
    public required Func<CancellationToken, Task> HangAsync { get; init; }

    public Task LineAsync(string line, CancellationToken cancellationToken)
    {
        WriteText(line + "\r\n");
        return FlushIfFullAsync(cancellationToken);
    }

    /// <summary>Writes the beginning of a line and a literal; the line continues after it.</summary>
    public async Task LiteralAsync(string lineStart, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        WriteText($"{lineStart}{{{octets.Length}}}\r\n");
        await ContentAsync(octets, cancellationToken);
    }

    /// <summary>Writes the content of a message, cut where the script of faults says.</summary>
    public async Task ContentAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (Cut is { } cut && ++_literals == cut.Literal)
        {
            _buffer.Write(octets.Span[..Math.Min(cut.AfterBytes, octets.Length)]);
            await FlushAsync(cancellationToken);
            if (cut.ThenHang)
            {
                await HangAsync(cancellationToken);
            }

            throw new ConnectionDroppedException("Cut inside a literal");
        }

        _buffer.Write(octets.Span);
        await FlushIfFullAsync(cancellationToken);
    }

    /// <summary>Ends a reply: sends it and resets its faults.</summary>
    public async Task EndReplyAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        Cut = null;
        Rewrite = null;
        _literals = 0;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _buffer.ResetWrittenCount();
    }

    private Task FlushIfFullAsync(CancellationToken cancellationToken) =>
        _buffer.WrittenCount < FlushAt ? Task.CompletedTask : FlushAsync(cancellationToken);

    // Latin-1, so that a scripted line can contain any byte.
    private void WriteText(string text) => _buffer.Write(Encoding.Latin1.GetBytes(Rewrite is null ? text : Rewrite(text)));
}
