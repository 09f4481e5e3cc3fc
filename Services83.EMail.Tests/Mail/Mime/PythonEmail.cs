using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>What Python's <c>email</c> package reads from messages: another reader to compare with.</summary>
internal static class PythonEmail
{
    private const string Script = """
        import sys, json, hashlib, struct, codecs, re
        from email import message_from_bytes
        from email.header import decode_header
        from email.utils import getaddresses, parsedate_tz, mktime_tz

        def text(value):
            out = []
            for piece, charset in decode_header(value):
                if isinstance(piece, str): out.append(piece)
                else: out.append(piece.decode('utf-8' if charset in (None, 'unknown-8bit') else charset, 'replace'))
            return ' '.join(''.join(out).split())

        def moment(value):
            date = parsedate_tz(value)
            try: return mktime_tz(date) if date else None
            except (ValueError, OverflowError): return None

        # What docs/mime-reader.md says of charsets, so that no difference in them hides another one.
        codecs.register_error('as-it-is', lambda e: (chr(e.object[e.start]), e.start + 1))
        supersets = {'iso-8859-1': 'cp1252', 'gb2312': 'gb18030', 'big5': 'cp950', 'shift_jis': 'cp932', 'euc-kr': 'cp949'}

        def guessed(data, declared=()):
            for charset in ('utf-8', *declared):
                try: found = data.decode(supersets.get(charset, charset))
                except (UnicodeDecodeError, LookupError): continue
                if charset == 'utf-8' or not re.search('[\ue000-\uf8ff]', found): return found
            return data.decode('cp1252', 'as-it-is')

        def nearby(m):
            words = re.findall(r'=\?([^?*]{1,75})[?*]', '\n'.join(str(v) for n, v in m.raw_items()))
            texts = [p.get_content_charset() for p in leaves(m) if p.get_content_maintype() == 'text']
            unfit = (None, '', 'us-ascii', 'utf-8', 'utf-7', 'utf-16', 'iso-2022-jp')
            usable = lambda found: [c.lower() for c in found if c is not None and c.lower() not in unfit][:1]
            return usable([m.get_content_charset()]) + usable(words) + usable(texts)

        def values(m, name):
            found = [v.encode('utf-8', 'surrogateescape') for n, v in m.raw_items() if n.lower() == name]
            return [guessed(v, () if v.isascii() else nearby(m)) for v in found]

        def first(m, name): return (values(m, name) or [''])[0]

        def decoded(p):
            data, charset = p.get_payload(decode=True) or b'', p.get_content_charset('us-ascii')
            if charset == 'us-ascii': return guessed(data)
            try: return data.decode(supersets.get(charset, charset), 'as-it-is' if charset == 'iso-8859-1' else 'replace')
            except LookupError: return guessed(data)

        def leaves(p):
            if p.is_multipart() and p.get_content_maintype() == 'multipart':
                for c in p.get_payload(): yield from leaves(c)
            else: yield p

        def leaf(p):
            name = p.get_filename()
            name = text(name) if name else None
            if p.get_content_maintype() == 'message': return [p.get_content_type(), name, None, None]
            data = p.get_payload(decode=True) or b''
            return [p.get_content_type(), name, hashlib.sha256(data).hexdigest(), len(data)]

        # The rules by which docs/mime-reader.md tells the two texts from the attachments, over Python's parts.
        def sort(m):
            texts, attachments, undivided = {}, [], None
            for p in leaves(m):
                kind, root = p.get_content_type(), p is m
                if not p.keys() and not p.get_payload(): continue
                multi = p.get_content_maintype() == 'multipart'
                if multi and not root and not str(p.get_payload()).strip(): continue
                disposition = p.get_content_disposition()
                named = p.get_param('filename', None, 'content-disposition') is not None and not root
                if multi and root: kind = 'text/plain'
                elif disposition not in (None, '', 'inline') or named: kind = None
                if kind in ('text/plain', 'text/html') and kind not in texts: texts[kind] = p
                else:
                    attachments.append(p)
                    if multi and undivided is None: undivided = p
            if 'text/plain' not in texts and undivided is not None:
                texts['text/plain'] = undivided
                attachments.remove(undivided)
            return [decoded(texts[k]) if k in texts else None for k in ('text/plain', 'text/html')], attachments

        def read(m):
            addresses = lambda name: [[text(n), a] for n, a in getaddresses(values(m, name)) if n or a]
            (plain, html), attachments = sort(m)
            inner = [p.get_payload()[0] for p in leaves(m) if p.get_content_type() == 'message/rfc822' and p.is_multipart()]
            return dict(subject=text(first(m, 'subject')), **{'from': addresses('from')}, to=addresses('to'), cc=addresses('cc'),
                        date=moment(first(m, 'date')), message_id=first(m, 'message-id') or None, text=plain, html=html,
                        leaves=[leaf(p) for p in leaves(m)], attachments=[leaf(p) for p in attachments], inner=[read(i) for i in inner])

        data = sys.stdin.buffer
        while True:
            head = data.read(4)
            if len(head) < 4: break
            octets = data.read(struct.unpack('<I', head)[0])
            try: print(json.dumps(read(message_from_bytes(octets))))
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
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail("python3 is needed where CI=true");
            }

            Assert.Ignore("python3 is not installed");
            throw;
        }
    }
}
