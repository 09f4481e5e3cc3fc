using BenchmarkDotNet.Attributes;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Benchmarks.Mail;

/// <summary>Reads every message of the demo's mailboxes: what a sync needs of each, and what showing it needs.</summary>
[MemoryDiagnoser]
public class MimeReaderBenchmarks
{
    private byte[][] _messages = [];

    [GlobalSetup]
    public void Load() => _messages =
    [
        .. from account in SandboxMailboxes.CreateDemo(seed: 1, TimeProvider.System)
           from folder in account.Folders
           from message in folder.Messages
           select message.Raw.ToArray(),
    ];

    [Benchmark(Baseline = true)]
    public int Envelopes() => _messages.Sum(message => MimeReader.ReadHeaders(message).Subject.Length);

    [Benchmark]
    public int TextsAndAttachments() => _messages.Sum(raw =>
    {
        var message = MimeReader.Read(raw);
        return (message.TextBody?.Length ?? 0) + (message.HtmlBody?.Length ?? 0) + message.Attachments.Sum(part => part.Decode().Length);
    });
}
