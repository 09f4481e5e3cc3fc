using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>What Python's <c>email</c> package reads from messages: another reader to compare with.</summary>
internal static class PythonEmail
{
    private const string Script = """
        import sys, json, hashlib, struct
        from email import message_from_bytes
        from email.header import decode_header
        from email.utils import getaddresses, parsedate_tz, mktime_tz, collapse_rfc2231_value

        def text(value):
            out = []
            for piece, charset in decode_header(value):
                if isinstance(piece, str): out.append(piece)
                else: out.append(piece.decode('utf-8' if charset in (None, 'unknown-8bit') else charset, 'replace'))
            return ' '.join(''.join(out).split())

        def read(octets):
            m = message_from_bytes(octets)
            addresses = lambda name: [[text(n), a] for n, a in getaddresses([str(v) for v in m.get_all(name, [])]) if n or a]
            date = parsedate_tz(str(m.get('Date', '')))
            try: moment = mktime_tz(date) if date else None
            except (ValueError, OverflowError): moment = None
            leaves = []
            def walk(p):
                if p.is_multipart() and p.get_content_maintype() == 'multipart':
                    for c in p.get_payload(): walk(c)
                elif p.get_content_maintype() == 'message':
                    leaves.append([p.get_content_type(), None, None])
                else:
                    data = p.get_payload(decode=True) or b''
                    name = p.get_filename()
                    leaves.append([p.get_content_type(), text(name) if name else None, hashlib.sha256(data).hexdigest()])
            walk(m)
            return dict(subject=text(m.get('Subject', '')), to=addresses('To'), cc=addresses('Cc'), date=moment,
                        message_id=(m.get('Message-ID') or None), leaves=leaves)

        data = sys.stdin.buffer
        while True:
            head = data.read(4)
            if len(head) < 4: break
            octets = data.read(struct.unpack('<I', head)[0])
            try: print(json.dumps(read(octets)))
            except Exception as e: print(json.dumps(dict(error=type(e).__name__ + ': ' + str(e))))
        """;

    public static async Task<List<JsonElement>> ReadAsync(IReadOnlyList<byte[]> messages, CancellationToken cancellationToken)
    {
        using var process = Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (var message in messages)
        {
            await process.StandardInput.BaseStream.WriteAsync(BitConverter.GetBytes(message.Length), cancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(message, cancellationToken);
        }

        process.StandardInput.Close();
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken);
        return [.. lines.Select(l => JsonDocument.Parse(l).RootElement.Clone())];
    }

    private static Process Start()
    {
        var info = new ProcessStartInfo("python3")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, ArgumentList = { "-c", Script },
        };
        try
        {
            return Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("python3 is needed where CI=true");
            Assert.Ignore("python3 is not installed");
            throw;
        }
    }
}
