using System.Globalization;
using System.Text;

namespace Services83.EMail.Sandbox.Demo;

/// <summary>Contents for attachments: small, but valid, so that a viewer can open them.</summary>
internal static class DemoFiles
{
    /// <summary>A blueberry, 12 by 12 pixels.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAYAAABWdVznAAAAJUlEQVR42mNgoAS4OU77jw2TpBirJkKKMTSNSA0kBytZEUcsAADO"
        + "eLmhziZk6gAAAABJRU5ErkJggg==");

    /// <summary>One page with one line of text.</summary>
    public static byte[] Pdf(string line)
    {
        var content = $"BT /F1 18 Tf 72 720 Td ({line}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var number = 1; number <= objects.Length; number++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }
        var xref = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        pdf.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return DemoMime.Ascii(pdf.ToString());
    }

    /// <summary>A table of readings of about the given size in bytes.</summary>
    public static byte[] Readings(int size)
    {
        var table = new StringBuilder("hour;sensor;value\r\n");
        for (var row = 0; table.Length < size; row++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{row / 8};S{row % 8};{(row * 7919) % 1000 / 10.0:F1}\r\n");
        }

        return DemoMime.Ascii(table.ToString());
    }
}
