using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Reports;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Reads all properties of a message, and checks what must be true for any bytes.</summary>
internal static class Everything
{
    public static void Of(ReadOnlyMemory<byte> raw)
    {
        var message = MimeReader.Read(raw);
        Assert.That(message.Raw.Equals(raw), Is.True);
        Envelope(message);
        Envelope(MimeReader.ReadHeaders(raw));
        foreach (var text in new[] { message.TextBody, message.HtmlBody })
        {
            if (text is not null && text.Contains('\0'))
            {
                throw new AssertionException("NUL in a text");
            }
        }

        Report(DeliveryReport.Read(message));
        var stripped = message.WithoutAttachments();
        // Not Is.EqualTo, which compares a megabyte as a million objects.
        if (message.Attachments.Count == 0 && !stripped.AsSpan().SequenceEqual(raw.Span))
        {
            throw new AssertionException("other octets without attachments, though there are none");
        }

        // If nothing else remains, there is one empty part.
        if (stripped.Length > raw.Length + 2)
        {
            throw new AssertionException("more without attachments than with them");
        }

        var parts = 0;
        Part(message.Root, ref parts);
        if (message.Attachments.Count > parts)
        {
            throw new AssertionException("more attachments than parts");
        }
    }

    private static void Report(DeliveryReport? report)
    {
        foreach (var one in report?.Recipients ?? [])
        {
            NoControls(one.Address + one.OriginalAddress + one.Status + one.RemoteServer + one.Diagnostic + report!.ReportingServer);
        }
    }

    private static void Envelope(MimeEnvelope envelope)
    {
        NoControls(envelope.Subject);
        NoControls(envelope.MessageId);
        NoControls(envelope.InReplyTo);
        foreach (var header in envelope.Headers)
        {
            NoControls(header.Name + header.Value);
        }

        foreach (var id in envelope.References)
        {
            NoControls(id);
        }

        foreach (var list in new[] { envelope.FromAll, envelope.Sender, envelope.To, envelope.Cc, envelope.Bcc })
        {
            foreach (var address in list)
            {
                NoControls(address.DisplayName + address.Address);
                if (address is { DisplayName: "", Address: "" })
                {
                    throw new AssertionException("an address of nothing");
                }
            }
        }

        _ = envelope.Date;
        if (!Enum.IsDefined(envelope.Priority))
        {
            throw new AssertionException("priority");
        }
    }

    private static void Part(MimePart part, ref int parts)
    {
        parts++;
        if (part.Decode().Length != part.DecodedSize)
        {
            throw new AssertionException($"decoded size of {part}");
        }

        if (!part.Raw.Span.EndsWith(part.RawBody.Span))
        {
            throw new AssertionException($"octets of {part}");
        }

        if (part.Parent is { } parent && !parent.RawBody.Span.Overlaps(part.Raw.Span) && !part.Raw.IsEmpty)
        {
            throw new AssertionException($"{part} lies outside of its parent");
        }

        if (part.FileName is { } name && (name.Length == 0 || name.IndexOfAny(['/', '\\', '\0', '\n']) >= 0
            || Encoding.UTF8.GetByteCount(name) > MimeLimits.FileName))
        {
            throw new AssertionException($"file name {name}");
        }

        NoControls(part.ContentId + part.Description);
        _ = (part.DecodeText(), part.IsInline, part.Disposition);
        if (part.ContentType.IsMessage)
        {
            Envelope(MimeReader.Read(part.Decode()));
        }

        foreach (var child in part.Children)
        {
            Part(child, ref parts);
        }
    }

    private static void NoControls(string? text)
    {
        if (text is not null && text.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0)
        {
            throw new AssertionException($"control character in {text}");
        }
    }
}
