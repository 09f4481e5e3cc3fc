using System.Collections.Frozen;
using System.Reflection;
using Services83.EMail.Engines.Mailbox.Rights;
using Services83.EMail.Engines.Mailbox.Sanitizing;

namespace Services83.EMail.Engines.Mailbox;

/// <summary>
/// The mailbox engine: every operation of the contract on real mail accounts that are cached in the database. A call creates only the
/// service of its area; the result is sanitized where that is wanted, and gets the caller's rights.
/// </summary>
#pragma warning disable MA0053 // The framework makes the class that implements the contract from this one.
internal class MailboxAgent : DispatchProxy
#pragma warning restore MA0053
{
    private static readonly FrozenDictionary<MethodInfo, Operation> Operations = typeof(IWebEMailAgent).GetInterfaces()
        .SelectMany(area => area.GetMethods())
        .ToFrozenDictionary(method => method, method => new Operation(method));

    private static readonly MailboxAgent Blank = (MailboxAgent)(object)Create<IWebEMailAgent, MailboxAgent>();

    private IServiceProvider? _services;

    /// <param name="services">The services of the call: each area's part of the contract, and the one that fills in rights.</param>
    public static IWebEMailAgent Create(IServiceProvider services)
    {
        // The framework would use reflection to make one for each call.
        var agent = (MailboxAgent)Blank.MemberwiseClone();
        agent._services = services;
        return (IWebEMailAgent)(object)agent;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => Operations[targetMethod!].Call(_services!, args ?? []);

    private sealed class Operation(MethodInfo method)
    {
        private static readonly MethodInfo Answer = typeof(Operation).GetMethod(nameof(AnswerAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

        private readonly Type _area = method.DeclaringType!;
        private readonly MethodInvoker _invoker = MethodInvoker.Create(method);

        private readonly bool _isSanitized = method.IsDefined(typeof(SanitizedAttribute));

        /// <summary>The function that completes a result; null for an operation without a result.</summary>
        private readonly Func<Task, Action<object?>, Task>? _answer = method.ReturnType.IsGenericType
            ? Answer.MakeGenericMethod(method.ReturnType.GetGenericArguments()).CreateDelegate<Func<Task, Action<object?>, Task>>()
            : null;

        public Task Call(IServiceProvider services, object?[] arguments)
        {
            var answer = (Task)_invoker.Invoke(services.GetRequiredService(_area), arguments.AsSpan())!;
            return _answer is null ? answer : _answer(answer, Completion(services));
        }

        private Action<object?> Completion(IServiceProvider services)
        {
            Action<object?> tell = services.GetRequiredService<RightsTeller>().Tell;
            return _isSanitized ? services.GetRequiredService<Sanitizer>().Sanitize + tell : tell;
        }

        private static Task AnswerAsync<T>(Task answer, Action<object?> complete)
        {
            return CompleteAsync((Task<T>)answer);

            async Task<T> CompleteAsync(Task<T> pending)
            {
                var result = await pending;
                complete(result);
                return result;
            }
        }
    }
}
