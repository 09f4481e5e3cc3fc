using Microsoft.Extensions.Logging;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Keeps everything that is logged, at every level.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly List<string> _lines = [];

    public string Text => string.Join('\n', _lines);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add(formatter(state, exception) + exception);
}
