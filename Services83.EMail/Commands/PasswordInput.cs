using Services83.EMail.Commands.Output;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>Reads a password where no other user of the machine can see it.</summary>
internal static class PasswordInput
{
    /// <summary>From the environment variable if it is set, else from redirected standard input (its first line), else from a prompt.</summary>
    /// <exception cref="CommandException">The password is empty.</exception>
    public static async Task<string> ReadAsync(string prompt, string environmentVariable, CancellationToken cancellationToken)
    {
        var password = Environment.GetEnvironmentVariable(environmentVariable)
            ?? (Console.IsInputRedirected
                ? await Console.In.ReadLineAsync(cancellationToken)
                : await new TextPrompt<string>(prompt).Secret().ShowAsync(Terminal.Console, cancellationToken));
        return string.IsNullOrEmpty(password)
            ? throw new CommandException($"No password. Type one, pass it on standard input, or set {environmentVariable}.")
            : password;
    }
}
