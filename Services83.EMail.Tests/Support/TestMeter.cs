using Microsoft.Extensions.DependencyInjection;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Tests.Support;

/// <summary>A meter for parts that a test makes itself.</summary>
internal static class TestMeter
{
    public static ProgramMeter New() => new ServiceCollection().AddProgramMeter().BuildServiceProvider().GetRequiredService<ProgramMeter>();
}
