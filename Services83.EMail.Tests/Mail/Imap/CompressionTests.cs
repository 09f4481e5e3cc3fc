using System.IO.Compression;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>COMPRESS=DEFLATE against a server that does it badly.</summary>
[CancelAfter(30_000)]
public sealed class CompressionTests
{
    [Test]
    public async Task What_comes_in_one_piece_with_the_consent_is_compressed_already(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("COMPRESS=DEFLATE");
            var tag = await session.ExpectAsync("COMPRESS DEFLATE");
            await session.SendAsync([.. Encoding.ASCII.GetBytes($"{tag} OK go\r\n"), .. Deflated("* OK [CAPABILITY IMAP4rev1 X-NEW] hi\r\nA2 OK done\r\n")]);
            await session.HangAsync();
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(await client.CompressAsync(cancellationToken), Is.True);
        await client.NoopAsync(cancellationToken);

        Assert.That(client.IsCompressed, Is.True);
        Assert.That(client.Capabilities.Has("X-NEW"), Is.True);
    }

    [Test]
    public async Task Without_the_capability_nothing_is_sent(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(await client.CompressAsync(cancellationToken), Is.False);
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public async Task A_refusal_leaves_the_line_as_it_was(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("COMPRESS=DEFLATE");
            await session.AnswerAsync("COMPRESS DEFLATE", "TAG NO [COMPRESSIONACTIVE] by TLS\r\n");
            await session.AnswerAsync("NOOP", "TAG OK\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapCommandException>(() => client.CompressAsync(cancellationToken))).ResponseCode, Is.EqualTo("COMPRESSIONACTIVE"));
        Assert.That(client.IsCompressed, Is.False);
        await client.NoopAsync(cancellationToken);
    }

    [TestCase("* OK ", "MaxLineLength")]
    [TestCase("* 1 FETCH (BODY[] {50000000}\r\n", "MaxLiteralBytes")]
    public async Task Limits_hold_for_what_unpacks_from_little(string beginning, string limit, CancellationToken cancellationToken)
    {
        var bomb = Deflated(beginning + new string(' ', 50_000_000));
        Assert.That(bomb.Length, Is.LessThan(500_000));
        await using var server = CompressingServer(bomb);
        var options = server.Options with { MaxLineLength = 100_000, MaxLiteralBytes = 1_000_000 };
        await using var client = await ImapClient.ConnectAsync(options, cancellationToken);
        await client.CompressAsync(cancellationToken);

        var error = await Assert.CatchAsync<ImapProtocolException>(() => client.NoopAsync(cancellationToken));

        Assert.That(error.Message, Does.Contain(limit));
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task What_cannot_be_unpacked_ends_the_connection(CancellationToken cancellationToken)
    {
        await using var server = CompressingServer([0xff, 0xff, 0xff, 0xff, 0xff]);
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);
        await client.CompressAsync(cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapProtocolException>(() => client.NoopAsync(cancellationToken))).Message, Does.Contain("compressed data"));
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task An_end_in_the_midst_is_a_broken_connection(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("COMPRESS=DEFLATE");
            await session.AnswerAsync("COMPRESS", "TAG OK\r\n");
            await session.SendAsync(Deflated("* OK half a li"));
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);
        await client.CompressAsync(cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapConnectionException>(() => client.NoopAsync(cancellationToken))).IsTransient, Is.True);
    }

    private static ScriptedImapServer CompressingServer(byte[] afterwards) => ScriptedImapServer.Start(async session =>
    {
        await session.GreetAsync("COMPRESS=DEFLATE");
        await session.AnswerAsync("COMPRESS", "TAG OK\r\n");
        await session.SendAsync(afterwards);
        await session.HangAsync();
    });

    /// <summary>Flushed but not finished, as servers send it.</summary>
    private static byte[] Deflated(string text)
    {
        using var compressed = new MemoryStream();
        using var deflate = new DeflateStream(compressed, CompressionLevel.Optimal);
        deflate.Write(Encoding.ASCII.GetBytes(text));
        deflate.Flush();
        return compressed.ToArray();
    }
}
