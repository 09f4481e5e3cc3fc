using System.Collections.Frozen;
using System.Reflection;

namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>The mailbox engine as the doors see it: what an operation answers also tells what its caller may do with it.</summary>
#pragma warning disable MA0053 // The framework makes the class that implements the contract from this one.
internal class AnsweringAgent : DispatchProxy
#pragma warning restore MA0053
{
    private static readonly MethodInfo Finish = typeof(AnsweringAgent).GetMethod(nameof(FinishAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly FrozenDictionary<MethodInfo, Func<Task, RightsTeller, Task>> Finishers = typeof(IEMailAgent).GetMethods()
        .Where(method => method.ReturnType.IsGenericType)
        .ToFrozenDictionary(method => method, method => Finish
            .MakeGenericMethod(method.ReturnType.GetGenericArguments()).CreateDelegate<Func<Task, RightsTeller, Task>>());

    private IEMailAgent? _agent;
    private RightsTeller? _rights;

    public static IEMailAgent Create(IEMailAgent agent, RightsTeller rights)
    {
        var proxy = Create<IEMailAgent, AnsweringAgent>();
        (((AnsweringAgent)(object)proxy)._agent, ((AnsweringAgent)(object)proxy)._rights) = (agent, rights);
        return proxy;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = (Task)targetMethod!.Invoke(_agent, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null)!;
        return Finishers.TryGetValue(targetMethod, out var finish) ? finish(answer, _rights!) : answer;
    }

    private static Task FinishAsync<T>(Task answer, RightsTeller rights)
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
