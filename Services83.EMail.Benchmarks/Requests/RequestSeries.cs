using Services83.EMail.Benchmarks.Http;
using Services83.EMail.Benchmarks.Soap;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>Calls of SyncEmailAccounts that are measured together.</summary>
/// <param name="Accounts">How many accounts each call names.</param>
/// <param name="IsNew">Whether none of them waits for its sync yet, so that each call is stored before its reply.</param>
internal sealed record RequestSeries(int Accounts, bool IsNew)
{
    /// <summary>Accounts that a server needs for the calls of any series.</summary>
    public const int AllAccounts = 25_600;

    public string Name => Accounts == 0 ? "none" : $"{Accounts} {(IsNew ? "new" : "waiting")}";

    /// <summary>Makes calls over kept connections.</summary>
    /// <returns>How long each took, in milliseconds.</returns>
    public Task<double[]> SendAsync(BusyServer server, int connections, int calls) => LoadClient.SendAsync(
        server.Program.Address, connections, calls, number => SoapComparison.Request(
            SoapServer.Service, Enumerable.Range((number * Accounts) + 1, Accounts), server.Program.Ticket));

    /// <summary>Enough calls for a figure in a second or two.</summary>
    public int Calls(int connections) => Accounts > 1 ? AllAccounts / Accounts : connections == 1 ? 400 : 4_000;

    /// <summary>Prepares a round: no account waits, or all of them do.</summary>
    public async Task PrepareAsync(BusyServer server, int connections)
    {
        await server.ForgetRequestsAsync();
        if (!IsNew)
        {
            await SendAsync(server, 16, Calls(connections));
        }
    }
}
