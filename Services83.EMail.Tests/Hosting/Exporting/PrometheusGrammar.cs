using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Services83.EMail.Tests.Hosting.Exporting;

/// <summary>Reads the text format of Prometheus, version 0.0.4, and refuses what its description does not allow.</summary>
internal sealed partial class PrometheusGrammar
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    private PrometheusGrammar()
    {
    }

    /// <summary>The type of each metric.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The value of each sample, by its name and labels as written.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static PrometheusGrammar Read(string text)
    {
        Assert.That(text, Does.EndWith("\n"), "the last line has to end");
        var read = new PrometheusGrammar();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            read.Add(line);
        }

        read.CheckHistograms();
        return read;
    }

    private void Add(string line)
    {
        if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            var words = line.Split(' ');
            Assert.That(words, Has.Length.EqualTo(4), line);
            Assert.That(words[3], Is.AnyOf("counter", "gauge", "histogram"), line);
            Assert.That(_types.TryAdd(words[2], words[3]), Is.True, $"a second type: {line}");
        }
        else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            AddSample(line);
        }
    }

    private void AddSample(string line)
    {
        var match = Sample().Match(line);
        Assert.That(match.Success, Is.True, line);
        var name = match.Groups["name"].Value;
        Assert.That(_types.ContainsKey(name) || _types.GetValueOrDefault(Suffix().Replace(name, "")) == "histogram", Is.True, $"no type before {line}");
        var value = match.Groups["value"].Value;
        var number = value.EndsWith("Inf", StringComparison.Ordinal) ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture);
        Assert.That(_samples.TryAdd(line[..line.LastIndexOf(' ')], number), Is.True, $"twice: {line}");
    }

    /// <summary>Buckets count all that is not above their bound, so they grow; the last one counts everything.</summary>
    private void CheckHistograms()
    {
        foreach (var series in _samples.Where(sample => sample.Key.Contains("_bucket{", StringComparison.Ordinal)).GroupBy(sample => Bound().Replace(sample.Key, "")))
        {
            var counts = series.Select(bucket => bucket.Value).ToList();
            Assert.That(counts, Is.Ordered, series.Key);
            Assert.That(series.Last().Key, Does.Contain("le=\"+Inf\""));
            var total = series.Key.Replace("_bucket{", "_count{", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
            Assert.That(_samples[total], Is.EqualTo(counts[^1]), series.Key);
        }
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,(?!\})|(?=\})))*\})? (?<value>[+-]?Inf|NaN|-?[0-9.]+([eE][+-]?[0-9]+)?)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(",?le=\"[^\"]*\"")]
    private static partial Regex Bound();
}
