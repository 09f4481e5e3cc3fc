using System.Text;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// Logs the protocol dialogue. Our own secrets are never passed to it; if the server repeats one, it is masked in the log and in every text
/// of this library.
/// </summary>
internal sealed partial class ProtocolTrace(ILogger? logger)
{
    private const int MaxLogged = 2000;
    private const int MaxAlerts = 20;
    private const int MaxMasked = 4 * MaxLogged;
    private const int ShortestMasked = 3;
    private const string Mask = "***";

    private readonly List<string> _secrets = [];
    private int _alerts;

    public void AddSecret(string secret)
    {
        // Masking a secret of one or two letters would hide half the log and reveal the secret.
        if (secret.Length >= ShortestMasked)
        {
            _secrets.Add(secret);
        }
    }

    public string Masked(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    public bool HoldsSecret(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        return Masked(text) != text;
    }

    public void Client(string line)
    {
        if (logger is not null)
        {
            LogClient(logger, line.Length > MaxLogged ? line[..MaxLogged] + "…" : line);
        }
    }

    public void Server(ReadOnlySpan<byte> line)
    {
        if (logger is null || !logger.IsEnabled(LogLevel.Trace))
        {
            return;
        }

        var text = Masked(Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxMasked)]));
        // Masked before it is cut, so that no half of a secret is left at the end; if it was cut before, the end is removed too.
        if (line.Length > MaxMasked)
        {
            text = text[..Math.Max(0, text.Length - (_secrets.Max(secret => (int?)secret.Length) ?? 0))];
        }

        LogServer(logger, text.Length > MaxLogged ? text[..MaxLogged] + "…" : text);
    }

    public void Alert(string text)
    {
        if (logger is null || ++_alerts > MaxAlerts)
        {
            return;
        }

        text = Masked(text);
        LogAlert(logger, text.Length > MaxLogged ? text[..MaxLogged] + "…" : text);
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Trace, Message = "C: {Line}")]
    private static partial void LogClient(ILogger logger, string line);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Trace, Message = "S: {Line}")]
    private static partial void LogServer(ILogger logger, string line);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "The mail server says: {Text}")]
    private static partial void LogAlert(ILogger logger, string text);
}
