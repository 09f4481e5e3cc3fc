using System.Reflection;

namespace Services83.EMail.Soap.Description;

/// <summary>
/// Creates objects of classes that are not known here, and reads and writes their properties. Delegates do it, because expressions would be
/// compiled at each start of a program.
/// </summary>
internal static class PropertyAccess
{
    public static Func<object> Constructor(Type type) => Generic<Func<Func<object>>>(nameof(ConstructorOf), type)();

    public static Func<object, object?> Getter(PropertyInfo property) =>
        Generic<Func<PropertyInfo, Func<object, object?>>>(nameof(GetterOf), property.DeclaringType!, property.PropertyType)(property);

    public static Action<object, object?> Setter(PropertyInfo property) =>
        Generic<Func<PropertyInfo, Action<object, object?>>>(nameof(SetterOf), property.DeclaringType!, property.PropertyType)(property);

    private static TDelegate Generic<TDelegate>(string method, params Type[] typeArguments)
        where TDelegate : Delegate =>
        typeof(PropertyAccess).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeArguments).CreateDelegate<TDelegate>();

    private static Func<object> ConstructorOf<T>()
        where T : class, new() => () => new T();

    private static Func<object, object?> GetterOf<TOwner, TValue>(PropertyInfo property)
        where TOwner : class
    {
        var get = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();
        return owner => get((TOwner)owner);
    }

    private static Action<object, object?> SetterOf<TOwner, TValue>(PropertyInfo property)
        where TOwner : class
    {
        var set = property.SetMethod!.CreateDelegate<Action<TOwner, TValue>>();
        return (owner, value) => set((TOwner)owner, (TValue)value!);
    }
}
