using System.Collections.Frozen;
using System.Reflection;
using Services83.EMail.Engines.Mailbox.Rights;

namespace Services83.EMail.Engines.Mailbox;

/// <summary>
/// The mailbox engine: every operation of the contract on real mail accounts that are cached in the database. A call creates only the
/// service of its area; the caller's rights are filled into the result.
/// </summary>
#pragma warning disable MA0053 // The framework makes the class that implements the contract from this one.
internal class MailboxAgent : DispatchProxy
#pragma warning restore MA0053
{
    private static readonly FrozenDictionary<MethodInfo, Operation> Operations = typeof(IEMailAgent).GetInterfaces()
        .SelectMany(area => area.GetMethods())
        .ToFrozenDictionary(method => method, method => new Operation(method));

    private IServiceProvider? _services;

    /// <param name="services">The services of the call: each area's part of the contract, and the one that fills in rights.</param>
    public static IEMailAgent Create(IServiceProvider services)
    {
        var agent = Create<IEMailAgent, MailboxAgent>();
        ((MailboxAgent)(object)agent)._services = services;
        return agent;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Operations[targetMethod!].Call(_services!, args ?? []);

    private sealed class Operation(MethodInfo method)
    {
        private static readonly MethodInfo Answer = typeof(Operation).GetMethod(nameof(AnswerAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

        private readonly Type _area = method.DeclaringType!;
        private readonly MethodInvoker _invoker = MethodInvoker.Create(method);

        /// <summary>The function that fills in rights; null for an operation without a result.</summary>
        private readonly Func<Task, RightsTeller, Task>? _answer = method.ReturnType.IsGenericType
            ? Answer.MakeGenericMethod(method.ReturnType.GetGenericArguments()).CreateDelegate<Func<Task, RightsTeller, Task>>()
            : null;

        public Task Call(IServiceProvider services, object?[] arguments)
        {
            var answer = (Task)_invoker.Invoke(services.GetRequiredService(_area), arguments.AsSpan())!;
            return _answer is null ? answer : _answer(answer, services.GetRequiredService<RightsTeller>());
        }

        private static Task AnswerAsync<T>(Task answer, RightsTeller rights)
        {
            return TellAsync((Task<T>)answer);

            async Task<T> TellAsync(Task<T> pending)
            {
                var result = await pending;
                rights.Tell(result);
                return result;
            }
        }
    }
}
