using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>
/// A request that a WCF host of the same contract received, byte for byte, and the parts of its answer that clients read. All cases are in
/// one file, one block each: the title, the request, the answer. A line ends in CR LF, other bytes that are not printable are written as
/// <c>~0A~</c>, and names that occur in every message as <c>~soap11~</c>.
/// </summary>
/// <param name="Title">A number and what is special about it.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Reply">The envelope, or <c>fault code</c> if only the fault's code is compared, or nothing if only the status is.</param>
internal sealed partial record WireCase(string Title, byte[] Request, int Status, string Reply)
{
    private const string TitleMark = "==== ";
    private const string AnswerMark = "---- ";

    private static readonly (string Name, string Text)[] Names =
    [
        ("headers", $"<ApplicationToken xmlns=\"{ServiceNamespace.Services83}\">tok</ApplicationToken><Credentials xmlns=\"{ServiceNamespace.Services83}\"><Ticket>echo</Ticket></Credentials>"),
        ("services83", ServiceNamespace.Services83),
        ("soap11", EMailRequest.Soap11),
        ("soap12", EMailRequest.Soap12),
        ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("arrays", "http://schemas.microsoft.com/2003/10/Serialization/Arrays"),
    ];

    /// <summary>Where the cases are, as a path in the repository.</summary>
    public static readonly string[] File = ["Services83.EMail.Tests", "Soap", "Golden", "wire.txt"];

    /// <summary>What the title begins with.</summary>
    public string Number => Title.Split('-')[0];

    /// <summary>What follows the request's header lines.</summary>
    public ReadOnlySpan<byte> Body => Request.AsSpan(Request.AsSpan().IndexOf("\r\n\r\n"u8) + 4);

    public static IReadOnlyList<WireCase> All() => Read(System.IO.File.ReadAllText(Repository.PathOf(File)));

    public static IReadOnlyList<WireCase> Read(string file)
    {
        var cases = new List<WireCase>();
        foreach (var block in file.Split(TitleMark, StringSplitOptions.RemoveEmptyEntries))
        {
            var (title, rest) = Cut(block, "\n");
            var (request, answer) = Cut(rest, "\n" + AnswerMark);
            var (status, reply) = Cut(answer, "\n");
            cases.Add(new(title, Encoding.Latin1.GetBytes(Plain(request)), int.Parse(status, CultureInfo.InvariantCulture), Utf8(Plain(reply.TrimEnd('\n')))));
        }

        return cases;
    }

    /// <summary>The block of the file.</summary>
    public override string ToString() =>
        $"{TitleMark}{Title}\n{Escaped(Request)}\n{AnswerMark}{Status}\n{Escaped(Encoding.UTF8.GetBytes(Reply))}\n";

    private static (string Before, string After) Cut(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return (text[..at], text[(at + mark.Length)..]);
    }

    private static string Escaped(byte[] octets)
    {
        var text = Special().Replace(Encoding.Latin1.GetString(octets), match => match.Value == "\r\n" ? "\n" : $"~{(int)match.Value[0]:X2}~");
        return Names.Aggregate(text, (current, name) => current.Replace(name.Text, $"~{name.Name}~", StringComparison.Ordinal));
    }

    private static string Plain(string escaped)
    {
        var text = Names.Aggregate(escaped.Replace("\n", "\r\n", StringComparison.Ordinal), (current, name) => current.Replace($"~{name.Name}~", name.Text, StringComparison.Ordinal));
        return Octet().Replace(text, match => ((char)Convert.ToInt32(match.Groups["hex"].Value, 16)).ToString());
    }

    private static string Utf8(string octets) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets));

    [GeneratedRegex(@"\r\n|[^ -}]")]
    private static partial Regex Special();

    [GeneratedRegex("~(?<hex>[0-9A-F]{2})~", RegexOptions.ExplicitCapture)]
    private static partial Regex Octet();
}
