using System.Text;
using Services83.EMail.Commands;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// Runs commands of the program in this process: a process of its own takes ten times as long. What each of them prints goes to its own caller,
/// also when several run at once.
/// </summary>
internal static class CommandRunner
{
    private static readonly AsyncLocal<Streams?> Current = new();

    static CommandRunner()
    {
        Console.SetOut(new Switch(Console.Out, streams => streams.Output));
        Console.SetError(new Switch(Console.Error, streams => streams.Error));
        Console.SetIn(new Source());
    }

    /// <param name="input">All of its standard input.</param>
    public static async Task<ProgramResult> RunAsync(string input, string[] arguments)
    {
        using var streams = new Streams(input);
        // Restored by the runtime when this method returns.
        Current.Value = streams;
        var code = await CommandLine.RunAsync(arguments);
        return new ProgramResult(code, Text(streams.Output), Text(streams.Error));
    }

    private static string Text(StringWriter writer) => writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n');

    private sealed class Streams(string input) : IDisposable
    {
        public StringReader Input { get; } = new(input);

        public StringWriter Output { get; } = new();

        public StringWriter Error { get; } = new();

        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
            Error.Dispose();
        }
    }

    private sealed class Switch(TextWriter usual, Func<Streams, TextWriter> choose) : TextWriter
    {
        public override Encoding Encoding => usual.Encoding;

        private TextWriter Now => Current.Value is { } streams ? choose(streams) : usual;

        public override void Write(char value) => Now.Write(value);

        public override void Write(string? value) => Now.Write(value);

        public override void Write(char[] buffer, int index, int count) => Now.Write(buffer, index, count);

        public override void Flush() => Now.Flush();
    }

    /// <summary>There is no person: without input it is at its end.</summary>
    private sealed class Source : TextReader
    {
        public override int Peek() => Current.Value?.Input.Peek() ?? -1;

        public override int Read() => Current.Value?.Input.Read() ?? -1;
    }
}
