namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>Adds, lists and removes faults.</summary>
internal static class FaultEndpoints
{
    public static void Map(WebApplication app, FaultScript script)
    {
        app.MapGet("/faults", () => script.List());
        app.MapPost("/faults", (FaultRequest request) => script.Add(request));
        app.MapDelete("/faults", script.Clear);
        app.MapDelete("/faults/{id:int}", (int id) => script.Remove(id));
    }
}
