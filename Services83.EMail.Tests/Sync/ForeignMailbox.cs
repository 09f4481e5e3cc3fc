using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>What a server has, read by a client that shares nothing with ours: Python's imaplib.</summary>
internal static class ForeignMailbox
{
    private const string Script = """
        import base64, hashlib, imaplib, json, re, ssl, sys
        host, port, user, password = sys.argv[1:]
        imaplib._MAXLINE = 10000000
        client = imaplib.IMAP4_SSL(host, int(port), ssl_context=ssl._create_unverified_context())
        client.login(user, password)
        def decoded(name):
            part = lambda m: base64.b64decode(m[1].replace(',', '/') + '===').decode('utf-16-be') if m[1] else '&'
            return re.sub('&([^-]*)-', part, name)
        for line in client.list()[1]:
            if isinstance(line, tuple): line = line[0].rsplit(b'{', 1)[0] + b'"' + line[1].replace(b'\\', b'\\\\').replace(b'"', b'\\"') + b'"'
            if not line: continue
            attributes, quoted, atom = re.match(rb'\(([^)]*)\) (?:"(?:\\.|[^"])*"|NIL) (?:"((?:\\.|[^"])*)"|(.*))$', line).groups()
            if b'\\noselect' in attributes.lower() or b'\\nonexistent' in attributes.lower(): continue
            name = re.sub(rb'\\(.)', rb'\1', quoted) if quoted is not None else atom
            wire = '"' + name.decode().replace('\\', '\\\\').replace('"', '\\"') + '"'
            status, data = client.select(wire, readonly=True)
            if status != 'OK': raise Exception(wire, data)
            if int(data[0]) == 0: continue
            for item in client.uid('FETCH', '1:*', '(FLAGS BODY.PEEK[])')[1]:
                if not isinstance(item, tuple): continue
                uid = int(re.search(rb'UID (\d+)', item[0])[1])
                flags = re.search(rb'FLAGS \(([^)]*)\)', item[0])[1].decode().split()
                print(json.dumps([decoded(name.decode()), uid, flags, hashlib.sha256(item[1]).hexdigest()]))
        client.logout()
        """;

    public static Task<IReadOnlyList<MailboxLine>> ReadAsync(DovecotServer server, string user, CancellationToken cancellationToken) =>
        ReadAsync(server.Host, server.ImapsPort, user, DovecotServer.Password(user), cancellationToken);

    public static async Task<IReadOnlyList<MailboxLine>> ReadAsync(
        string host, int tlsPort, string user, string password, CancellationToken cancellationToken)
    {
        using var python = Start("-c", Script, host, tlsPort.ToString(CultureInfo.InvariantCulture), user, password);
        var errors = python.StandardError.ReadToEndAsync(cancellationToken);
        var output = await python.StandardOutput.ReadToEndAsync(cancellationToken);
        await python.WaitForExitAsync(cancellationToken);
        Assert.That(python.ExitCode, Is.Zero, await errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(Line)
            .OrderBy(line => line.Folder, StringComparer.Ordinal).ThenBy(line => line.Uid)];
    }

    private static MailboxLine Line(string json)
    {
        var fields = JsonDocument.Parse(json).RootElement;
        var flags = fields[2].EnumerateArray().Select(flag => flag.GetString()!.TrimStart('\\'))
            .Where(flag => flag != "Recent" && Enum.TryParse<EMailFlags>(flag, out _))
            .Aggregate(default(EMailFlags), (all, flag) => all | Enum.Parse<EMailFlags>(flag));
        return new(fields[0].GetString()!, fields[1].GetUInt32(), flags.ToString(), fields[3].GetString()!.ToUpperInvariant()[..16]);
    }

    private static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PYTHONIOENCODING"] = "utf-8" },
            })!;
        }
        catch (Win32Exception)
        {
            const string reason = "This test needs python3: apt-get install python3";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(reason);
            }

            Assert.Ignore(reason);
            throw;
        }
    }
}
