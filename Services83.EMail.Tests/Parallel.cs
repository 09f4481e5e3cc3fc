using NUnit.Framework;
using Services83.EMail.Tests.Support;

// Fixtures run in parallel, the tests of one fixture one after another. Half of the time they wait: for programs that start, for servers,
// for clocks. A fixture that measures the whole process is [NonParallelizable] and says what it measures; no test may change global state
// of the process, such as environment variables, the current folder, the console or the culture.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(6)]
[assembly: LongWaitsFirst]
